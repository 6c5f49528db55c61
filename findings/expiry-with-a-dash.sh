#!/usr/bin/env bash
# card-validator 10.0.4 reads the date of ISO 8601 and not the same dash with the month in front.
#
# Expected: a validator that reads 12/30, 12 30, 1230 and 2030-12 reads 12-30 as well; and 530, without a zero, is
# incomplete.
# Seen: 12-30 can never become valid, and 530 is May 2030.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts card-validator@10.0.4

cat > show.mjs <<'CODE'
import validator from 'card-validator';

for (const typed of ['12/30', '12 30', '1230', '2030-12', '12-30', '12-2030', '530']) {
  const { isValid, isPotentiallyValid, month, year } = validator.expirationDate(typed, 19);
  console.log(typed, isValid ? `${month}/${year}` : isPotentiallyValid ? 'incomplete' : 'never valid');
}
CODE

cat > seen.txt <<'SEEN'
12/30 12/30
12 30 12/30
1230 12/30
2030-12 12/2030
12-30 never valid
12-2030 never valid
530 5/30
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
