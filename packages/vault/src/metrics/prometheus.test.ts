import { expect, it } from 'vitest';
import { prometheus } from './prometheus.ts';

/** The metrics of a page by name: kind, help and the names of their samples. */
const parse = (page: string) => {
  const metrics: { name: string; help: string; type: string; samples: string[] }[] = [];
  for (const line of page.split('\n')) {
    const [, about, name = '', text = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    const last = metrics.at(-1);
    if (about === 'HELP') metrics.push({ name, help: text, type: '', samples: [] });
    else if (about === 'TYPE' && last?.name === name) last.type = text;
    else if (line !== '') last?.samples.push(/^[^{ ]+/.exec(line)?.[0] ?? '');
  }
  return metrics;
};

/** What `promtool check metrics` says of a metric, in the rules that ours can break (prometheus/common, promlint). */
const objections = ({ name, help, type, samples }: ReturnType<typeof parse>[number]): string[] => {
  const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  const rules: [boolean, string][] = [
    [/^[a-z][a-z0-9_]*$/.test(name), 'is lower case with underscores'],
    [help !== '', 'has a help text'],
    [['counter', 'gauge', 'histogram'].includes(type), 'has a type'],
    [name.endsWith('_total') === (type === 'counter'), 'ends in _total exactly when it is a counter'],
    [!/_(bucket|sum|count)$/.test(name), 'has no suffix that histograms own'],
    [!/(milliseconds|minutes|_ms|kilobytes|megabytes)/.test(name), 'uses base units'],
    [!name.includes(`_${type}`), 'does not contain its type'],
    [samples.every((sample) => suffixes.some((suffix) => sample === name + suffix)), 'has samples of its own only'],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${name}: ${rule}`);
};

it('names its metrics as Prometheus wants them', async () => {
  const { text, request, batch, rootKeyCall } = prometheus();
  request()({ method: 'GET', route: '/tokens', status: 200 });
  batch?.(1)();
  rootKeyCall('file', 'wrap')(undefined);
  rootKeyCall('file', 'wrap')('refused');
  const metrics = parse(await text());
  expect(metrics.length).toBeGreaterThan(30);
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
  expect(metrics.flatMap(objections)).toEqual([]);
});
