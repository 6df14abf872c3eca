#!/usr/bin/env bash
# How long after a change in the ERP the CRM shows it, by a call and by polling.
# Arguments go to it: --calls 100, --polls 10, --every 10, --seed 1, --help …
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
dotnet build "$here/IntegrationHub.Freshness" -c Release -v quiet --nologo
exec dotnet "$here/IntegrationHub.Freshness/bin/Release/net10.0/freshness.dll" "$@"
