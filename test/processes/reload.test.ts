import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, initVault, serveVault } from './vault-process.ts';

test('SIGHUP makes a vault read its file again, and it goes on after one that it cannot use', async () => {
  const folder = dataFolder();
  onTestFinished(folder.remove);
  const { key } = await initVault(folder.path);
  const file = join(folder.path, 'tessera.json');
  const configure = (text: string) => writeFileSync(file, text);
  configure('{ "allowed-origins": ["https://first.example"] }');
  const vault = await serveVault(folder.path, [], ['--config', file]);
  onTestFinished(async () => void (await vault.stop()));

  configure('{ "allowed-origins": ["https://second.example"] }');
  await vault.reload(/settings read again"/);
  const { headers } = await fetch(`${vault.origin}/elements/`);
  expect(headers.get('content-security-policy')).toContain('frame-ancestors https://second.example');

  configure('{ "allowed-origin": [] }');
  await vault.reload(/Did you mean \\"allowed-origins\\"\?/);
  expect((await fetch(`${vault.origin}/elements/`)).headers.get('etag')).toBe(headers.get('etag'));
  expect((await fetch(`${vault.origin}/applications/key`, { headers: { 'bt-api-key': key } })).status).toBe(200);
});
