import type { ElementEvent, ElementOptions } from '@tessera/bridge';
import { textOption } from './options.ts';
import { openFonts } from './style/fonts.ts';
import type { View } from './view-types.ts';

/* What only options need that few pages give: one file, since each more is another name and digest in the document of every frame. */
export { givenTexts } from './given-value.ts';

/** A frame with an element, as far as rare options concern it. */
export interface RareScene {
  readonly window: Window & { readonly document: Document };
  /** The origins from which pages may have fonts loaded. */
  readonly fontOrigins: readonly string[];
  readonly view: View;
  readonly options: ElementOptions;
  readonly emit: (event: ElementEvent) => void;
}

/** Applies changes of the options. */
type Apply = (changes: ElementOptions) => void;

/** Describes the input of an element, or the group of its inputs, to those who hear the page. */
const describe = ({ document }: Window, text: string | undefined): void => {
  const inputs = document.querySelectorAll('input');
  const described = inputs.length === 1 ? inputs[0] : document.querySelector('.element');
  if (text === undefined) described?.removeAttribute('aria-description');
  else described?.setAttribute('aria-description', text);
};

/** What applies the options that few pages give. Fonts come with it, and the button that copies when an element has one. */
export const openRareOptions = async ({ window, fontOrigins, view, options, emit }: RareScene): Promise<Apply> => {
  const loadFonts = openFonts(window.document, fontOrigins, emit);
  const changeButton: Apply = options.enableCopy
    ? (await import('./copy-button.ts')).addCopyButton(window, view, options, emit)
    : () => {};
  let isFirst = true;
  let hasFonts = false;
  return (changes) => {
    if ('ariaDescription' in changes) describe(window, textOption(changes.ariaDescription));
    hasFonts ||= changes.style?.fonts !== undefined;
    if (hasFonts && 'style' in changes) void loadFonts(changes.style?.fonts);
    if (!isFirst) changeButton(changes);
    isFirst = false;
  };
};
