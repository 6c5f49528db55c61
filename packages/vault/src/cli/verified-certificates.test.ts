import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startTransit } from '../keys/providers/testing/transit-stand-in.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';

it('a key service with a certificate of nobody’s is told nothing, although NODE_TLS_REJECT_UNAUTHORIZED says otherwise', async () => {
  const transit = await startTransit();
  onTestFinished(() => transit.close());
  transit.tokens.set('s.given', { lease: 0, renewable: false });
  const place = `vault://${new URL(transit.origin).host}/transit/tessera`;
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=@tessera/source', cli, 'init', '--tenant', 'Acme', '--root-key', place],
      ...['--data-dir', join(temporaryFolder(), 'vault')],
    ],
    {
      env: { VAULT_TOKEN: 's.given', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said).toMatch(/cannot be reached \((?:SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)\w+\)/);
  expect(transit.calls).toEqual([]);
});
