#!/usr/bin/env bash
# quickjs-emscripten 0.32.0: `error.stack` does not contain the error.
#
# Expected: the stack begins with name and message, as in V8, so that logging `error.stack` logs everything.
# Seen: it begins with the first frame, as in Firefox and Safari. A log of stacks tells where, and never what.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts quickjs-emscripten@0.32.0

cat > show.mjs <<'CODE'
import { getQuickJS } from 'quickjs-emscripten';

const code = "function pay() { throw new TypeError('declined') } try { pay() } catch (error) { String(error.stack) }";
const context = (await getQuickJS()).newContext();
const value = context.unwrapResult(context.evalCode(code, 'pay.js'));
const firstLine = (stack) => stack.trim().split('\n')[0].replace(/:\d+/g, '');
console.log('QuickJS:', firstLine(context.getString(value)));
console.log('V8:', firstLine((0, eval)(code)));
value.dispose();
context.dispose();
CODE

cat > seen.txt <<'SEEN'
QuickJS: at pay (pay.js)
V8: TypeError: declined
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
