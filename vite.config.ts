import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { buildAll } from './build/build-all.ts';
import { computedModules } from './build/computed-modules.ts';
import { consoleEnvironment, consolePage } from './build/console.ts';
import { handedOver } from './build/handed-over.ts';
import { laterParts } from './build/later-parts.ts';
import { codesAlone, pageMethods, pageRoutes, plainImports } from './build/omissions.ts';
import { packageEnvironment, packages } from './build/packages.ts';
import { fromSources } from './build/root.ts';
import { scriptEnvironment, scriptNames } from './build/scripts.ts';
import { projects } from './test/projects.ts';

export default defineConfig({
  ...fromSources,
  logLevel: 'warn',
  plugins: [computedModules, codesAlone, laterParts, pageMethods, pageRoutes, plainImports, handedOver, consolePage],
  environments: {
    ...Object.fromEntries(packages.map((name) => [name, packageEnvironment(name)])),
    ...Object.fromEntries(scriptNames.map((name) => [name, scriptEnvironment(name)])),
    console: consoleEnvironment,
  },
  builder: { buildApp: buildAll },
  test: {
    // Tests wait for disks, servers and processes half of the time.
    maxWorkers: Math.max(3, availableParallelism()),
    projects,
  },
});
