import { spawnSync } from 'node:child_process';
import { inRoot, root } from '../../build/root.ts';

/** Builds what the vault serves from the sources as they are now. Playwright runs this once before its tests. */
const buildServed = (): void => {
  const vite = inRoot('node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--app', '--mode', 'served'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The build failed; the lines above say why.');
};

export default buildServed;
