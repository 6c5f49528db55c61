/*
 * Runs before npm packs or publishes a package, in its folder. Builds when the package was not built or a source is newer. After
 * `npm start`, for instance, only the scripts that the vault serves are built, and a tarball would contain no code.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isStale, missingFiles } from './built.ts';

const folder = process.cwd();
const root = fileURLToPath(new URL('../..', import.meta.url));

if (missingFiles(folder).length > 0 || isStale(folder)) {
  process.stderr.write('This package is not built, or a source is newer than its build. Building all packages …\n');
  // Standard output belongs to npm, which may write JSON there.
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  const missing = missingFiles(folder);
  if (status !== 0 || missing.length > 0) {
    const why = status === 0 ? `the build made no ${missing.join(', ')}` : 'the build failed; the lines above say why';
    process.stderr.write(`Nothing was packed: ${why}.\n`);
    process.exit(1);
  }
}
