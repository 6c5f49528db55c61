#!/usr/bin/env bash
# mt940js 1.3.5, mt940-js 1.0.0 and @centrapay/swift-parser 1.0.1: when a payment was booked that a bank valued in December and booked in
# January.
#
# Expected: MT940 has a full date of value and a date of entry without a year, `2512310102`. The entry is the nearest such day:
# 2 January 2026.
# Seen: all three put the year of the value to it, so the money is booked on 2 January 2025, 363 days before its value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mt940js@1.3.5 mt940-js@1.0.0 tslib@2.8.1 @centrapay/swift-parser@1.0.1

cat > show.mjs <<'CODE'
import swift from '@centrapay/swift-parser';
import * as mt940 from 'mt940-js';
import mt940js from 'mt940js';

const data = [
  ':20:STATEMENT',
  ':25:NL91ABNA0417164300',
  ':28C:1/1',
  ':60F:C251230EUR1000,00',
  ':61:2512310102C10,50NTRFORDER',
  ':86:Order',
  ':62F:C260102EUR1010,50',
  '-',
].join('\r\n');
const day = (date) => (typeof date === 'string' ? date : date.toISOString()).slice(0, 10);
const show = (name, value, entry) => console.log(`${name}: value ${day(value)}, entry ${day(entry)}`);

const [{ transactions: [a] }] = new mt940js.Parser().parse(data);
show('mt940js', a.date, a.entryDate);
const [{ transactions: [b] }] = await mt940.read(Buffer.from(data));
show('mt940-js', b.valueDate, b.entryDate);
const [{ transactions: [c] }] = swift.parse({ type: 'mt940', data });
show('swift-parser', c.date, c.entryDate);
CODE

cat > seen.txt <<'SEEN'
mt940js: value 2025-12-31, entry 2025-01-02
mt940-js: value 2025-12-31, entry 2025-01-02
swift-parser: value 2025-12-31, entry 2025-01-02
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
