#!/usr/bin/env bash
# npm 11.6.2: `npm run -s` also silences every npm command inside the script, errors included.
#
# Expected: `-s` leaves out the two lines that `npm run` itself prints before a script. A command inside that fails says why.
# Seen: npm passes the level on in the environment (`npm_config_loglevel=silent`), so `npm` and `npx` inside of the script,
# and inside of every program that it starts, fail without a word. Taking the variable out of their environment helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "scripts": { "inner": "npm run missing", "freed": "env -u npm_config_loglevel npm run missing" } }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts npm@11.6.2
export PATH="$folder/node_modules/.bin:$PATH"

# How many lines of an error a command prints, and how it ends.
try() {
  local status=0
  "$@" > out.txt 2>&1 || status=$?
  echo "$* -> $(grep -c 'npm error Missing script' out.txt || true) errors, ends with $status"
}

{
  try npm run inner
  try npm run -s inner
  try npm run -s freed
} | tee now.txt

cat > seen.txt <<'SEEN'
npm run inner -> 1 errors, ends with 1
npm run -s inner -> 0 errors, ends with 1
npm run -s freed -> 1 errors, ends with 1
SEEN
diff seen.txt now.txt
