#!/usr/bin/env bash
# iso20022.js 0.0.15 takes amounts in the smallest unit, and takes a hundredth for that in every currency.
#
# Expected: amounts are whole numbers of the smallest unit: 1050 is 10.50 euros, 1050 yen and 1.050 Kuwaiti dinars.
# Seen: 1050 yen are sent as 10.5, a hundredth of what was meant and no amount of yen at all, and 1.050 dinars as ten times as much.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts iso20022.js@0.0.15

cat > show.mjs <<'CODE'
import { ISO20022 } from 'iso20022.js';

const account = { iban: 'DE89370400440532013000' };
const agent = { bic: 'DEUTDEFF', bankAddress: { country: 'DE' } };
const writer = new ISO20022({ initiatingParty: { name: 'Example', id: 'EXAMPLE', account, agent } });
const address = { streetName: 'Street 1', townName: 'Town', postalCode: '12345', country: 'DE' };
const creditor = { name: 'Creditor', account, agent, address };

for (const currency of ['EUR', 'JPY', 'KWD']) {
  const payment = { type: 'swift', direction: 'credit', amount: 1050, currency, creditor };
  const xml = writer.createSWIFTCreditPaymentInitiation([payment]).toString();
  console.log(`1050 ${currency}: ${xml.match(/<InstdAmt.*InstdAmt>/)}`);
}
CODE

cat > seen.txt <<'SEEN'
1050 EUR: <InstdAmt Ccy="EUR">10.5</InstdAmt>
1050 JPY: <InstdAmt Ccy="JPY">10.5</InstdAmt>
1050 KWD: <InstdAmt Ccy="KWD">10.5</InstdAmt>
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
