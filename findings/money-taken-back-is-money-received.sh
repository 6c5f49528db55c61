#!/usr/bin/env bash
# mt940-js 1.0.0 and mt940js 1.3.5: which way the money went, of a statement in MT940.
#
# Expected: `RC` reverses a credit, so money leaves the account, and `RD` brings money back. A payment that came in is no expense.
# Seen: mt940js signs the amounts so. In mt940-js a reversed credit is a credit and a reversed debit a debit, without a word that they
# are reversals; and all four are an expense, as that is told from the codes of two Dutch banks for money received.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mt940js@1.3.5 mt940-js@1.0.0 tslib@2.8.1

cat > show.mjs <<'CODE'
import * as mt940 from 'mt940-js';
import mt940js from 'mt940js';

const marks = ['C', 'D', 'RC', 'RD'];
const data = [
  ':20:STATEMENT',
  ':25:NL91ABNA0417164300',
  ':28C:1/1',
  ':60F:C260101EUR1000,00',
  ...marks.map((mark) => `:61:2601020102${mark}5,00NTRFORDER`),
  ':62F:C260102EUR1000,00',
  '-',
].join('\r\n');

const [{ transactions: signed }] = new mt940js.Parser().parse(data);
const [{ transactions: named }] = await mt940.read(Buffer.from(data));
for (const [index, mark] of marks.entries()) {
  const { amount, isCredit, isExpense } = named[index];
  const way = `${amount}, ${isCredit ? 'credit' : 'debit'}, ${isExpense ? 'expense' : 'income'}`;
  console.log(`${mark}: mt940js ${signed[index].amount} | mt940-js ${way}`);
}
CODE

cat > seen.txt <<'SEEN'
C: mt940js 5 | mt940-js 5, credit, expense
D: mt940js -5 | mt940-js 5, debit, expense
RC: mt940js -5 | mt940-js 5, credit, expense
RD: mt940js 5 | mt940-js 5, debit, expense
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
