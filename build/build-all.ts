import { cpSync } from 'node:fs';
import type { ViteBuilder } from 'vite';
import { consoleOut } from './console.ts';
import { writeDeclarations } from './declarations.ts';
import { packages } from './packages.ts';
import { inRoot } from './root.ts';
import { scriptNames, scripts } from './scripts.ts';
import { weigh } from './weigh.ts';

/** The package of the vault on npm contains the scripts and pages that it serves, and the license of zod, which is a part of it. */
const packServedScripts = (): void => {
  cpSync(inRoot('node_modules/zod/LICENSE'), inRoot('packages/vault/dist/LICENSE-zod'));
  for (const out of [...Object.values(scripts).map(({ out }) => out), consoleOut]) {
    cpSync(inRoot(out), inRoot(`packages/vault/dist/served/${out.replace('packages/', '')}`), { recursive: true });
  }
};

/**
 * What `vite build --app` does: builds the packages, then the scripts and pages that the vault serves. With `--mode served` it builds
 * these alone, which is what a vault in a fresh checkout needs before it can start.
 */
export const buildAll = async (builder: ViteBuilder): Promise<void> => {
  const scriptsAlone = builder.config.mode === 'served';
  for (const name of [...(scriptsAlone ? [] : packages), ...scriptNames, 'console']) {
    const environment = builder.environments[name];
    if (environment) await builder.build(environment);
  }
  if (!scriptsAlone) {
    writeDeclarations();
    packServedScripts();
  }
  weigh();
};
