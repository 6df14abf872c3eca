#!/bin/bash
# The world of the tests: a small trading company in a Tryton, seeded once and kept as a dump in the user's cache folder.
#
#   seeded.sh              makes the dump if it is not there, and prints its path (the truth is beside it, as <dump>.truth.json)
#   seeded.sh --packages   only installs Debian's packages; fails where they cannot be had
#   seeded.sh --start PID HOME
#                          starts a server of its own from the dump, in the folder HOME, and prints KEY=VALUE lines as up.sh does;
#                          stops it and removes the folder when the process PID has gone
#
# Several may run at once: one makes the dump, the others wait for it. It is made anew when a script changes, and every month, since the
# company's fiscal years end some time after it was seeded.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/integrationhub
mkdir -p "$cache"
export TRYTON_PORT=0

if [ "${1:-}" = --packages ]; then
  TRYTON_HOME=$(mktemp -d); export TRYTON_HOME
  code=0; bash "$here/up.sh" --packages || code=$?
  rm -rf "$TRYTON_HOME"; exit "$code"
fi

version=$(cat "$here/up.sh" "$here/seed.py" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)-$(date +%Y%m)
dump=$cache/tryton-$version.dump
exec 8>"$cache/tryton.lock"
flock -w 1200 8 || { echo "tryton: another run holds $cache/tryton.lock" >&2; exit 1; }
if [ ! -s "$dump" ] || [ ! -s "$dump.truth.json" ]; then
  find "$cache" -name 'tryton-*.dump*' -delete
  TRYTON_HOME=$(mktemp -d); export TRYTON_HOME
  stop() { bash "$here/down.sh" --purge >/dev/null 2>&1 8>&- || true; }
  trap stop EXIT
  bash "$here/up.sh" 8>&- >&2
  /usr/bin/python3 "$here/seed.py" --customers 18 --orders 60 --products 20 --seed 1 --fast --quiet 8>&- >&2
  bash "$here/up.sh" --save "$dump.new" 8>&- >&2
  mv "$dump.new.truth.json" "$dump.truth.json"; mv "$dump.new" "$dump"
  trap - EXIT; stop   # not at the exit: there is none before an exec
fi
flock -u 8

if [ "${1:-}" = --start ]; then
  owner=$2 TRYTON_HOME=$3; export TRYTON_HOME
  setsid /bin/bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; exec bash "$2/down.sh" --purge' watch "$owner" "$here" </dev/null >/dev/null 2>&1 8>&- &
  exec bash "$here/up.sh" --restore "$dump" 8>&-
fi
echo "$dump"
