#!/bin/sh
# Installs with apt what the tests start and this machine lacks. Where it cannot, the tests say what they skipped.
set -eu

say() { echo "heyi: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

missing=
have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TEST_DATABASE_URL:-}" ] || missing="$missing postgresql"
have nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
have redis-server || missing="$missing redis-server"
have chromium || missing="$missing chromium"
[ -n "$(fc-list :lang=zh 2>/dev/null)" ] || missing="$missing fonts-wqy-microhei"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! have apt-get; then
    say "missing:$missing; the tests that need them will be skipped"
    exit 0
fi

# The packages must not start services of their own: the tests leave nothing running.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi

say "installing with apt:$missing"
apt="apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0"
# $missing is a list of words.
# shellcheck disable=SC2086
if ! { $apt update && DEBIAN_FRONTEND=noninteractive $apt install -y --no-install-recommends $missing; } >/dev/null; then
    say "apt could not install:$missing; the tests that need them will be skipped"
fi
