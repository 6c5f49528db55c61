import type { ElementStyle } from '@tessera/js';

/** A frame cannot see the page's stylesheet, so it is told the page's colours; call again when light turns dark. */
export const fieldStyle = (): ElementStyle => {
  const page = getComputedStyle(document.documentElement);
  const colour = (name: string) => page.getPropertyValue(name).trim();
  return {
    base: {
      color: colour('--ink'),
      fontFamily: 'system-ui, sans-serif',
      // What readers have set in their browser: 16 pixels, or more. Phones zoom into inputs with smaller text.
      fontSize: 'medium',
      // As high as its box, so that a finger need not aim.
      padding: '12px 0',
      // The page draws a ring around the box, which takes the place of the frame's own mark.
      ':focus': {},
      '::placeholder': { color: colour('--faint') },
    },
    invalid: { color: colour('--wrong') },
  };
};
