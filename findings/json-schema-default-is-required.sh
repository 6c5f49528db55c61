#!/usr/bin/env bash
# zod 4.6.7: a property with a default is required in the JSON Schema.
#
# Expected: a default makes a property optional: a client may leave it out, so `required` does not name it.
# Seen: `z.toJSONSchema` describes what comes out of the parser, where the default is always there. Only `io: "input"`
# describes the request. An OpenAPI document made without it asks clients for every property that has a default, and
# forbids unknown ones that the parser takes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7

cat > show.mjs <<'CODE'
import * as z from 'zod';

const Payment = z.object({ currency: z.string().default('EUR') });
const show = (options) => {
  const { required, additionalProperties } = z.toJSONSchema(Payment, options);
  return JSON.stringify({ required, additionalProperties });
};
console.log('parses', JSON.stringify(Payment.parse({ note: 'unknown' })));
console.log('schema', show());
console.log('schema of the input', show({ io: 'input' }));
CODE

cat > seen.txt <<'SEEN'
parses {"currency":"EUR"}
schema {"required":["currency"],"additionalProperties":false}
schema of the input {}
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
