#!/usr/bin/env bash
# quickjs-emscripten 0.32.0: `toLocaleString` with a currency gives the bare number.
#
# Expected: an engine without `Intl` has no `toLocaleString` with options, or throws for them; code that formats an
# amount fails at once.
# Seen: the arguments are ignored: no currency, no grouping, no rounding to cents, the American date, and no error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts quickjs-emscripten@0.32.0

cat > show.mjs <<'CODE'
import { getQuickJS } from 'quickjs-emscripten';

const context = (await getQuickJS()).newContext();
const run = (code) => {
  const value = context.unwrapResult(context.evalCode(code));
  console.log(code, '->', JSON.stringify(context.dump(value)));
  value.dispose();
};
run('typeof Intl');
run("(1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' })");
run("(0.1 + 0.2).toLocaleString('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 })");
run("new Date(0).toLocaleDateString('ja-JP')");
context.dispose();
CODE

cat > seen.txt <<'SEEN'
typeof Intl -> "undefined"
(1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' }) -> "1234.5"
(0.1 + 0.2).toLocaleString('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) -> "0.30000000000000004"
new Date(0).toLocaleDateString('ja-JP') -> "01/01/1970"
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
