#!/usr/bin/env bash
# csv-parse 7.0.3, d3-dsv 3.0.2 and Papa Parse 5.7.1: what they make of a card when they are asked to find out types themselves.
#
# Expected: an expiry of 12/30 is December 2030 or stays text, and digits that are no amount stay all there.
# Seen: csv-parse makes it 30 December 2001, because Date.parse reads it so. csv-parse and d3-dsv round a number of 19 digits, which Papa
# Parse leaves as text, and all three drop the zeros in front of a routing number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1

cat > show.mjs <<'CODE'
import { parse } from 'csv-parse/sync';
import { autoType, csvParse } from 'd3-dsv';
import Papa from 'papaparse';

const text = 'number,expiry,routing\n4000000000000000006,12/30,021000021';
const show = (name, [{ number, expiry, routing }]) =>
  console.log(name, JSON.stringify([String(number), expiry, routing]), typeof number);

show('csv-parse', parse(text, { columns: true, cast: true, cast_date: true }));
show('d3-dsv   ', csvParse(text, autoType));
show('papaparse', Papa.parse(text, { header: true, dynamicTyping: true }).data);
CODE

cat > seen.txt <<'SEEN'
csv-parse ["4000000000000000000","2001-12-30T00:00:00.000Z",21000021] number
d3-dsv    ["4000000000000000000","12/30",21000021] number
papaparse ["4000000000000000006","12/30",21000021] string
SEEN

TZ=UTC node show.mjs | tee now.txt
diff seen.txt now.txt
