import { type Embedding, embeddingOf } from '../pages/embedding.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { readPublicUrl } from './public-url.ts';

const shown = (vault: string, { early, earlyFile, script, anyScript, policy }: Embedding): string => `\
In the head of the page, before all other scripts. It starts a frame while the next script loads:

${early}

Then the script itself. The browser runs no other than this one; a new version of the vault needs a new tag:

${script}

Script tag that stays the same and brings whatever version the vault has:

${anyScript}

Content-Security-Policy of the page, beside what it has already. The digest is that of the inline script; a page that allows
'unsafe-inline' leaves it out:

${policy}

  Instead of the inline script, a page may load it as a file, which takes a round trip longer:
${earlyFile}
  With a package from npm instead of the script tag, leave the address out of script-src.
  Where the page itself calls the API (lists, deletes …), add: connect-src ${vault}
  With Trusted Types nothing more is needed: require-trusted-types-for 'script'; trusted-types 'none' is fine.

Which pages may embed fields is said to the vault: serve --allowed-origins https://shop.example=TENANT_ID
or, while it serves, on the page of the tenant in the console.
`;

export const embed = command('embed', {
  summary: 'prints the script tags and the policy that a page with fields needs',
  flags: ['public-url', 'config', 'json'],
  notes: ['Without --public-url it prints what a page needs of a vault on this machine, on the usual port.'],
  run: async ({ 'public-url': publicUrl, json }, terminal) => {
    const vault = readPublicUrl(publicUrl) ?? 'http://localhost:4100';
    const { scripts } = await builtFiles(terminal.err);
    const embedding = embeddingOf(vault, scripts);
    terminal.out(json ? `${JSON.stringify(embedding)}\n` : shown(vault, embedding));
  },
});
