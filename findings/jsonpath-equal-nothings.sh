#!/usr/bin/env bash
# RFC 9535 (here json-p3 2.3.1): a filter that compares two absent properties selects the item.
#
# Expected: `$[?@.billing == @.shipping]` selects the orders whose two addresses are equal; an order without either has
# nothing to compare.
# Seen: two absent properties are equal, so an order without any address is selected too; `<=` does the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-p3@2.3.1

cat > show.mjs <<'CODE'
import { query } from 'json-p3';

const orders = [{ id: 1 }, { id: 2, billing: 'A', shipping: 'A' }, { id: 3, billing: 'A' }, { id: 4, billing: null }];
for (const path of ['$[?@.billing == @.shipping]', '$[?@.billing <= @.shipping]', '$[?@.billing == null]']) {
  console.log(path, query(path, orders).values().map(({ id }) => id).join(' '));
}
CODE

cat > seen.txt <<'SEEN'
$[?@.billing == @.shipping] 1 2
$[?@.billing <= @.shipping] 1 2
$[?@.billing == null] 4
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
