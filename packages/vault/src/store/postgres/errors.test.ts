import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { isDismissal, isUndone, storeError } from './errors.ts';

const told = (code: string, more: Partial<DatabaseError> = {}) =>
  Object.assign(new DatabaseError('Schlüssel »(k)=(4242424242424242)« existiert', 0, 'error'), {
    severity: 'FEHLER',
    code,
    ...more,
  });

it('understands a server that speaks another language', () => {
  expect(isDismissal(told('57P01', { severity: 'FATAL' }))).toBe(true);
  expect(isDismissal(told('23505'))).toBe(false);
  expect(isUndone(told('40001'))).toBe(true);
  // A commit that met a full disk may be found kept after the server has recovered.
  expect(isUndone(told('53100', { severity: 'PANIK' }))).toBe(false);
});

it('tells neither values nor messages that may hold some', () => {
  const refused = storeError(told('23505', { table: 't', constraint: 't_pkey', detail: '4242424242424242' }), 'It');
  expect([refused.code, refused.message]).toEqual(['refused', 'The statement was refused (23505: t, t_pkey).']);
  const offline = Object.assign(new Error('password authentication of s3cret'), { code: 'ECONNRESET' });
  expect(storeError(offline, 'It').message).toBe('It cannot be reached (ECONNRESET).');
  expect(storeError(new Error('connect s3cret'), 'It').message).toBe('It cannot be reached (no answer).');
});

it.each([
  ['08006', 'unavailable'],
  ['25006', 'unavailable'],
  ['28P01', 'unavailable'],
  ['3D000', 'unavailable'],
  ['40P01', 'busy'],
  ['53100', 'full'],
  ['53300', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['57P03', 'unavailable'],
  ['42501', 'unwritable'],
  ['58030', 'unwritable'],
  ['XX001', 'damaged'],
  ['22P02', 'refused'],
])('means by SQLSTATE %s that it is %s', (state, code) => {
  expect(storeError(told(state), 'It').code).toBe(code);
});
