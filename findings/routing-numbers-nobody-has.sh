#!/usr/bin/env bash
# abavalidator 3.1.2 accepts routing numbers that no bank can have.
#
# Expected: a validator of routing numbers knows that they begin with 00 to 12, 21 to 32, 61 to 72 or 80; and it refuses
# a number with a space in front.
# Seen: the checksum alone counts. One number of ten is right by chance, whatever it begins with, and a leading space is
# fine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts abavalidator@3.1.2

cat > show.mjs <<'CODE'
import aba from 'abavalidator';

for (const number of ['021000021', '021000022', '790000006', '130000006', '987654320', ' 021000021']) {
  console.log(JSON.stringify(number), aba.validate(number));
}
CODE

cat > seen.txt <<'SEEN'
"021000021" true
"021000022" false
"790000006" true
"130000006" true
"987654320" true
" 021000021" true
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
