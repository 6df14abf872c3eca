#!/usr/bin/env bash
# Reads ERPs that live and fail into a real hub until so many things went wrong, and holds the hub against the truth.
# Arguments go to it: --faults 100000, --seed 1, --only "delta links", --results bench/results, --help …
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
dotnet build "$here/IntegrationHub.Faults" -c Release -v quiet --nologo
exec dotnet "$here/IntegrationHub.Faults/bin/Release/net10.0/faults.dll" "$@"
