import type { BuiltFiles } from './files.ts';
import { integrityOf } from './integrity.ts';

const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/** Pins by digest what the frame's script fetches later (HTML §8.1.5.2); browsers that do not know this go by the names. */
export const importMapOf = (parts: BuiltFiles['frame']['parts']): string => {
  const digests = Object.entries(parts).map(([name, text]) => [`/elements/${name}`, integrityOf(text, 'sha256')]);
  return JSON.stringify({ integrity: Object.fromEntries(digests) });
};

/** What an operator lets frames do. */
interface FrameSettings {
  readonly fontOrigins?: readonly string[] | undefined;
  readonly elementsExpressions?: boolean | undefined;
}

/**
 * The document that stands in an iframe. Its script is pinned by digest, and told by the server who may open the frame,
 * from where it may have fonts loaded, and whether to take expressions from it, because what it is told later could come
 * from anybody.
 */
export const frameHtml = (
  { name, text, parts }: BuiltFiles['frame'],
  frameAncestors: readonly string[],
  { fontOrigins = [], elementsExpressions = false }: FrameSettings = {},
): string => {
  const origins = attribute(JSON.stringify(frameAncestors));
  const fonts = fontOrigins.length > 0 ? ` data-font-origins="${attribute(JSON.stringify(fontOrigins))}"` : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Payment field</title>
<script type="importmap">${importMapOf(parts)}</script>
<script type="module" src="/elements/${name}" integrity="${integrityOf(text)}" data-page-origins="${origins}"${fonts}${elementsExpressions ? ' data-expressions' : ''}></script>
<body>
`;
};
