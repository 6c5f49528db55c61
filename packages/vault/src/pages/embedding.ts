import { integrityOf, pinnedPath } from './integrity.ts';

/** What a merchant's page needs to embed fields, as text for its HTML and its headers. */
export interface Embedding {
  /** The inline script that starts a frame while the other script loads. */
  readonly early: string;
  /** The same as a file of the vault, for pages whose policy refuses inline scripts. */
  readonly earlyFile: string;
  /** The script tag, pinned to the script that this vault serves. */
  readonly script: string;
  /** The script tag that stays the same and brings whatever version the vault has. */
  readonly anyScript: string;
  /** The directives to add to the page's Content Security Policy. */
  readonly policy: string;
}

/** The script that pages load. */
const main = 'basis-theory.js';

/** The address of the file is all that the inline form does not know. */
const inlineOf = (text: string, vault: string): string => {
  const [before, after, ...more] = text.trim().split('document.currentScript.src');
  if (before === undefined || after === undefined || more.length > 0)
    throw new TypeError('early.js has no inline form.');
  return before + JSON.stringify(vault) + after;
};

/** What a page needs to embed fields of a vault at an address, which serves these scripts. */
export const embeddingOf = (vault: string, scripts: Readonly<Record<string, string>>): Embedding => {
  const pinned = (name: string) => {
    const text = scripts[name] ?? '';
    return `<script src="${vault}${pinnedPath(name, text)}"\n  integrity="${integrityOf(text)}"\n  crossorigin="anonymous"></script>`;
  };
  const inline = inlineOf(scripts['early.js'] ?? '', vault);
  return {
    early: `<script>${inline}</script>`,
    earlyFile: pinned('early.js'),
    script: pinned(main),
    anyScript: `<script src="${vault}/js/${main}"></script>`,
    policy: `script-src '${integrityOf(inline, 'sha256')}' ${vault}; frame-src ${vault}`,
  };
};
