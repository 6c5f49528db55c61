import { aba, brandOf, luhn } from '@tessera/rules';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { startRig } from '../testing/rig.ts';
import { officialFormulas, publishOfficial } from './official.ts';

const sandbox = createSandbox({ limits: { processes: 1, spare: 0 } });
afterAll(sandbox.close);

const run = async (name: string, data: object) => {
  const code = officialFormulas.find((formula) => formula.name === name)?.code ?? '';
  const context = JSON.stringify({ sourceToken: { data } });
  const outcome = await sandbox.run({ tenantId: 'acme', code, context, fetch: () => Promise.reject(new Error('no')) });
  return outcome.kind === 'returned' ? JSON.parse(outcome.json ?? '{}').raw : outcome;
};

describe('the formulas that come with the vault', { timeout: 60_000 }, () => {
  it.each([
    '4242424242424242',
    '5555555555554444',
    '378282246310005',
    '6011111111111117',
    '36227206271667',
    '3566002020360505',
    '620000000000000',
    '6759649826438453',
    '1234567812345678',
  ])('tell of the card %s what our own rules do', async (number) => {
    expect(await run('Card facts', { number, expiration_month: 12, expiration_year: 2099 })).toEqual({
      brand: brandOf(number).name,
      bin: number.slice(0, number.length < 16 ? 6 : 8),
      last4: number.slice(-4),
      length: number.length,
      luhn_valid: luhn(number),
      code_size: brandOf(number).name === 'unknown' ? null : brandOf(number).codeSizes[0],
      expired: false,
    });
  });

  it('tell a card that has ended from one that says nothing of it', async () => {
    expect(
      await run('Card facts', { number: '4242424242424242', expiration_month: 1, expiration_year: 2020 }),
    ).toMatchObject({ expired: true });
    expect(await run('Card facts', { number: '4242424242424242' })).toMatchObject({ expired: null });
  });

  it.each([
    ['021000021', 'New York'],
    ['121042882', 'San Francisco'],
    ['322271627', 'San Francisco'],
    ['021000022', 'New York'],
    ['990000000', null],
  ])('check the routing number %s', async (routing_number, bank) => {
    expect(await run('Bank account check', { routing_number, account_number: '1234567890' })).toEqual({
      routing_number_valid: aba(routing_number),
      federal_reserve_bank: bank,
      account_number_valid: true,
      account_number_last4: '7890',
    });
  });

  it('are seen by every tenant, changed by none, and replaced where they are older', async () => {
    const rig = await startRig();
    await publishOfficial(rig.store, () => Date.UTC(2022, 0, 1));
    await publishOfficial(rig.store, () => Date.UTC(2022, 0, 2));
    const list = async () => (await rig.send('GET', '/reactor-formulas', { key: rig.acme.key })).body.data;
    const [first] = await list();
    expect(await list()).toHaveLength(officialFormulas.length);
    expect(first).toMatchObject({ type: 'official', created_at: '2022-01-01T00:00:00+00:00' });
    expect((await rig.send('DELETE', `/reactor-formulas/${first.id}`, { key: rig.acme.key })).status).toBe(403);
    await rig.store.commit([{ sql: 'update reactor_formulas set code = ?', parameters: ['module.exports = () => 1'] }]);
    await publishOfficial(rig.store, () => Date.UTC(2022, 0, 3));
    expect((await list()).map(({ code }: { code: string }) => code).sort()).toEqual(
      officialFormulas.map(({ code }) => code).sort(),
    );
    await rig.close();
  });
});
