import { middle } from './compare/samples.ts';
import type { Generator } from './generator.ts';
import { vaultWork } from './jobs.ts';
import { measure } from './measure.ts';
import type { Subjects } from './subjects.ts';
import { count, microseconds, type Table } from './table.ts';
import type { Settings } from './throughput.ts';
import { call } from './vault.ts';

/** Rules before the one that decides, as an application has them that tells containers of customers apart. */
const others = Array.from({ length: 9 }, (_, n) => ({
  container: `/customers/${n}/`,
  transform: 'mask',
  permissions: ['token:read', 'token:update'],
}));

/** What a token read costs a caller with ten rules, of which the last decides, beside one with permissions that shows the same. */
export const rulesCost = async (
  generator: Generator,
  subjects: Subjects,
  { seconds, rounds, connections }: Settings,
): Promise<Table> => {
  const keyWith = async (transform: string): Promise<string> => {
    const rules = [...others, { container: '/pci/', transform, permissions: ['token:read'] }];
    const application = { name: transform, type: 'private', rules };
    return (await call<{ key: string }>(subjects.vault, subjects.management, 'POST', '/applications', application)).key;
  };
  const work = vaultWork(subjects, subjects.ids.length);
  const rows: string[][] = [];
  for (const [name, what, transform] of [
    ['plainRead', 'read in plaintext', 'reveal'],
    ['maskedRead', 'read masked', 'mask'],
  ] as const) {
    const ruled = { ...work[name], headers: { 'bt-api-key': await keyWith(transform) } };
    const results = { permissions: [] as number[], rules: [] as number[], used: [] as number[], least: [] as number[] };
    // The first round of each is a warm-up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const load = { seconds: round === 0 ? seconds / 2 : seconds };
      const before = await measure(generator, subjects.vault, { ...work[name], connections, load });
      const after = await measure(generator, subjects.vault, { ...ruled, connections, load });
      if (round === 0) continue;
      results.permissions.push(before.perSecond);
      results.rules.push(after.perSecond);
      results.least.push(before.used);
      results.used.push(after.used);
    }
    const used = middle(results.used);
    const least = middle(results.least);
    rows.push([
      what,
      count(middle(results.permissions)),
      count(middle(results.rules)),
      microseconds(least),
      microseconds(used),
      `${((used / least - 1) * 100).toFixed(1)} %`,
      '≤ 5 %',
    ]);
  }
  return {
    title: `Token reads a second with ten rules and with permissions, middle of ${rounds} rounds of ${seconds} s in turns`,
    head: ['', 'permissions', 'rules', 'CPU', 'CPU with rules', 'more CPU', 'goal'],
    rows,
  };
};
