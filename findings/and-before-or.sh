#!/usr/bin/env bash
# lucene 2.1.1 and liqe 3.8.7: two parsers of Lucene queries read AND and OR without brackets in opposite ways, and neither as usual.
#
# Expected: AND binds closer than OR, as in SQL and JavaScript: (a AND b) OR c, and a OR (b AND c).
# Seen: lucene takes the rest of the text for the right side of the first operator, so a AND b OR c is a AND (b OR c). liqe goes on from
# the left, so a OR b AND c is (a OR b) AND c. Where one is right the other is wrong: brackets are the only way to say it to both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts lucene@2.1.1 liqe@3.8.7

cat > show.mjs <<'CODE'
import { parse as parseLiqe } from 'liqe';
import lucene from 'lucene';

const byLucene = ({ field, left, operator, right }) =>
  field ?? (right ? `(${byLucene(left)} ${operator} ${byLucene(right)})` : byLucene(left));
const byLiqe = (node) =>
  node.type === 'LogicalExpression'
    ? `(${byLiqe(node.left)} ${node.operator.operator} ${byLiqe(node.right)})`
    : node.field.name;

for (const query of ['a:1 AND b:1 OR c:1', 'a:1 OR b:1 AND c:1']) {
  console.log(query, '| lucene', byLucene(lucene.parse(query)), '| liqe', byLiqe(parseLiqe(query)));
}
CODE

cat > seen.txt <<'SEEN'
a:1 AND b:1 OR c:1 | lucene (a AND (b OR c)) | liqe ((a AND b) OR c)
a:1 OR b:1 AND c:1 | lucene (a OR (b AND c)) | liqe ((a OR b) AND c)
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
