import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { type GuardName, guardsIn, type Program, withoutGuard } from './guards.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The entries of `build/scripts.ts` that make what the vault serves, for pages without an API client. */
const entries = {
  frame: 'packages/frame/src/main.ts',
  page: 'packages/elements/src/script.ts',
} as const satisfies Partial<Record<Program, string>>;

const removal = (names: readonly GuardName[]): Plugin => ({
  name: 'remove-guards',
  enforce: 'pre',
  transform: (code, id) => {
    const here = guardsIn(names, id);
    return here.length === 0 ? null : here.reduce((text, name) => withoutGuard(name, text), code);
  },
});

/** One script from the sources, in the form of those that the vault serves; what it would fetch later is in it. */
const bundle = async (entry: string, plugins: Plugin[]): Promise<string> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins,
    resolve: { conditions: ['@tessera/source', 'browser', 'import', 'module', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: `${root}/${entry}`, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [result] = [built].flat();
  if (!result || !('output' in result)) throw new Error(`${entry} was not built.`);
  return result.output[0].code;
};

/** A script as the vault would serve it, except that it lacks guards. */
export const buildWithout = (program: keyof typeof entries, names: readonly GuardName[]): Promise<string> =>
  bundle(entries[program], [removal(names)]);

/** What every page of the attacks loads: see `toolkit/toolkit.ts`. */
export const buildToolkit = (): Promise<string> => bundle('test/attacks/toolkit/toolkit.ts', []);
