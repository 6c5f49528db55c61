import type { BuiltFiles } from './files.ts';
import { integrityOf } from './integrity.ts';

const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/**
 * Pins files that the frame's script loads later by digest (HTML §8.1.5.2). Other browsers rely on file names, which contain a
 * hash.
 */
export const importMapOf = (parts: BuiltFiles['frame']['parts']): string => {
  const digests = Object.entries(parts).map(([name, text]) => [`/elements/${name}`, integrityOf(text, 'sha256')]);
  return JSON.stringify({ integrity: Object.fromEntries(digests) });
};

/** Settings of the operator for frames, and a script that runs before that of the frame. */
interface FrameSettings {
  readonly fontOrigins?: readonly string[] | undefined;
  readonly elementsExpressions?: boolean | undefined;
  readonly before?: string | undefined;
}

/** What would end an inline script early, or keep its end tag from ending it (HTML §13.2.5.4). */
const unsafeInline = /<\/?script|<!--/i;

/**
 * The document of an iframe, with its script inside: the browser needs no second request. The policy of the document names the script by
 * digest. The document also says which build it is, which pages may open the frame, from where it may load fonts, and whether it accepts
 * expressions, because messages that arrive later could come from anybody.
 */
export const frameHtml = (
  { name, text, parts }: BuiltFiles['frame'],
  frameAncestors: readonly string[],
  { fontOrigins = [], elementsExpressions = false, before }: FrameSettings = {},
): string => {
  if (unsafeInline.test(text))
    throw new TypeError(`${name} cannot be an inline script: it contains a tag of scripts or a comment.`);
  const origins = attribute(JSON.stringify(frameAncestors));
  const fonts = fontOrigins.length > 0 ? ` data-font-origins="${attribute(JSON.stringify(fontOrigins))}"` : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Payment field</title>
<script type="importmap">${importMapOf(parts)}</script>${before === undefined ? '' : `\n<script>${before}</script>`}
<script data-build="${attribute(name)}" data-page-origins="${origins}"${fonts}${elementsExpressions ? ' data-expressions' : ''}>${text}</script>
<body>
`;
};
