#!/usr/bin/env bash
# credit-card-type 10.3.0 calls a Visa number Naranja, and gives no second answer.
#
# Expected: a number that begins with 4 is, or may also be, a Visa. Cards with two brands run on both networks, and a
# shop that takes Visa takes them.
# Seen: for 402918 (Visa) and 527572 (Mastercard) the only type is naranja, so a form that allows Visa and Mastercard
# refuses both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts credit-card-type@10.3.0

cat > show.mjs <<'CODE'
import creditCardType from 'credit-card-type';

const types = (number) => creditCardType(number).map(({ type }) => type).join(' ');
for (const number of ['40291', '402918', '4029180000000009', '5275720000000000']) console.log(number, types(number));
CODE

cat > seen.txt <<'SEEN'
40291 visa naranja
402918 naranja
4029180000000009 naranja
5275720000000000 naranja
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
