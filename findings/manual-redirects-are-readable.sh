#!/usr/bin/env bash
# undici 7.30.2: `redirect: "manual"` shows the redirect, headers and body included.
#
# Expected: as the fetch standard says and browsers do: an opaque answer with status 0, no headers and no body, so code
# shared with a browser cannot read it here either.
# Seen: status 302, type basic, every header with `location` and `set-cookie`, and the body.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.30.2

cat > show.mjs <<'CODE'
import { createServer } from 'node:http';
import { fetch } from 'undici';

const server = createServer((_, response) => {
  response.writeHead(302, { location: '/next', 'set-cookie': 'session=1' }).end('moved');
}).listen(0);
const response = await fetch(`http://127.0.0.1:${server.address().port}`, { redirect: 'manual' });
console.log(response.type, response.status, response.headers.get('location'), response.headers.getSetCookie().join());
console.log(await response.text());
server.close();
CODE

cat > seen.txt <<'SEEN'
basic 302 /next session=1
moved
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
