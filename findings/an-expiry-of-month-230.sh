#!/usr/bin/env bash
# payment 2.4.7 reads an expiry without a separator as a month.
#
# Expected: `cardExpiryVal("0230")`, as phones and people type it, is February 2030, and so is "02 30"; or it is no date.
# Seen: without a slash, all digits are the month and there is no year.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts payment@2.4.7

cat > show.mjs <<'CODE'
import payment from 'payment';

for (const typed of ['12/30', '12 30', '0230']) console.log(typed, JSON.stringify(payment.fns.cardExpiryVal(typed)));
CODE

cat > seen.txt <<'SEEN'
12/30 {"month":12,"year":2030}
12 30 {"month":1230,"year":null}
0230 {"month":230,"year":null}
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
