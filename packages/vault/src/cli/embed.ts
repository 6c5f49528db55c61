import { integrityOf, pinnedPath } from '../pages/integrity.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { readPublicUrl } from './public-url.ts';

/** What a merchant's page needs to embed fields, as text for its HTML and its headers. */
interface Embedding {
  /** The inline script that starts a frame while the other script loads. */
  readonly early: string;
  /** The same as a file of the vault, for pages whose policy refuses inline scripts. */
  readonly earlyFile: string;
  /** The script tag, pinned to the script that this vault serves. */
  readonly script: string;
  /** The directives to add to the page's Content Security Policy. */
  readonly policy: string;
}

/** The address of the file is all that the inline form does not know. */
const inlineOf = (text: string, vault: string): string => {
  const [before, after, ...more] = text.trim().split('document.currentScript.src');
  if (before === undefined || after === undefined || more.length > 0)
    throw new TypeError('early.js has no inline form.');
  return before + JSON.stringify(vault) + after;
};

const embeddingOf = (vault: string, name: string, scripts: Readonly<Record<string, string>>): Embedding => {
  const pinned = (name: string, text = '') =>
    `<script src="${vault}${pinnedPath(name, text)}"\n  integrity="${integrityOf(text)}"\n  crossorigin="anonymous"></script>`;
  const inline = inlineOf(scripts['early.js'] ?? '', vault);
  return {
    early: `<script>${inline}</script>`,
    earlyFile: pinned('early.js', scripts['early.js']),
    script: pinned(name, scripts[name]),
    policy: `script-src '${integrityOf(inline, 'sha256')}' ${vault}; frame-src ${vault}`,
  };
};

const shown = (vault: string, name: string, { early, earlyFile, script, policy }: Embedding): string => `\
In the head of the page, before all other scripts. It starts a frame while the next script loads:

${early}

Then the script itself. The browser runs no other than this one; a new version of the vault needs a new tag:

${script}

Script tag that stays the same and brings whatever version the vault has:

<script src="${vault}/js/${name}"></script>

Content-Security-Policy of the page, beside what it has already. The digest is that of the inline script; a page that allows
'unsafe-inline' leaves it out:

${policy}

  Instead of the inline script, a page may load it as a file, which takes a round trip longer:
${earlyFile}
  With a package from npm instead of the script tag, leave the address out of script-src.
  Where the page itself calls the API (lists, deletes …), add: connect-src ${vault}
  With Trusted Types nothing more is needed: require-trusted-types-for 'script'; trusted-types 'none' is fine.

Which pages may embed fields is said to the vault: serve --allowed-origins https://shop.example=TENANT_ID
`;

export const embed = command('embed', {
  summary: 'prints the script tags and the policy that a page with fields needs',
  flags: ['public-url', 'config', 'json'],
  notes: ['Without --public-url it prints what a page needs of a vault on this machine, on the usual port.'],
  run: async ({ 'public-url': publicUrl, json }, terminal) => {
    const vault = readPublicUrl(publicUrl) ?? 'http://localhost:4100';
    const { scripts } = await builtFiles(terminal.err);
    const name = 'basis-theory.js';
    const embedding = embeddingOf(vault, name, scripts);
    terminal.out(json ? `${JSON.stringify(embedding)}\n` : shown(vault, name, embedding));
  },
});
