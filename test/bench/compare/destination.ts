import { certificateAuthority } from '../../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../../packages/vault/src/egress/testing/destinations.ts';

/** A server on this machine that accepts charges over TLS. */
export interface Destination {
  url: string;
  /** The certificate of its authority, as PEM. */
  authority: string;
  close(): Promise<void>;
}

/** Starts a destination that answers every charge at once, over kept connections where the other side keeps them. */
export const startAcquirer = async (): Promise<Destination> => {
  const authority = certificateAuthority();
  const { port, close } = await startDestination(
    (asked, answer) => {
      asked.resume().on('end', () => answer.setHeader('content-type', 'application/json').end('{"paid":true}'));
    },
    authority.issue(['localhost']),
  );
  return { url: `https://localhost:${port}`, authority: authority.cert, close };
};
