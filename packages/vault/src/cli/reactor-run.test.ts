import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './testing/commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'tessera-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const code = file(
  'formula.js',
  `module.exports = async ({ sourceToken, args, configuration }) => {
    console.log('number', sourceToken.data.number);
    return { raw: [sourceToken.type, args.amount, configuration.KEY] };
  };`,
);
const card = file('card.json', { number: '4242424242424242' });

describe('reactor run', { timeout: 60_000 }, () => {
  it('runs code as the API would, and shows its console to whoever runs it', async () => {
    const args = file('args.json', { amount: 7 });
    const more = ['--args', args, '--configuration', file('settings.json', { KEY: 'k' })];
    const { code: exit, out, err } = await run(['reactor', 'run', code, '--token', card, ...more]);
    expect({ exit, out: JSON.parse(out) }).toEqual({ exit: 0, out: { raw: ['card', 7, 'k'] } });
    expect(err).toMatch(
      /^number 4242424242424242\nAnswered 200, behind the walls engine, memory, process, environment, files/,
    );
  });

  it('tells a script everything in one line', async () => {
    const { out, err } = await run([
      'reactor',
      'run',
      '--json',
      '--code',
      code,
      '--token',
      file('t.json', { type: 'bank', data: {} }),
    ]);
    expect(JSON.parse(out)).toMatchObject({
      status: 200,
      body: { raw: ['bank', null, null] },
      console: ['number undefined'],
    });
    expect(err).toBe('');
  });

  it('says what is wrong with code as the API would', async () => {
    const { code: exit, out, err } = await run(['reactor', 'run', file('bad.js', 'module.exports = {'), '--json']);
    expect({ exit, err }).toEqual({ exit: 1, err: 'The reaction failed.\n' });
    expect(JSON.parse(out)).toMatchObject({ status: 422, body: { type: 'reactor-code' } });
  });

  it.each([
    [['nowhere.js'], '--code nowhere.js cannot be read: there is no such file or folder (ENOENT).'],
    [[code, '--token', code], 'is not JSON.'],
    [[code, '--args', file('list.json', [1])], 'must hold an object.'],
    [[code, 'another.js'], 'takes flags only'],
    [[], '--code FILE is needed'],
  ])('refuses %j', async (args, message) => {
    const { code: exit, err } = await run(['reactor', 'run', ...args]);
    expect(exit).toBeGreaterThan(0);
    expect(err).toContain(message);
  });
});
