#!/usr/bin/env bash
# rolldown 1.2.19: a tagged template with `</script>` in it becomes an import of a helper package.
#
# Expected: the output for `es2022` and Node keeps tagged templates, which both know, and imports what the source imports.
# Seen: every `</script` is escaped, also in output that no page contains. A tagged template has to keep its raw text, so it
# becomes a call of `@oxc-project/runtime`, a package that nobody installed. A template without a tag is only escaped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rolldown@1.2.19

cat > show.mjs <<'CODE'
import { writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const sources = {
  'a paragraph, tagged': 'export const page = (html) => html`<p></p>`;',
  'a script, tagged': 'export const page = (html) => html`<script></script>`;',
  'a script, without a tag': 'export const page = `<script></script>`;',
};
for (const [name, source] of Object.entries(sources)) {
  writeFileSync('page.js', source);
  const options = { input: 'page.js', platform: 'node', transform: { target: 'es2022' }, external: /^@/ };
  const { output } = await (await rolldown(options)).generate();
  console.log(`${name}: imports ${output[0].imports.join() || 'nothing'}`);
}
CODE

cat > seen.txt <<'SEEN'
a paragraph, tagged: imports nothing
a script, tagged: imports @oxc-project/runtime/helpers/taggedTemplateLiteral
a script, without a tag: imports nothing
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
