#!/usr/bin/env bash
# Builds the hub and runs it with the sample world.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/prerequisites.sh"
data="$root/.data"

usage() {
  cat <<'TEXT'
./run.sh [--port N] [--reset]

Builds the hub and runs it with the sample world: Northwind as the ERP, a demo CRM as the target, and a PostgreSQL of its own
under .data/. Prints the address and, the first time, the sign-in. Ctrl-C stops everything; the next start resumes.

  --port N   listen on this port instead of the one in appsettings.json
  --reset    forgets everything under .data/ and starts afresh
  --help     this text
TEXT
}

# Ends a server a killed hub has left behind, and removes the data wherever they are.
reset() {
  local server pid
  server=$(readlink -f "$data/postgres/server" || true)
  if [ -n "$server" ] && pid=$(head -n 1 "$server/data/postmaster.pid" 2>/dev/null); then
    case $(ps -o comm= -p "$pid" 2>/dev/null) in *postgres*)
      kill -INT "$pid"
      for _ in $(seq 100); do [ -e "$server/data/postmaster.pid" ] || break; sleep 0.1; done ;;
    esac
  fi
  case $server in /var/lib/integrationhub/?*) rm -rf "$server" ;; esac
  rm -rf "$data"
}

arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --port) [[ ${2:-} =~ ^[0-9]+$ ]] || fail "--port needs a number."; arguments+=(--port "$2"); shift ;;
    --reset) fresh=1 ;;
    -h | --help) usage; exit ;;
    *) fail "Unknown option '$1'; see ./run.sh --help." ;;
  esac
  shift
done

need_sdk
need_postgres
[ -z "${fresh:-}" ] || reset
build_when_older src/IntegrationHub.Host samples/DemoCrm
cd "$root"
exec dotnet src/IntegrationHub.Host/bin/Release/net10.0/hub.dll run --sample ${arguments[@]+"${arguments[@]}"}
