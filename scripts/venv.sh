#!/bin/sh
# Makes .venv hold exactly what the lock file named in $1 says; does nothing when it does already.
set -eu
lock=$1
stamp=.venv/.$lock

say() { echo "heyi: $*" >&2; }
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
        if is_recent "$python"; then echo "$python"; return; fi
    done
    say "Python 3.11 or newer is needed and was not found (Debian 12: apt install python3 python3-venv);" \
        "PYTHON=/path/to/python names another one."
    exit 1
}

need_venv() {
    has_venv "$1" && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing python3-venv with apt"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
        } >/dev/null || true
        has_venv "$1" && return
    fi
    say "Python's venv module is missing (Debian: apt install python3-venv)."
    exit 1
}

if ! .venv/bin/python -c "import pip" >/dev/null 2>&1; then
    python=$(find_python)
    need_venv "$python"
    rm -rf .venv
    "$python" -m venv .venv
fi
if ! cmp -s "$lock" "$stamp"; then
    say "installing what $lock names"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock"
    cp "$lock" "$stamp"
fi
