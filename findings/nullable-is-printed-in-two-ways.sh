#!/usr/bin/env bash
# zod 4.6.7: `nullable` is printed as a list of types for plain types, and as `anyOf` once they say more.
#
# Expected: a program that reads the JSON Schema finds null in one place, whatever else the type says.
# Seen: a plain type becomes `type: [‥, "null"]`; one with a limit or a description, an object or a literal becomes `anyOf`
# with `{ type: "null" }`; a null among literals stands in `enum`. Describing a property changes the shape of its schema.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7

cat > show.mjs <<'CODE'
import * as z from 'zod';

const types = {
  text: z.string(),
  'short text': z.string().max(3),
  described: z.string().describe('A name.'),
  object: z.object({}),
  literal: z.literal(['a', 'b']),
};
for (const [name, type] of Object.entries(types)) {
  const { $schema, ...schema } = z.toJSONSchema(type.nullable());
  console.log(name, JSON.stringify(schema));
}
console.log('literal null', JSON.stringify(z.toJSONSchema(z.literal(['a', null])).enum));
CODE

cat > seen.txt <<'SEEN'
text {"type":["string","null"]}
short text {"anyOf":[{"type":"string","maxLength":3},{"type":"null"}]}
described {"anyOf":[{"type":"string","description":"A name."},{"type":"null"}]}
object {"anyOf":[{"type":"object","properties":{},"additionalProperties":false},{"type":"null"}]}
literal {"anyOf":[{"type":"string","enum":["a","b"]},{"type":"null"}]}
literal null ["a",null]
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
