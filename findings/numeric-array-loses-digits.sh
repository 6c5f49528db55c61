#!/usr/bin/env bash
# pg-types 2.2.0 (the parsers of pg 8): numeric keeps its digits, numeric[] does not.
#
# Expected: pg gives numeric as text because a JavaScript number would lose digits; the elements of numeric[] come the
# same way.
# Seen: the elements are JavaScript numbers. bigint[] is texts, like bigint.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pg-types@2.2.0

cat > show.mjs <<'CODE'
import types from 'pg-types';

const { NUMERIC, INT8 } = types.builtins;
const [numericArray, bigintArray] = [1231, 1016];
const show = (name, oid, text) => console.log(name, JSON.stringify(types.getTypeParser(oid)(text)));
show('numeric', NUMERIC, '12345678901234567.89');
show('numeric[]', numericArray, '{12345678901234567.89}');
show('bigint', INT8, '9007199254740993');
show('bigint[]', bigintArray, '{9007199254740993}');
CODE

cat > seen.txt <<'SEEN'
numeric "12345678901234567.89"
numeric[] [12345678901234568]
bigint "9007199254740993"
bigint[] ["9007199254740993"]
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
