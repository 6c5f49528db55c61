import { describe } from 'vitest';
import type { Engine } from './suite/engine.ts';
import { migrationSuite } from './suite/migrations.ts';
import { processSuite } from './suite/processes.ts';
import { valueSuite } from './suite/values.ts';
import { writeSuite } from './suite/writes.ts';

/** The tests that every implementation of the store has to pass (docs/architecture.md §1.4). */
export const storeSuite = (engine: Engine) =>
  describe(`a store on ${engine.name}`, () => {
    writeSuite(engine);
    valueSuite(engine);
    migrationSuite(engine);
    processSuite(engine);
  });
