#!/usr/bin/env bash
# RFC 9535 with RFC 9485 (here json-p3 2.3.1): a `match` with `\d` selects nothing, without an error.
#
# Expected: a regular expression of JSONPath knows `\d` and `\w`, or the query is refused.
# Seen: I-Regexp has neither; the pattern is invalid, an invalid pattern is a filter that is false, and the result is an
# empty list. `[0-9]` works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-p3@2.3.1

cat > show.mjs <<'CODE'
import { query } from 'json-p3';

const values = ['12', '7', 'x'];
for (const pattern of [String.raw`\\d+`, String.raw`\\w+`, '[0-9]+', String.raw`\\p{Nd}+`]) {
  console.log(pattern, JSON.stringify(query(`$[?match(@, '${pattern}')]`, values).values()));
}
CODE

cat > seen.txt <<'SEEN'
\\d+ []
\\w+ []
[0-9]+ ["12","7"]
\\p{Nd}+ ["12","7"]
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
