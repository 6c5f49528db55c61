#!/usr/bin/env bash
# card-validator 10.0.4 calls a UnionPay number valid whatever its check digit is.
#
# Expected: `isValid` means that the check digit is right, as for every other brand: with one wrong digit, a Visa number
# is refused.
# Seen: all ten last digits are valid for UnionPay, unless `luhnValidateUnionPay` is set.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts card-validator@10.0.4

cat > show.mjs <<'CODE'
import validator from 'card-validator';

const valid = (start, options) => [...'0123456789'].filter((last) => validator.number(start + last, options).isValid).length;
console.log('Visa', valid('424242424242424'));
console.log('UnionPay', valid('620000000000000'));
console.log('UnionPay, luhnValidateUnionPay', valid('620000000000000', { luhnValidateUnionPay: true }));
CODE

cat > seen.txt <<'SEEN'
Visa 1
UnionPay 10
UnionPay, luhnValidateUnionPay 1
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
