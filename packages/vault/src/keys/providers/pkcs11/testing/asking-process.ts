import { pkcs11RootKey } from '../pkcs11.ts';

/* Asks a module that blocks, and waits for it longer than any test. */
const provider = pkcs11RootKey({
  ...{ location: { module: '/hsm.so', token: {} }, uri: 'pkcs11:', pinFile: undefined, patience: 3_600_000 },
  program: new URL('./silent-process.ts', import.meta.url),
});
await provider.health();
