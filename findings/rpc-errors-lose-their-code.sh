#!/usr/bin/env bash
# penpal 7.0.6 and comlink 4.4.2: an error that crosses a port loses its `code`, a thrown object keeps it.
#
# Expected: an Error is the better thing to throw: it arrives with its properties and a stack, at least with its `code`.
# Seen: name, message and stack arrive, `code` and every other property do not; a plain object arrives whole. The stack
# is the one of the other side.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts penpal@7.0.6 comlink@4.4.2

cat > show.mjs <<'CODE'
import * as comlink from 'comlink';
import { connect, PortMessenger } from 'penpal';

const methods = {
  error: () => {
    throw Object.assign(new Error('declined'), { code: 'insufficient_funds' });
  },
  object: () => {
    throw { code: 'insufficient_funds' };
  },
};

const overPenpal = async ({ port1, port2 }) => {
  connect({ messenger: new PortMessenger({ port: port1 }), methods });
  return connect({ messenger: new PortMessenger({ port: port2 }) }).promise;
};
const overComlink = ({ port1, port2 }) => {
  comlink.expose(methods, port1);
  return comlink.wrap(port2);
};

for (const [library, open] of Object.entries({ penpal: overPenpal, comlink: overComlink })) {
  const channel = new MessageChannel();
  const remote = await open(channel);
  for (const method of Object.keys(methods)) {
    const thrown = await remote[method]().catch((error) => error);
    console.log(library, method, '->', thrown instanceof Error ? thrown.message : 'no Error', '| code:', thrown.code);
  }
  channel.port1.close();
}
process.exit();
CODE

cat > seen.txt <<'SEEN'
penpal error -> declined | code: undefined
penpal object -> no Error | code: insufficient_funds
comlink error -> declined | code: undefined
comlink object -> no Error | code: insufficient_funds
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
