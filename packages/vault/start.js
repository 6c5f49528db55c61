import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';

// Runs the command line from its sources. This file is JavaScript because Node loads what removes types, 14 MB, with the first source
// that it has not kept compiled; `src/cli.ts` says where it keeps them.
modules.enableCompileCache?.(fileURLToPath(new URL('.cache/', import.meta.url)));

await import('./src/cli.ts');
