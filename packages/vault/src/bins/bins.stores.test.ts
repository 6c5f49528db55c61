import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { binTable } from './bin-table.ts';
import { ImportOvertaken, importBins } from './import-bins.ts';
import { readBins } from './read-bins.ts';

let rig: Rig;
let server: string;
let page: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', ['token-intent:create', 'token-intent:read']);
  page = await rig.application('elements', ['token-intent:create']);
});
afterAll(async () => {
  await rig.close();
});

const load = async (file: string): Promise<void> => {
  await importBins(rig.store, readBins(file));
  rig.pass(1000);
};

/** A store whose `commit` can be replaced. */
const withCommit = (commit: Store['commit']): Store => ({
  ...rig.store,
  scans: rig.store.scans,
  rows: rig.store.rows,
  commit,
});

const file = `bin,brand,funding,segment,issuer,country
424242,visa,credit,consumer,"Bank, First",US
42424242,,debit,,,
424242995-424242999,visa,prepaid,,Second Bank,DE
371449,,,,No Name,
`;

/** A thousand and more ranges, which take several writes. */
const many = (brand: string) => Array.from({ length: 1200 }, (_, n) => ({ low: n * 10, high: n * 10 + 9, brand }));

describe('the table of BINs', () => {
  it('says nothing before it is imported, then what holds for all cards of a BIN', async () => {
    const table = binTable(rig.store, rig.keyringOptions.clock);
    expect(await table.find('424242')).toBeUndefined();
    await load(file);
    expect(await table.find('42424242')).toEqual({ funding: 'debit' });
    expect(await table.find('42424211')).toMatchObject({ funding: 'credit', issuer: 'Bank, First', country: 'US' });
    expect(await table.find('371449')).toEqual({ issuer: 'No Name' });
    for (const unknown of ['400000', '999999', '000000', '37144', ''])
      expect(await table.find(unknown)).toBeUndefined();
  });

  it('says nothing of a BIN whose cards differ, because that would tell more digits', async () => {
    const { clock } = rig.keyringOptions;
    for (const bin of ['424242', '42424299']) expect(await binTable(rig.store, clock).find(bin)).toBeUndefined();
    // Counter-proof: rows that claim to reach further than they do are told.
    const far = {
      rows: async <Row>(...asked: Parameters<Store['rows']>) =>
        (await rig.store.rows<Row>(...asked)).map((row) => ({ ...row, high: Number.MAX_SAFE_INTEGER })),
    };
    expect(await binTable(far, clock).find('42424299')).toMatchObject({ funding: 'credit' });
  });

  it('is read once for a BIN, until another table is there', async () => {
    const { clock } = rig.keyringOptions;
    const asked: string[] = [];
    const counting: Pick<Store, 'rows'> = {
      rows: <Row>(...question: Parameters<Store['rows']>) => {
        asked.push(question[0]);
        return rig.store.rows<Row>(...question);
      },
    };
    const table = binTable(counting, clock);
    const reads = () => asked.filter((sql) => sql.includes('bin_ranges')).length;
    for (let n = 0; n < 3; n += 1) {
      expect(await table.find('42424211')).toMatchObject({ funding: 'credit' });
      expect(await table.find('999999')).toBeUndefined();
    }
    expect(reads()).toBe(2);
    await load(file.replace('visa,credit', 'visa,prepaid'));
    expect(await table.find('42424211')).toMatchObject({ funding: 'prepaid' });
    await load(file);
    expect(await table.find('42424211')).toMatchObject({ funding: 'credit' });
    expect(reads()).toBe(4);
    // Beginnings that nobody has again make room for others.
    for (let n = 0; n < 10_001; n += 1) await table.find(String(300_000 + n));
    expect(await table.find('42424211')).toMatchObject({ funding: 'credit' });
    expect(reads()).toBe(4 + 10_001 + 1);
  });

  it('is in the details of token intents for servers, and not for keys on web pages', async () => {
    const intent = async (key: string, number: string) =>
      (await rig.send('POST', '/token-intents', { key, body: { type: 'card', data: { number } } })).body;
    const made = await intent(server, '4242421111111116');
    const card = {
      ...{ bin: '42424211', last4: '1116', brand: 'visa', funding: 'credit', segment: 'consumer' },
      issuer: { name: 'Bank, First', country: 'US' },
      issuer_country: { alpha2: 'US', name: 'United States', numeric: '840' },
    };
    expect(made.card).toEqual(card);
    const onPage = await intent(page, '4242421111111116');
    expect(onPage.card).toEqual({ bin: '42424211', last4: '1116', brand: 'visa' });
    expect((await rig.send('GET', `/token-intents/${onPage.id}`, { key: server })).body.card).toEqual(card);
  });

  it('leaves what it does not know null, and the brand to the networks', async () => {
    const card = async (data: string) =>
      (await rig.send('POST', '/token-intents', { key: server, body: { type: 'card_number', data } })).body.card;
    const unknown = { funding: null, segment: null, issuer: null, issuer_country: null };
    expect(await card('371449635398431')).toEqual({
      ...{ bin: '371449', last4: '8431', brand: 'american-express' },
      ...{ ...unknown, issuer: { name: 'No Name' } },
    });
    expect(await card('5555555555554444')).toEqual({ bin: '55555555', last4: '4444', brand: 'mastercard', ...unknown });
  });

  it('is replaced as a whole, known to every process within a second, and the last but one is kept until then', async () => {
    const { clock } = rig.keyringOptions;
    const table = binTable(rig.store, clock);
    await table.find('371449');
    await importBins(rig.store, readBins('bin,brand\n400000,visa'));
    expect(await table.find('371449')).toEqual({ issuer: 'No Name' });
    rig.pass(1000);
    expect([await table.find('371449'), await table.find('400000')]).toEqual([undefined, { brand: 'visa' }]);
    await load('bin,brand\n500000,maestro');
    expect(await rig.store.rows('select distinct edition from bin_ranges')).toHaveLength(2);
    expect(await rig.store.rows('select edition from bin_editions')).toHaveLength(2);
  });

  it('that was imported by half is not used, and goes with the next one', async () => {
    const table = binTable(rig.store, rig.keyringOptions.clock);
    let left = 2;
    const stopping = withCommit(async (write) => {
      if (left-- === 0) throw new Error('stopped');
      return await rig.store.commit(write);
    });
    await expect(importBins(stopping, many('half'))).rejects.toThrow('stopped');
    rig.pass(1000);
    expect(await table.find('500000')).toEqual({ brand: 'maestro' });
    expect(await rig.store.rows("select low from bin_ranges where brand = 'half'")).toHaveLength(500);
    await load('bin,brand\n600000,discover');
    expect(await rig.store.rows("select low from bin_ranges where brand = 'half'")).toEqual([]);
  });

  /** Imports a table, another one after its first ranges, and then the rest; `change` is what happens to the writes of the first. */
  const overtake = async (change: (write: Parameters<Store['commit']>[0]) => Parameters<Store['commit']>[0]) => {
    let writes = 0;
    const slow = withCommit(async (write) => {
      if (++writes === 3) await importBins(rig.store, readBins('bin,brand\n700000,elo'));
      return await rig.store.commit(change(write));
    });
    await importBins(slow, many('slow'));
  };
  const slowOnes = async () => (await rig.store.rows("select low from bin_ranges where brand = 'slow'")).length;

  it('is that of the import that began last, and one that was overtaken leaves nothing', async () => {
    await expect(overtake((write) => write)).rejects.toThrow(ImportOvertaken);
    rig.pass(1000);
    expect(await binTable(rig.store, rig.keyringOptions.clock).find('700000')).toEqual({ brand: 'elo' });
    expect(await slowOnes()).toBe(0);
  });

  it('[counter-proof] would keep ranges that no edition has, if the writes did not guard that theirs is there', async () => {
    await overtake((write) => write.map(({ guard: _, ...statement }) => statement));
    expect(await slowOnes()).toBeGreaterThan(0);
  });
});
