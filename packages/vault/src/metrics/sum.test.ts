import { expect, it } from 'vitest';
import { prometheus } from './prometheus.ts';
import { sumOfMetrics } from './sum.ts';

/** The value of a sample in a page. */
const sample = (page: string, name: string): number =>
  Number(
    page
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  );

const requests = 'tessera_http_request_duration_seconds_count{method="GET",route="/tokens",status="200"}';
const answer = { method: 'GET', route: '/tokens', status: 200 };

it('counts of several threads are added, and what an ended one has counted stays', async () => {
  const [main, one, two] = [prometheus('main'), prometheus('worker'), prometheus('worker')];
  const sum = sumOfMetrics();
  for (const thread of [one, one, two]) {
    thread.request()(answer);
    thread.tokenCreated('card');
  }
  main.workFailed('sweep');
  const threads = async () => [await main.values(), await one.values(), await two.values()];
  const page = await sum.text(await threads());
  expect(sample(page, requests)).toBe(3);
  expect(sample(page, 'tessera_tokens_created_total{type="card"}')).toBe(3);
  expect(sample(page, 'tessera_background_failures_total{work="sweep"}')).toBe(1);

  await sum.end(await one.values());
  two.request()(answer);
  const after = await sum.text([await main.values(), await two.values()]);
  expect(sample(after, requests)).toBe(4);
  expect(sample(after, 'tessera_tokens_created_total{type="card"}')).toBe(3);
  // A second one that ends adds to the first.
  await sum.end(await two.values());
  expect(sample(await sum.text([await main.values()]), requests)).toBe(4);
});

it('a page of several threads has the metrics of a page of one, each once', async () => {
  const named = (page: string) => [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name).sort();
  const threads = [prometheus('main'), prometheus('worker'), prometheus('worker')];
  const page = await sumOfMetrics().text(await Promise.all(threads.map(({ values }) => values())));
  expect(named(page)).toEqual(named(await prometheus().text()));
  expect(sample(page, 'process_start_time_seconds')).toBeGreaterThan(1e9);
});
