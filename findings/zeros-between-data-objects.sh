#!/usr/bin/env bash
# node-emv 1.0.23, node-tlv 1.5.14 and ber-tlv 0.9.2: data of a card's chip with zeros between its data objects.
#
# Expected: EMV Book 3 (annex B) allows bytes 00 before, between and after data objects, for instance where one was erased; they mean
# nothing. ber-tlv reads over them.
# Seen: node-emv takes a zero for a tag of half a byte, node-tlv for the tag 00, and both go on from there: one zero before the currency
# (5F2A) and it is gone, one before the amount and so is everything. Only the last is an error, and of node-tlv alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-emv@1.0.23 node-tlv@1.5.14 ber-tlv@0.9.2

cat > show.mjs <<'CODE'
import ber from 'ber-tlv';
import emv from 'node-emv';
import tlv from 'node-tlv';

const parsers = {
  'ber-tlv': (hex) => ber.TlvFactory.parse(hex).map(({ tag, value }) => [tag, value.toString('hex')]),
  'node-tlv': (hex) => tlv.parseList(hex).map((object) => [object.getTag(), object.getValue('hex')]),
  'node-emv': (hex) => {
    let objects;
    emv.parse(hex, (parsed) => { objects = parsed; });
    return objects.map(({ tag, value }) => [tag, Array.isArray(value) ? '…' : value]);
  },
};
const [amount, currency] = ['9F0206000000001000', '5F2A020978'];
for (const hex of [`${amount}${currency}`, `${amount}00${currency}`, `00${amount}${currency}`]) {
  console.log(hex);
  for (const [name, parse] of Object.entries(parsers)) {
    try {
      console.log(`  ${name}: ${parse(hex).map((pair) => pair.join(' = ')).join(', ')}`);
    } catch (error) {
      console.log(`  ${name}: ${error.message}`);
    }
  }
}
CODE

cat > seen.txt <<'SEEN'
9F02060000000010005F2A020978
  ber-tlv: 9F02 = 000000001000, 5F2A = 0978
  node-tlv: 9F02 = 000000001000, 5F2A = 0978
  node-emv: 9F02 = 000000001000, 5F2A = 0978
9F0206000000001000005F2A020978
  ber-tlv: 9F02 = 000000001000, 5F2A = 0978
  node-tlv: 9F02 = 000000001000, 00 = 2A020978
  node-emv: 9F02 = 000000001000, 0 = F2A020978
009F02060000000010005F2A020978
  ber-tlv: 9F02 = 000000001000, 5F2A = 0978
  node-tlv: Invalid length
  node-emv: 0 = F02060000000010005, F2 = …
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
