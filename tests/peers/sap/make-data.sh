#!/usr/bin/env bash
# Makes data.zip anew: the small data set that the stand-in serves, with its truth.json. Needs node and python3; the tests need neither.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node seed.mjs --customers 60 --orders 240 --products 20 --seed 42 --anchor 2026-06-30 --out "$work/data" >/dev/null
python3 - "$work/data" "${1:-data.zip}" <<'P'
import os, sys, zipfile
root, out = sys.argv[1:]
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            entry = zipfile.ZipInfo(os.path.relpath(path, root).replace(os.sep, '/'), (2026, 6, 30, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(entry, open(path, 'rb').read())
P
