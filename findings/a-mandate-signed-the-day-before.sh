#!/usr/bin/env bash
# sepa 3.0.0: the dates of a direct debit depend on where the program runs.
#
# Expected: `new Date('2026-02-01')`, as its documentation gives the date of a mandate, becomes 2026-02-01 in every place that pays with
# SEPA.
# Seen: dates are written in the zone of the machine. On the Azores and in Guadeloupe, which both are in SEPA, the mandate is signed in
# January and the money is collected a day early. The time of creation is the local one, and says no zone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sepa@3.0.0

cat > show.mjs <<'CODE'
import SEPA from 'sepa';

const file = new SEPA.Document('pain.008.001.08');
Object.assign(file.grpHdr, { id: 'FILE', created: new Date('2026-02-10T00:30:00Z'), initiatorName: 'Example' });
const info = file.createPaymentInfo();
Object.assign(info, {
  collectionDate: new Date('2026-02-16'),
  creditorIBAN: 'DE87123456781234567890',
  creditorName: 'Example',
  creditorId: 'DE98ZZZ09999999999',
});
file.addPaymentInfo(info);
const debit = info.createTransaction();
Object.assign(debit, {
  debtorName: 'Customer',
  debtorIBAN: 'DE40987654329876543210',
  mandateId: 'MANDATE',
  mandateSignatureDate: new Date('2026-02-01'),
  amount: 50.23,
  remittanceInfo: 'ORDER',
  end2endId: 'ORDER',
});
info.addTransaction(debit);

const xml = file.toString();
const text = (tag) => `${tag} ${xml.match(`<${tag}>([^<]*)`)[1]}`;
console.log(`${process.env.TZ}: ${['DtOfSgntr', 'ReqdColltnDt', 'CreDtTm'].map(text).join(', ')}`);
CODE

cat > seen.txt <<'SEEN'
Europe/Berlin: DtOfSgntr 2026-02-01, ReqdColltnDt 2026-02-16, CreDtTm 2026-02-10T01:30:00
Atlantic/Azores: DtOfSgntr 2026-01-31, ReqdColltnDt 2026-02-15, CreDtTm 2026-02-09T23:30:00
America/Guadeloupe: DtOfSgntr 2026-01-31, ReqdColltnDt 2026-02-15, CreDtTm 2026-02-09T20:30:00
SEEN

for zone in Europe/Berlin Atlantic/Azores America/Guadeloupe; do TZ=$zone node show.mjs; done | tee now.txt
diff seen.txt now.txt
