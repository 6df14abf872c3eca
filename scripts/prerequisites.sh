# What the hub needs on this machine, and how to get it. Sourced by run.sh, test.sh and hub; needs $root.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

need_sdk() {
  command -v dotnet >/dev/null || PATH="$HOME/.dotnet:$PATH"
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^1[0-9]\.'; then
    fail "The .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or run:
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
  fi
}

# Runs a command as root; fails when that cannot be had.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo "$@"
  else return 1
  fi
}

# install <what it is> <apt package> <dnf package> <apk package> <brew formula>: with the system's package manager.
install() {
  local log; log=$(mktemp)
  say "Installing $1 ..."
  if command -v apt-get >/dev/null; then
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $2; }
  elif command -v dnf >/dev/null; then as_root dnf install -yq $3
  elif command -v apk >/dev/null; then as_root apk add -q $4
  elif command -v brew >/dev/null; then brew install -q $5
  else false
  fi </dev/null >"$log" 2>&1 || { tail -n 5 "$log" >&2; rm -f "$log"; return 1; }
  rm -f "$log"
}

has_postgres() {
  local program version
  for program in "$(command -v postgres || true)" /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /usr/libexec/postgresql*/postgres \
                 /usr/local/pgsql/bin/postgres /opt/homebrew/opt/postgresql*/bin/postgres /usr/local/opt/postgresql*/bin/postgres; do
    [ -x "$program" ] || continue
    version=$("$program" --version | sed -E 's/^.*\(PostgreSQL\) ([0-9]+).*$/\1/')
    [ "$version" -ge 15 ] && return 0
  done
  return 1
}

need_postgres() {
  has_postgres && return
  # Debian would start a server of its own on port 5432; the hub needs the programs only.
  if command -v apt-get >/dev/null && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root sh -c 'mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf' || true
  fi
  install "PostgreSQL" postgresql postgresql-server "postgresql postgresql-contrib" postgresql@17 || true
  has_postgres || fail "PostgreSQL 15 or later is missing and could not be installed. Install it (Debian, Ubuntu: apt install postgresql; Fedora: dnf install postgresql-server; Alpine: apk add postgresql; macOS: brew install postgresql@17) and run this again."
}

has_chromium() { [ -n "$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)" ] || [ -d /Applications/Chromium.app ]; }

need_chromium() {
  has_chromium && return
  install "Chromium" chromium chromium chromium "--cask chromium" || true
  has_chromium || fail "Chromium is missing and could not be installed; the browser tests need it. Install the package 'chromium', or run ./test.sh --fast."
}

has_node() { command -v node >/dev/null && command -v npm >/dev/null && [ "$(node --version | sed -E 's/^v([0-9]+).*$/\1/')" -ge 18 ]; }

# Node.js, and what the peers need of it; fails where they cannot be had.
has_node_peers() {
  has_node || install "Node.js" "nodejs npm" "nodejs npm" "nodejs npm" node || true
  has_node || return 1
  local peer
  for peer in sap crm-contracts; do
    [ -f "$root/tests/peers/$peer/node_modules/.package-lock.json" ] || (cd "$root/tests/peers/$peer" && npm ci --ignore-scripts --no-audit --no-fund) </dev/null >/dev/null 2>&1 || return 1
  done
}

# Installs Debian's packages of Tryton if need be; fails where they cannot be had.
has_tryton() { bash "$root/tests/peers/tryton/seeded.sh" --packages </dev/null >/dev/null 2>&1; }

# Builds Release what is given, unless nothing in the checkout changed since.
build_when_older() {
  local stamp="$root/src/IntegrationHub.Host/bin/Release/.built" log project since=$SECONDS
  if [ -e "$stamp" ] && [ -z "$(find "$root" -newer "$stamp" -type f \( -name '*.cs' -o -name '*.cs?' -o -name '*proj' -o -name '*.props' -o -name '*.razor' \
       -o -name '*.css' -o -name '*.js' -o -name '*.sql' -o -name '*.yaml' -o -name '*.json' -o -name '*.resx' \) \
       -not -path '*/obj/*' -not -path '*/bin/*' -not -path '*/.data/*' -not -path '*/tests/*' \
       -not -path "$root/mappings/*" -not -path "$root/docs/*" -not -name 'appsettings*.json' -print -quit)" ]; then
    return
  fi
  say "Building ..." >&2
  log=$(mktemp)
  for project in "$@"; do
    dotnet build "$root/$project" -c Release -v quiet -nodeReuse:false </dev/null >"$log" 2>&1 \
      || { grep -E '(error|warning) ' "$log" | sort -u | head -20 >&2 || true; rm -f "$log"; fail "The build of $project failed."; }
  done
  rm -f "$log"
  touch "$stamp"
  say "Built in $((SECONDS - since)) s." >&2
}
