import { integrityOf, pinnedPath } from '../pages/integrity.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { readPublicUrl } from './public-url.ts';

/** What a merchant's page needs to embed fields, as text for its HTML and its headers. */
interface Embedding {
  /** The script tag, pinned to the script that this vault serves. */
  readonly script: string;
  /** The directives to add to the page's Content Security Policy. */
  readonly policy: string;
}

const embeddingOf = (vault: string, name: string, text: string): Embedding => {
  const [src, integrity] = [`${vault}${pinnedPath(name, text)}`, integrityOf(text)];
  return {
    script: `<script src="${src}"\n  integrity="${integrity}"\n  crossorigin="anonymous"></script>`,
    policy: `script-src ${vault}; frame-src ${vault}`,
  };
};

const shown = (vault: string, name: string, { script, policy }: Embedding): string => `\
Script tag. The browser runs no other script than this one; a new version of the vault needs a new tag:

${script}

Script tag that stays the same and brings whatever version the vault has:

<script src="${vault}/js/${name}"></script>

Content-Security-Policy of the page, beside what it has already:

${policy}

  With a package from npm instead of the script tag, leave script-src out.
  Where the page itself calls the API (lists, deletes …), add: connect-src ${vault}
  With Trusted Types nothing more is needed: require-trusted-types-for 'script'; trusted-types 'none' is fine.

Which pages may embed fields is said to the vault: serve --allowed-origins https://shop.example=TENANT_ID
`;

export const embed = command('embed', {
  summary: 'prints the script tag and the policy that a page with fields needs',
  flags: ['public-url', 'config', 'json'],
  notes: ['Without --public-url it prints what a page needs of a vault on this machine, on the usual port.'],
  run: async ({ 'public-url': publicUrl, json }, terminal) => {
    const vault = readPublicUrl(publicUrl) ?? 'http://localhost:4100';
    const { scripts } = await builtFiles(terminal.err);
    const name = 'basis-theory.js';
    const embedding = embeddingOf(vault, name, scripts[name] ?? '');
    terminal.out(json ? `${JSON.stringify(embedding)}\n` : shown(vault, name, embedding));
  },
});
