#!/usr/bin/env bash
# PGlite 0.5.17 gives the values of one bigint column as numbers and as BigInts.
#
# Expected: a column has one type. pg gives every bigint as text.
# Seen: what a number can hold is a number, and what it cannot is a BigInt, also side by side in one array. Adding up and
# JSON.stringify work until the first large value, and throw then.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17 pg-types@2.2.0

cat > show.mjs <<'CODE'
import { PGlite } from '@electric-sql/pglite';
import types from 'pg-types';

const database = await PGlite.create();
const attempt = (name, run) => {
  try {
    console.log(`${name}: ${run()}`);
  } catch (error) {
    console.log(`${name}: ${error.constructor.name}`);
  }
};
for (const amounts of ['(4200), (9007199254740991)', '(4200), (9007199254740992)']) {
  const { rows } = await database.query(`select column1::bigint as amount from (values ${amounts})`);
  console.log(`${amounts}: ${rows.map(({ amount }) => typeof amount).join(', ')}`);
  attempt('  first and last added', () => typeof (rows[0].amount + rows[1].amount));
  attempt('  JSON', () => JSON.stringify(rows));
}
const { rows } = await database.query('select array[4200, 9007199254740992]::bigint[] as amounts');
console.log(`bigint[]: ${rows[0].amounts.map((amount) => typeof amount).join(', ')}`);
console.log(`pg: ${['4200', '9007199254740992'].map((text) => typeof types.getTypeParser(types.builtins.INT8)(text)).join(', ')}`);
await database.close();
CODE

cat > seen.txt <<'SEEN'
(4200), (9007199254740991): number, number
  first and last added: number
  JSON: [{"amount":4200},{"amount":9007199254740991}]
(4200), (9007199254740992): number, bigint
  first and last added: TypeError
  JSON: TypeError
bigint[]: number, bigint
pg: string, string
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
