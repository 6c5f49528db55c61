import { fileURLToPath } from 'node:url';
import { defaultClientConditions } from 'vite';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** An absolute path from one that starts at the folder of the repository. */
export const inRoot = (path: string) => `${root}/${path}`;

/** Imports of `@tessera/…` take the sources, so that nothing has to be built before it can be tested or bundled. */
export const fromSources = {
  resolve: { conditions: ['@tessera/source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['@tessera/source'], externalConditions: ['@tessera/source'] } },
};
