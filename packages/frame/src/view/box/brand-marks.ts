/*
 * Marks by which people know a card's brand. They are drawings of our own, of plain shapes and strokes: no text, so that
 * they look the same wherever fonts differ.
 */
import { type Attributes, setAttributes } from '../nodes.ts';

const svg = (name: string, attributes: Attributes = {}, ...children: Node[]): SVGElement => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};

/** A drawing of the size of a brand's mark, which says nothing to those who hear the page. */
const picture = (...children: Node[]): SVGElement =>
  svg('svg', { viewBox: '0 0 34 22', width: 34, height: 22, 'aria-hidden': 'true' }, ...children);

/** Letters as strokes in a box five wide and eight high. */
const strokes: Readonly<Record<string, string>> = {
  A: 'M0 8 2.5 0 5 8M1 5.5h3',
  B: 'M.5 0v8h2.3a2 2 0 0 0 0-4H.5M2.5 4a2 2 0 0 0 0-4h-2',
  C: 'M5 1.2A3 3.8 0 1 0 5 6.8',
  D: 'M.5 0v8h1.7a4 4 0 0 0 0-8z',
  E: 'M5 0H.5v8H5M.5 4h4',
  H: 'M.5 0v8M4.5 0v8M.5 4h4',
  I: 'M2.5 0v8',
  J: 'M4 0v5.6a1.9 1.9 0 0 1-3.8 0',
  K: 'M.5 0v8M4.6 0 .5 4.5M1.8 3.2 5 8',
  L: 'M.5 0v8H5',
  M: 'M0 8V0l2.5 5L5 0v8',
  N: 'M.5 8V0l4 8V0',
  O: 'M2.5 0a2.5 4 0 1 1 0 8a2.5 4 0 1 1 0-8',
  P: 'M.5 8V0h2a2.2 2.2 0 0 1 0 4.4h-2',
  R: 'M.5 8V0h2a2.1 2.1 0 0 1 0 4.2h-2M2.6 4.2 5 8',
  S: 'M4.6 1A2.2 2 0 1 0 2.5 4a2.2 2 0 1 1-2.2 3',
  T: 'M0 0h5M2.5 0v8',
  U: 'M.5 0v5.7a2 2 0 0 0 4 0V0',
  V: 'M0 0l2.5 8L5 0',
  X: 'M0 0l5 8M5 0 0 8',
  Y: 'M0 0l2.5 4L5 0M2.5 4v4',
};

/** A word in the middle of a mark, or around `center`; its letters are `size` times as large as they are drawn. */
const word = (letters: string, color: string, size = 0.95, center = 17, middle = 11) => {
  const step = 6.6 * size;
  const left = center - (letters.length * step - 1.6 * size) / 2;
  const drawn = [...letters].map((letter, index) =>
    svg('path', {
      transform: `translate(${left + index * step} ${middle - 4 * size})scale(${size})`,
      d: strokes[letter],
    }),
  );
  return svg('g', { fill: 'none', stroke: color, 'stroke-width': 1.5, 'stroke-linejoin': 'round' }, ...drawn);
};

const area = (d: string, fill: string) => svg('path', { d, fill });
const ground = (fill: string) => svg('rect', { width: 34, height: 22, rx: 3, fill });
const disc = (cx: number, fill: string, r = 7) => svg('circle', { cx, cy: 11, r, fill });
const panel = (x: number, color: string) => area(`M${x} 4h8v11a3 3 0 0 1-3 3h-8V7a3 3 0 0 1 3-3z`, color);
const slope = (x: number, color: string) => area(`M${x + 3} 3h10l-3 16H${x}z`, color);
/** Where two discs lie on each other. */
const lens = (color: string) => area('M17 5.7a7 7 0 0 1 0 10.6a7 7 0 0 1 0-10.6', color);
const arc = (d: string, stroke: string) => svg('path', { d, stroke });

const white = '#fff';

const drawings: Readonly<Record<string, () => Node[]>> = {
  visa: () => [ground('#1a2b7a'), svg('g', { transform: 'skewX(-12)translate(2.3)' }, word('VISA', white, 1))],
  mastercard: () => [ground('#232323'), disc(12.4, '#e3262e'), disc(21.6, '#f4a02c'), lens('#f0682a')],
  'american-express': () => [ground('#1673c4'), word('AMEX', white, 1)],
  'diners-club': () => [
    ground('#f3f5f8'),
    disc(17, '#0b5aa6', 8.5),
    area('M15.5 5.5a5.7 5.7 0 0 0 0 11zM18.5 5.5a5.7 5.7 0 0 1 0 11z', white),
  ],
  discover: () => [ground('#f3f5f8'), word('DISC', '#222', 0.62, 11.5), disc(25.5, '#ef7b22', 5)],
  jcb: () => [
    ground('#f3f5f8'),
    panel(5, '#14549f'),
    panel(14, '#c2232e'),
    panel(23, '#1d8a44'),
    word('J', white, 0.7, 8),
    word('C', white, 0.7, 17),
    word('B', white, 0.7, 26),
  ],
  unionpay: () => [
    ground('#f3f5f8'),
    slope(3, '#d5222f'),
    slope(11, '#1a4a87'),
    slope(19, '#10777c'),
    word('UP', white, 0.8),
  ],
  maestro: () => [ground('#232323'), disc(12.4, '#e3262e'), disc(21.6, '#2a97dd'), lens('#7466c4')],
  elo: () => [
    ground('#111'),
    svg(
      'g',
      { fill: 'none', 'stroke-width': 2.4 },
      arc('M12.6 5.4a7 7 0 0 1 10.9 3.2', '#f7cb2d'),
      arc('M23.8 12.4a7 7 0 0 1-5.4 5.5', '#e74331'),
      arc('M12.4 16.4a7 7 0 0 1-1.3-9.1', '#2f9fd8'),
    ),
    disc(17, white, 3.2),
  ],
  mir: () => [ground('#f3f5f8'), word('MIR', '#0f7a50', 1)],
  hiper: () => [ground('#ee7a22'), word('HIPER', white, 0.78)],
  hipercard: () => [
    ground('#b0182c'),
    word('HIPER', white, 0.78, 17, 9.5),
    svg('path', { d: 'M7 16.5h20', stroke: white, 'stroke-width': 1.4 }),
  ],
  troy: () => [ground('#00777f'), word('TROY', white, 0.95)],
  naranja: () => [ground('#f3f5f8'), disc(17, '#ea5b13', 8.5), word('NX', white, 0.85)],
  cabal: () => [ground('#14549f'), word('CABAL', white, 0.78)],
  carnet: () => [ground('#b0182c'), word('CARNET', white, 0.66)],
  bancontact: () => [ground('#f3f5f8'), panel(7, '#1a4a87'), slope(17, '#f7cb2d')],
  'cartes-bancaires': () => [ground('#14549f'), word('CB', white, 1.1)],
  dankort: () => [ground('#b0182c'), disc(17, white, 8.5), word('DK', '#b0182c', 0.95)],
  rupay: () => [ground('#f3f5f8'), word('RUPAY', '#1a4a87', 0.78)],
  uatp: () => [ground('#16325c'), word('UATP', white, 0.95)],
  verve: () => [ground('#16325c'), disc(8, '#d8232f', 5), word('V', white, 0.7, 8), word('ERVE', white, 0.62, 22.5)],
};

/** The mark of a card brand, for eyes alone; nothing for a brand that has none. */
export const brandMark = (brand: string): Element | undefined =>
  Object.hasOwn(drawings, brand) ? picture(...(drawings[brand]?.() ?? [])) : undefined;
