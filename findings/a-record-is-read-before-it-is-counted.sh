#!/usr/bin/env bash
# zod 4.6.7: a list that is too long is refused unread, a record that is too large only after every entry was checked.
#
# Expected: a limit on the number of entries costs the same for both, and protects from a million of them alike.
# Seen: `max` of a list and of a set runs first, and no entry is looked at. A record has no `max`; a `refine` that counts its
# entries runs after all of them, and the errors name each wrong one. Only a check before the schema (`z.preprocess`) counts
# first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7

cat > show.mjs <<'CODE'
import * as z from 'zod';

let looked;
const entry = z.string().refine((text) => {
  looked += 1;
  return text !== 'wrong';
});
const few = (value) => Object.keys(value).length <= 3;
const entries = (value) => Array.from({ length: 1000 }, (_, index) => [`key${index}`, value]);

const show = (name, schema, value) => {
  looked = 0;
  const { error } = schema.safeParse(value);
  console.log(`${name}: looked at ${looked} entries, ${error.issues.length} errors, first: ${error.issues[0].message}`);
};
show('list', z.array(entry).max(3, 'Too many.'), entries('right').flat());
show('record', z.record(z.string(), entry).refine(few, 'Too many.'), Object.fromEntries(entries('right')));
show('record of wrong entries', z.record(z.string(), entry).refine(few, 'Too many.'), Object.fromEntries(entries('wrong')));
CODE

cat > seen.txt <<'SEEN'
list: looked at 0 entries, 1 errors, first: Too many.
record: looked at 1000 entries, 1 errors, first: Too many.
record of wrong entries: looked at 1000 entries, 1001 errors, first: Invalid input
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
