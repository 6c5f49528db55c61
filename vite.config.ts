import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@tessera/source'] },
  test: {
    projects: [
      {
        extends: true,
        resolve: { conditions: ['@tessera/source'] },
        ssr: { resolve: { conditions: ['@tessera/source'], externalConditions: ['@tessera/source'] } },
        test: { name: 'unit', environment: 'node', include: ['packages/*/src/**/*.test.ts', 'test/*.test.ts'] },
      },
    ],
  },
});
