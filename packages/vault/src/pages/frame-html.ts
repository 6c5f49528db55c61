import type { BuiltFiles } from './files.ts';
import { integrityOf } from './integrity.ts';

const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/**
 * The document that stands in an iframe. Its script is pinned by digest, and told by the server who may open the frame,
 * and whether to take expressions from it, because what it is told later could come from anybody.
 */
export const frameHtml = (
  { name, text }: Pick<BuiltFiles['frame'], 'name' | 'text'>,
  frameAncestors: readonly string[],
  elementsExpressions = false,
): string => {
  const origins = attribute(JSON.stringify(frameAncestors));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Payment field</title>
<script type="module" src="/elements/${name}" integrity="${integrityOf(text)}" data-page-origins="${origins}"${elementsExpressions ? ' data-expressions' : ''}></script>
<body>
`;
};
