import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeBlock } from './markdown.ts';
import { lastCommandOf, reader, withBlanks } from './reader.ts';

/** A vault and keys that were made by the commands of the README. */
export interface FirstToken {
  /** What a snippet becomes when a reader puts in keys and port as the README says. */
  filled(language: string, holding: string, key: 'ELEMENTS_KEY' | 'SERVER_KEY'): string;
  close(): Promise<void>;
}

/**
 * Types the commands of the README from `init` to the two keys, in a checkout. The port is another than 4100, which the README
 * allows and which may be taken.
 */
export const followReadme = async (checkout: string, port: number): Promise<FirstToken> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-readme-'));
  const terminal = reader(checkout);
  const close = async () => {
    await terminal.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const asRead = (code: string, blanks: Readonly<Record<string, string>> = {}) =>
    withBlanks(code, { 4100: String(port), ...blanks });
  try {
    const vault = codeBlock('README.md', 'sh', ' serve ');
    const [init, serve] = lastCommandOf(asRead(vault, { './.vault': join(folder, 'vault') }));
    const { key: management } = JSON.parse(await terminal.run(init));
    await terminal.startUntil(serve, new RegExp(`http://[\\w.]+:${port}`));

    const applications = asRead(codeBlock('README.md', 'sh', 'MANAGEMENT_KEY='), { 'key_…': management });
    const answers = (await terminal.run(applications)).matchAll(/"key":"(key_\w+)"/g);
    const [ELEMENTS_KEY = '', SERVER_KEY = ''] = [...answers].map(([, key]) => key);
    const keys = { ELEMENTS_KEY, SERVER_KEY };
    return {
      filled: (language, holding, key) => asRead(codeBlock('README.md', language, holding), { [key]: keys[key] }),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
};
