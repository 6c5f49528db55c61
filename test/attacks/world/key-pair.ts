import { generateKeyPairSync } from 'node:crypto';

/** A key pair of an attacker, its public half in the form of the vault's own. */
export const attackersKeys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const bytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { pem: `-----BEGIN PUBLIC KEY-----\n${bytes.toString('base64')}\n-----END PUBLIC KEY-----\n`, privateKey };
};
