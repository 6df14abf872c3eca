#!/usr/bin/env bash
# Measures the hub against its bars and beside hand-written baselines, and writes bench/results/<date>.md.
# Arguments go to the bench: --orders 20000, --runs 1, --only first-load copy-merge, --help …
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
dotnet build "$here/IntegrationHub.Bench" -c Release -v quiet --nologo
exec dotnet "$here/IntegrationHub.Bench/bin/Release/net10.0/bench.dll" --results "$here/results" "$@"
