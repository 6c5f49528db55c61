/* `npm start`: a vault, and a shop whose pages were built as for production. */
import { buildPages, buildServedScripts, builtPages } from './fresh-build.ts';
import { filesIn } from './pages.ts';
import { runDemo } from './run.ts';

process.exitCode = await runDemo(async (vaultOrigin) => {
  await buildServedScripts();
  await buildPages();
  return filesIn(builtPages, vaultOrigin);
});
