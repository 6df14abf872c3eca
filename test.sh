#!/usr/bin/env bash
# Builds everything and runs the tests; the last line says how many passed and failed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/prerequisites.sh"

case ${1:-} in
  --fast) filter=(--filter "Category!=Slow&Category!=Browser&Category!=Peers") ;;
  "") filter=() ;;
  *) say "./test.sh [--fast]

Restores, builds (warnings are errors), checks the formatting and runs every test.
  --fast   leaves out what needs more than PostgreSQL (a browser, other systems) or more than a moment"
     [[ $1 = -h || $1 = --help ]] && exit || exit 2 ;;
esac

# Nothing ran: say so in the line that is looked for.
stop() { say "$1" >&2; say "0 passed, 0 failed"; exit 1; }

need_sdk
need_postgres
cd "$root"
left_out=0
if [ ${#filter[@]} -eq 0 ]; then
  need_chromium
  without=""
  # Tests that a file has, when all of it is left out.
  count() { cat "$@" | grep -cE '^ *\[(Fact|Theory)' || true; }
  if ! has_node_peers; then
    left_out=$(count $(grep -rlF 'Trait("Category", "Peers")' connectors tests --include=*.cs | xargs grep -LF 'Trait("Peer", "Tryton")'))
    say "Node.js 18 with npm, or a package of it, is missing and cannot be had here: $left_out tests against SAP's mock server and vendors' descriptions are left out."
    without="(Category!=Peers|Peer=Tryton)"
  fi
  # Tryton is seeded while the solution builds; its tests wait for it.
  if has_tryton; then
    bash tests/peers/tryton/seeded.sh </dev/null >/dev/null 2>&1 &
  else
    tryton=$(cat $(find tests -name '*.cs') | grep -c 'Trait("Peer", "Tryton")')
    say "Tryton's packages are missing and cannot be had here (Debian 12, as root or with sudo): its $tryton tests are left out."
    left_out=$((left_out + tryton)) without="${without:+$without&}Peer!=Tryton"
  fi
  [ -z "$without" ] || filter=(--filter "$without")
fi
# The build checks style; layout is checked on the text alone, which takes seconds where the whole of 'dotnet format' takes minutes.
dotnet format whitespace . --folder --verify-no-changes </dev/null || stop "Some files are not formatted: run 'dotnet format whitespace . --folder'."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "Building ..."
if ! dotnet build IntegrationHub.sln -c Release -v quiet -nodeReuse:false </dev/null >"$log" 2>&1; then
  grep -E ' (error|warning) ' "$log" | sort -u >&2 || cat "$log" >&2
  stop "The build failed."
fi
say "Built in $SECONDS s."

code=0
dotnet test IntegrationHub.sln -c Release --no-build -nodeReuse:false ${filter[@]+"${filter[@]}"} </dev/null 2>&1 | tee "$log" || code=$?
# One line per test project: "Passed!  - Failed:     0, Passed:    16, Skipped:     0, Total: ..."
read -r passed failed skipped < <(awk -F'[:,]' '/^(Passed|Failed|Skipped)! +- Failed:/ { failed += $2; passed += $4; skipped += $6 } END { print passed + 0, failed + 0, skipped + 0 }' "$log")
skipped=$((skipped + left_out))
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
  say "A test run ended before its tests did; see above." >&2
elif [ "$((passed + failed))" -eq 0 ]; then
  say "No tests ran." >&2
  code=1
fi
say "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || printf ', %s skipped' "$skipped")"
exit "$code"
