#!/usr/bin/env bash
# node-luhn 1.0.0: the check digit of card numbers with spaces, and of those with 19 digits.
#
# Expected: spaces between the digits are passed over or refused, as luhn and fast-luhn do, and a number of 19 digits is one like any
# other.
# Seen: the text is read with parseInt, so the digits up to the first space are the whole number, and a right number with spaces is
# called wrong, as 4111 alone would be. 19 digits are rounded before they are checked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-luhn@1.0.0 luhn@2.4.1 fast-luhn@2.0.2

cat > show.mjs <<'CODE'
import fastLuhn from 'fast-luhn';
import luhn from 'luhn';
import nodeLuhn from 'node-luhn';

for (const number of [
  '4111111111111111',
  '4111 1111 1111 1111',
  '4242 4242 4242 4242',
  '4000000000000000006',
]) {
  console.log(`${number}: node-luhn ${nodeLuhn(number)}, luhn ${luhn.validate(number)}, fast-luhn ${fastLuhn(number)}`);
}
CODE

cat > seen.txt <<'SEEN'
4111111111111111: node-luhn true, luhn true, fast-luhn true
4111 1111 1111 1111: node-luhn false, luhn true, fast-luhn false
4242 4242 4242 4242: node-luhn true, luhn true, fast-luhn false
4000000000000000006: node-luhn false, luhn true, fast-luhn true
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
