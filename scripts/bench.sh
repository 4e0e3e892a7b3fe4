#!/bin/sh
# Installs what `make bench` measures beside the program: Python peers in bench/.venv, Node peers in bench/peers.
set -eu
lock=bench/requirements.lock
stamp=bench/.venv/.requirements.lock
peers=bench/peers

say() { echo "heyi: $*" >&2; }

if ! cmp -s $lock $stamp; then
    say "installing what $lock names"
    [ -x bench/.venv/bin/python ] || .venv/bin/python -m venv bench/.venv
    bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $lock
    cp $lock $stamp
fi
if ! cmp -s $peers/package-lock.json $peers/node_modules/.installed; then
    say "installing what $peers/package-lock.json names"
    (cd $peers && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
    cp $peers/package-lock.json $peers/node_modules/.installed
fi
