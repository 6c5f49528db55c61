import { fileURLToPath } from 'node:url';
import { build, createBuilder, loadConfigFromFile, mergeConfig, type Plugin } from 'vite';
import { type GuardName, guardsIn, type Program, withoutGuard } from './guards.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The environments of `vite.config.ts` that build what the vault serves. */
const environments = { frame: 'frame', page: 'elementsScript' } as const satisfies Partial<Record<Program, string>>;

const removal = (names: readonly GuardName[]): Plugin => ({
  name: 'remove-guards',
  enforce: 'pre',
  transform: (code, id) => {
    const here = guardsIn(names, id);
    return here.length === 0 ? null : here.reduce((text, name) => withoutGuard(name, text), code);
  },
});

type Built = Awaited<ReturnType<typeof build>>;

const codeOf = (built: unknown): string => {
  const [result] = [built as Built].flat();
  if (!result || !('output' in result)) throw new Error('Nothing was built.');
  return result.output[0].code;
};

let loading: ReturnType<typeof loadConfigFromFile> | undefined;

/** The configuration of the repository, which takes longer to read than a script to build. */
const shippedConfig = async () => {
  loading ??= loadConfigFromFile({ command: 'build', mode: 'production' }, 'vite.config.ts', root);
  const loaded = await loading;
  if (!loaded) throw new Error('There is no vite.config.ts.');
  return loaded.config;
};

/** A script as the vault would serve it, except that it lacks guards. */
export const buildWithout = async (
  program: keyof typeof environments,
  names: readonly GuardName[],
): Promise<string> => {
  const name = environments[program];
  const shipped = await shippedConfig();
  const builder = await createBuilder({
    ...shipped,
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [...(shipped.plugins ?? []), removal(names)],
    environments: mergeConfig(shipped.environments ?? {}, { [name]: { build: { write: false } } }),
  });
  const environment = builder.environments[name];
  if (!environment) throw new Error(`vite.config.ts has no environment ${name}.`);
  return codeOf(await builder.build(environment));
};

/** What every page of the attacks loads: see `toolkit/toolkit.ts`. */
export const buildToolkit = async (): Promise<string> =>
  codeOf(
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: ['@tessera/source', 'browser', 'import', 'module', 'default'] },
      build: {
        write: false,
        rolldownOptions: {
          input: fileURLToPath(new URL('../toolkit/toolkit.ts', import.meta.url)),
          output: { format: 'iife' },
        },
      },
    }),
  );
