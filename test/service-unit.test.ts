import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { inRoot, root } from '../build/root.ts';
import { parseFlags } from '../packages/vault/src/cli/parse.ts';
import { settings } from '../packages/vault/src/cli/settings.ts';

const unit = readFileSync(inRoot('tessera.service'), 'utf8');
const analyzer = '/usr/bin/systemd-analyze';

it('the guide to operations prints the unit for systemd as it is shipped', () => {
  const [, block] = /^```ini\n(.*?)^```$/ms.exec(readFileSync(inRoot('docs/operations.md'), 'utf8')) ?? [];
  expect(block).toBe(unit);
});

it('its command line is one that the program takes', () => {
  const [, program = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
  const [, ...words] = program.split(' ');
  const command = words.indexOf('serve');
  for (const path of words.slice(0, command).filter((word) => /\.[jt]s$/.test(word))) {
    expect(existsSync(inRoot(path)), path).toBe(true);
  }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'tessera.json'), '{ "port": 4101 }');
  const args = words.slice(command + 1).map((word) => word.replace('/etc/tessera', folder));
  expect(parseFlags('serve', ['config', ...settings], args, {})).toMatchObject({ port: 4101 });
});

it('leaves the processes of formulas what they start with: namespaces of their own, and netlink, by which they see no network', () => {
  expect(/^RestrictAddressFamilies=(.*)$/m.exec(unit)?.[1]?.split(' ')).toContain('AF_NETLINK');
  expect(unit).not.toMatch(/^RestrictNamespaces=/m);
  expect(unit).toMatch(/^SystemCallFilter=@system-service$/m);
});

it('systemd finds nothing wrong with it', () => {
  if (!existsSync(analyzer)) {
    process.stderr.write(`Not checked, because ${analyzer} is not installed: tessera.service\n`);
    expect(existsSync('/usr/bin/apt-get'), 'install systemd, or run npm test as root').toBe(false);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const verify = (text: string) => {
    const file = join(folder, 'tessera.service');
    writeFileSync(file, text);
    const { status, stderr } = spawnSync(analyzer, ['verify', '--man=no', file], { encoding: 'utf8' });
    return { status, stderr: stderr.split('\n').filter((line) => line.includes('tessera')) };
  };
  const here = unit
    .replaceAll('/opt/tessera/node_modules/.bin/node', process.execPath)
    .replaceAll('/opt/tessera', root);
  expect(verify(here)).toEqual({ status: 0, stderr: [] });
  // The counter-proof: a misspelled setting is seen.
  expect(verify(here.replace('NoNewPrivileges', 'NoNewPrivilege')).stderr.join()).toContain('NoNewPrivilege');
});
