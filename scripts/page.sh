#!/bin/sh
# modules: installs web/node_modules as the lock file says. build: builds web/dist. Both only when something has changed.
set -eu
cd web
installed=node_modules/.installed
built=node_modules/.built

say() { echo "heyi: $*" >&2; }

# Contents, not times: a checkout or a code generator touches files without changing them.
sources() {
    find . ../schema.graphql \( -name node_modules -o -name dist \) -prune -o -type f -print |
        LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
}

need_node() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
        2>/dev/null && command -v npm >/dev/null && return
    say "Node 20.19 or newer with npm is needed and was not found."
    exit 1
}

modules() {
    cmp -s package-lock.json $installed && return
    need_node
    say "installing what web/package-lock.json names"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    mkdir -p node_modules
    cp package-lock.json $installed
}

build() {
    if [ -f dist/index.html ] && sources | cmp -s - $built; then return; fi
    need_node
    say "building the page"
    npm run --silent build
    sources >$built
}

case ${1:-} in
modules | build) "$1" ;;
*) say "page.sh modules|build"; exit 2 ;;
esac
