import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from '../../build/root.ts';
import { codeBlock } from './markdown.ts';
import { lastCommandOf, reader, withBlanks, withCommand } from './reader.ts';

/*
 * An operator's first days with one vault, by the commands of docs/operations.md as they are printed. Folders of the machine that the
 * page names become folders in `world`; the port is one that is free.
 */
const world = mkdtempSync(join(tmpdir(), 'tessera-operator-'));
const dataDir = join(world, 'var/lib/tessera');
const log = join(world, 'var/log/tessera.log');
const operator = reader(root, {
  TESSERA_DATA_DIR: dataDir,
  TESSERA_PORT: '0',
  ...withCommand(join(world, 'bin')),
});
afterAll(async () => {
  await operator.close();
  rmSync(world, { recursive: true, force: true });
});

const printed = (holds: string, page = 'docs/operations.md') => codeBlock(page, 'sh', holds);
const inWorld = (code: string) => code.replaceAll(/(?<=[ =])\/(?=backup\/|elsewhere\/|var\/|tmp\/drill)/g, `${world}/`);

it('the commands of the guide to operations do what it says', { timeout: 240_000 }, async () => {
  const start = withBlanks(printed('git clone'), { '--host 10.0.0.5': '--host 127.0.0.1' });
  const [, , ...commands] = start.split('\n'); // The test of a new clone runs the first two, and this checkout is past them.
  const [init, serve] = lastCommandOf(inWorld(commands.join('\n')));
  const { tenant_id: tenant, key } = JSON.parse(await operator.run(init));
  await operator.run(`mkdir -p ${join(world, 'var/log')}`);
  const [origin] = await operator.startUntil(`${serve} 2>&1 | tee ${log}`, /http:\/\/127\.0\.0\.1:\d+/);
  const formula = {
    ...{ type: 'private', name: 'Charge', source_token_type: 'card' },
    configuration: [{ name: 'ACQUIRER_KEY', type: 'string' }],
    request_parameters: [{ name: 'amount', type: 'number' }],
    code: codeBlock('docs/reactors.md', 'js', 'InvalidPaymentMethodError'),
  };
  const created = await fetch(`${origin}/reactor-formulas`, {
    method: 'POST',
    headers: { 'bt-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(formula),
  });
  expect(created.status, await created.text()).toBe(201);

  expect(await operator.run(printed('openssl rand', 'docs/custody.md'))).toMatch(/^[\w+/]{43}=\n$/);
  const [create = '', ...others] = printed('applications create').split('\n');
  const { application_id: shop } = JSON.parse(await operator.run(`${create} --json`));
  const rotated = await operator.run(others.join('\n').replaceAll(/\bID\b/g, shop));
  expect(rotated).toMatch(/The old keys work until [\s\S]*The old keys stop within a second[\s\S]*is deleted/);
  expect(await operator.run(printed('--test-mode').replaceAll('TENANT_ID', tenant))).toContain('"tenant_id"');
  expect(await operator.run(printed('--default-quota').replaceAll('TENANT_ID', tenant))).toMatch(
    /store 5000 tokens and 50 MB in a day[\s\S]*what serve lets every tenant store/,
  );
  expect(await operator.run(inWorld(printed('keys rewrap')))).toMatch(/Version 1 of the key .* is destroyed/);
  expect(await operator.run(printed('keys rotate --root'))).toContain('wrapped under version 2');
  expect(await operator.run(inWorld(printed('--keys-to')))).toContain('The data is in');
  expect(await operator.run(inWorld(printed('audit verify')))).toContain('Nothing is wrong.');

  const rootKey = readFileSync(join(dataDir, 'root.key'), 'utf8').trim();
  const day = new Date().toISOString().slice(0, 10);
  const drill = withBlanks(inWorld(printed('--keys-from')), {
    'TESSERA_ROOT_KEY=…': `TESSERA_ROOT_KEY=${rootKey}`,
    '2026-11-01': day,
  });
  expect(await operator.run(drill)).toContain('This backup can be restored.');
  expect(existsSync(join(world, 'tmp/drill/vault.db'))).toBe(false);

  const embed = await operator.run(printed('embed', 'docs/pci-dss.md'));
  expect(embed).toMatch(/<script src="https:\/\/vault\.example\/js\/\w+\/basis-theory\.js"\s+integrity="sha384-/);
});

it('an audit that does not fit the log ends the command that the guide prints', { timeout: 60_000 }, async () => {
  const lines = readFileSync(log, 'utf8').split('\n');
  const head = lines.find((line) => line.includes('"audit_mac"')) ?? '';
  writeFileSync(log, head.replace(/"audit_seal":\d+/, '"audit_seal":999999'));
  await expect(operator.run(inWorld(printed('audit verify')))).rejects.toThrow(/One thing is wrong/);
});
