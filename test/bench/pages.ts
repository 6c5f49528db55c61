import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { middle } from './compare/samples.ts';
import { fill } from './fill.ts';
import { initVault, makeKeys, serveVault } from './subjects.ts';
import { count, microseconds, type Table } from './table.ts';
import { call } from './vault.ts';

/** Tokens that are made through the vault; all others are copies of their rows. */
const made = 1000;

/** What stands in a copy in place of a column. Nothing sealed is opened in a list of redacted tokens, so it may stand for another one. */
const changed: Readonly<Record<string, string>> = {
  id: 'randomblob(16)',
  fingerprint: 'randomblob(32)',
  alias: 'null',
  metadata: 'null',
  restriction_policy: "'redact'",
  masked_kek_version: 'null',
  masked_sealed: 'null',
  created_at: 'created_at - i',
};

/** Copies the rows of all tokens into the database of a vault that does not run, until there are so many: in half a minute a million. */
const multiply = (folder: string, tokens: number): void => {
  const times = tokens / made;
  const db = new DatabaseSync(join(folder, 'vault.db'));
  const names = db
    .prepare('select name from pragma_table_info(?)')
    .all('tokens')
    .map(({ name }) => String(name));
  const values = names.map((name) => changed[name] ?? name);
  db.exec('begin');
  db.exec(`insert into tokens (${names.join(', ')})
    with recursive copies (i) as (select 1 union all select i + 1 from copies where i < ${times - 1})
    select ${values.join(', ')} from copies, tokens`);
  db.exec(`update token_counts set n = n * ${times}`);
  db.exec('commit');
  db.close();
};

interface Page {
  pagination: { next?: string };
  data: unknown[];
}

/** The time of the first page of `GET /v2/tokens` and of a page far behind it, asked for in turns. */
export const pagesCost = async (
  { tokens, page, requests }: { tokens: number; page: number; requests: number },
  say: (text: string) => void,
): Promise<Table> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const data = join(folder, 'vault');
  const { key } = initVault(data);
  const first = await serveVault(data, join(folder, 'first.log'));
  const keys = await makeKeys(first, key);
  await fill(first, keys.plain, 0, made, made);
  await first.stop();
  multiply(data, tokens);
  say(`${count(tokens)} tokens\n`);
  const vault = await serveVault(data, join(folder, 'vault.log'));
  try {
    const rows: string[][] = [];
    for (const size of [20, 100]) {
      const read = (start?: string) =>
        call<Page>(vault, keys.masked, 'GET', `/v2/tokens?size=${size}${start === undefined ? '' : `&start=${start}`}`);
      let start: string | undefined;
      for (let n = 1; n < page; n += 1) start = (await read(start)).pagination.next;
      const timed = async (at?: string): Promise<number> => {
        const began = performance.now();
        const { data } = await read(at);
        if (data.length !== size) throw new Error(`A page has ${data.length} tokens.`);
        return (performance.now() - began) * 1000;
      };
      const times: [first: number[], far: number[]] = [[], []];
      for (let n = 0; n < requests; n += 1) {
        times[0].push(await timed());
        times[1].push(await timed(start));
      }
      const [near, far] = times.map(middle) as [number, number];
      const ratio = `${(far / near).toFixed(2)} ×`;
      rows.push([`${size} tokens a page`, microseconds(near), microseconds(far), ratio, '≤ 1.2 ×']);
    }
    return {
      title: `A page of GET /v2/tokens among ${count(tokens)} tokens, middle of ${count(requests)} requests each, in turns`,
      head: ['', 'page 1', `page ${count(page)}`, 'ratio', 'goal'],
      rows,
    };
  } finally {
    await vault.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
