import { expect, it } from 'vitest';
import type { TenantKeys } from '../keys/port.ts';
import { type AuditedColumns, auditMac } from './audit.ts';
import { type AuditSeal, sealMac } from './seal.ts';

/** Keys that give back what they are asked to mark. */
const keys = { auditMac: (text: Uint8Array) => text } as TenantKeys;

/** The fields in a text that says the length of each before it. */
const fieldsIn = (text: Uint8Array): string[] => {
  const bytes = Buffer.from(text);
  const fields: string[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    fields.push(bytes.toString('utf8', at + 4, end));
    at = end;
  }
  return fields;
};

const row: AuditedColumns = {
  tenantId: 'a tenant',
  actorId: 'an actor',
  origin: undefined,
  actorType: 'application',
  entityType: 'token',
  entityId: 'a token',
  operation: 'use',
  createdAt: 1700000000000,
};

const state = { version: 3, digest: new Uint8Array([0xab, 0xcd]) };
const destination = 'psp.example';
const reason = 'A customer called';

const always = ['tessera.audit.1', 'a tenant', 'an actor', 'application', 'token', 'a token', 'use', '1700000000000'];

// Rows that were written before are checked by the same fields: none may go, come or move.
it.each<[string, Partial<AuditedColumns>, string[]]>([
  ['as little as any', {}, []],
  ['what a write left', { state }, ['3', 'abcd']],
  ['where something was sent', { destination }, ['psp.example']],
  ['why something was shown', { reason }, ['', 'reason', '', 'A customer called']],
  ['from where it was done', { origin: { from: '192.0.2.1', trace: 'till-4' } }, ['', 'origin', '192.0.2.1', 'till-4']],
  ['which command did it', { origin: { from: 'command backup' } }, ['', 'origin', 'command backup', '']],
  ['what an update changed', { changes: '[]' }, ['', 'changes', '', '[]']],
  [
    'all that there is',
    { state, destination, reason, origin: { from: '192.0.2.1', trace: 'till-4' }, changes: '[]' },
    [
      ...['3', 'abcd', 'psp.example', '', 'reason', '', 'A customer called'],
      ...['', 'origin', '192.0.2.1', 'till-4', '', 'changes', '', '[]'],
    ],
  ],
])('marks all of a row that says %s', (_, more, fields) => {
  expect(fieldsIn(auditMac(keys, { ...row, ...more }))).toEqual([...always, ...fields]);
});

it('marks a row of the vault itself as one that nobody else is named in', () => {
  expect(fieldsIn(auditMac(keys, { ...row, actorId: undefined, actorType: 'system' })).slice(2, 4)).toEqual([
    '',
    'system',
  ]);
});

it('marks all of a seal, and the seal before it', () => {
  const seal: AuditSeal = {
    ...{ tenantId: 'a tenant', seal: 2, firstRow: 11, lastRow: 20, rowCount: 9 },
    ...{ root: new Uint8Array([0x01, 0xff]), createdAt: 1700000000000 },
  };
  const about = (previous: string) => ['tessera.audit-seal.1', 'a tenant', '2', previous, '11', '20', '9', '01ff'];
  expect(fieldsIn(sealMac(keys, seal, undefined))).toEqual([...about(''), '1700000000000']);
  expect(fieldsIn(sealMac(keys, seal, new Uint8Array([0x0a])))).toEqual([...about('0a'), '1700000000000']);
});
