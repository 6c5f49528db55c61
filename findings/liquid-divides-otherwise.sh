#!/usr/bin/env bash
# liquidjs 10.30.1 divides whole numbers with a fraction, Liquid without.
#
# Expected: templates of Shopify give the same text: `{{ 7 | divided_by: 2 }}` is 3, as the documentation of Liquid
# says, and "3 apples" counts as 3.
# Seen: it is 3.5, and "3 apples" counts as 0. With `true` as a second argument the division is whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts liquidjs@10.30.1

cat > show.mjs <<'CODE'
import { Liquid } from 'liquidjs';

const liquid = new Liquid();
const show = (expression) => console.log(expression, '->', liquid.parseAndRenderSync(`{{ ${expression} }}`));
show('7 | divided_by: 2');
show('7 | divided_by: 2, true');
show('"3 apples" | plus: 1');
show('2.0 | times: 2');
CODE

cat > seen.txt <<'SEEN'
7 | divided_by: 2 -> 3.5
7 | divided_by: 2, true -> 3
"3 apples" | plus: 1 -> 1
2.0 | times: 2 -> 4
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
