import { createBuilder, type Plugin } from 'vite';
import { expect, it } from 'vitest';
import { replacement } from './replacement.ts';

/** Builds one module under the name of a script that needs the replacement. */
const bundle = async (replaced: string) => {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry.js' ? id : null),
    load: (id) => (id === 'entry.js' ? 'export const said = "loud";' : null),
  };
  const quiet = replacement({
    name: 'quiet',
    neededBy: ['frame'],
    onlyThere: true,
    replace: (code, id) => (id === replaced ? code.replace('loud', 'quiet') : null),
  });
  const builder = await createBuilder({
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, quiet],
    environments: Object.fromEntries(
      ['frame', 'fieldScript'].map((name) => [
        name,
        {
          consumer: 'client',
          build: { write: false, rolldownOptions: { input: 'entry.js', preserveEntrySignatures: 'strict' } },
        },
      ]),
    ),
  });
  const text = async (name: string) => {
    const environment = builder.environments[name];
    if (!environment) throw new Error(`${name} is missing`);
    return JSON.stringify(await builder.build(environment));
  };
  return { frame: () => text('frame'), fieldScript: () => text('fieldScript') };
};

it('replaces a module in the scripts that need it alone', async () => {
  const { frame, fieldScript } = await bundle('entry.js');
  expect(await frame()).toContain('quiet');
  expect(await fieldScript()).toContain('loud');
});

it('ends the build of a script in which the module is not found', async () => {
  const { frame, fieldScript } = await bundle('renamed.js');
  await expect(frame()).rejects.toThrow('The plugin quiet in build/ found nothing to replace in frame.');
  expect(await fieldScript()).toContain('loud');
});
