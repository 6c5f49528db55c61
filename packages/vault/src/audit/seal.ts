import { createHash } from 'node:crypto';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { TenantKeys } from '../keys/port.ts';

/** What a seal covers of an audit row. The MAC covers the rest. */
export interface SealedRow {
  n: number;
  mac: Uint8Array;
}

/** A seal over consecutive audit rows of one tenant, chained to the seal before it (docs/architecture.md §5.4). */
export interface AuditSeal {
  tenantId: string;
  /** 1, 2, 3 … per tenant. */
  seal: number;
  firstRow: number;
  lastRow: number;
  rowCount: number;
  /** SHA-256 over the numbers and MACs of the rows in order. */
  root: Uint8Array;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** Takes rows in order, in as many parts as they come, and gives their root. */
export const rootHash = () => {
  const hash = createHash('sha256');
  const number = Buffer.alloc(8);
  return {
    add: ({ n, mac }: SealedRow): void => {
      number.writeUInt32BE(Math.floor(n / 2 ** 32));
      number.writeUInt32BE(n % 2 ** 32, 4);
      hash.update(number).update(mac);
    },
    digest: (): Uint8Array => hash.digest(),
  };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The MAC of a seal; `previous` is that of the seal before it, `undefined` for the first. */
export const sealMac = (keys: TenantKeys, seal: AuditSeal, previous: Uint8Array | undefined): Uint8Array =>
  keys.auditMac(
    lengthPrefixed([
      'tessera.audit-seal.1',
      seal.tenantId,
      String(seal.seal),
      previous ? hex(previous) : '',
      String(seal.firstRow),
      String(seal.lastRow),
      String(seal.rowCount),
      hex(seal.root),
      String(seal.createdAt),
    ]),
  );
