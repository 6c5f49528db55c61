import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTheme, withTheme } from './theme.ts';

const cssOf = (property: string, value: unknown) => compileTheme({ base: { [property]: value } }).css;

describe('what a page may write', () => {
  test.each([
    ['color', '#fff', '.box input{color:#fff;-webkit-text-fill-color:#fff;}'],
    ['backgroundColor', 'transparent', '.box input{background-color:transparent;}'],
    ['backgroundColor', 'rgba(1, 2, 3, .5)', '.box input{background-color:rgb(1 2 3 / .5);}'],
    ['backgroundColor', 'hsl(210deg 50% 40% / 80%)', '.box input{background-color:hsl(210deg 50% 40% / 80%);}'],
    ['fontSize', '1.25rem', '.box input{font-size:1.25rem;}'],
    ['fontSize', 18, '.box input{font-size:18px;}'],
    [
      'fontFamily',
      `"Open Sans", 'Söhne', Inter, sans-serif`,
      '.box input{font-family:"Open Sans", "Söhne", "Inter", sans-serif;}',
    ],
    ['fontWeight', 600, '.box input{font-weight:600;}'],
    [
      'fontSmooth',
      'antialiased',
      '.box input{-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:antialiased;}',
    ],
    ['letterSpacing', '-0.02em', '.box input{letter-spacing:-0.02em;}'],
    ['lineHeight', '1.5', '.box input{line-height:1.5;}'],
    ['lineHeight', '24px', '.box input{line-height:24px;}'],
    ['padding', '0 12px .5em', '.box input{padding:0px 12px 0.5em;}'],
    ['textAlign', 'RIGHT', '.box input{text-align:right;}'],
    ['textDecoration', 'underline dotted rgb(0, 0, 0)', '.box input{text-decoration:underline dotted rgb(0 0 0 / 1);}'],
    ['textShadow', '0 1px 2px #0003, 1px 1px red', '.box input{text-shadow:0px 1px 2px #0003, 1px 1px red;}'],
    ['textTransform', 'uppercase', '.box input{text-transform:uppercase;}'],
    ['fontVariant', 'tabular-nums slashed-zero', '.box input{font-variant:tabular-nums slashed-zero;}'],
    ['fontStyle', 'italic', '.box input{font-style:italic;}'],
  ])('%s: %j', (property, value, css) => {
    expect(compileTheme({ base: { [property]: value } })).toEqual({ css, warnings: [] });
  });

  test('states win over base, and pseudo selectors nest', () => {
    const { css, warnings } = compileTheme({
      invalid: { color: 'red' },
      base: { color: 'navy', ':focus': { color: 'black' }, '::placeholder': { color: 'transparent' } },
    });
    expect(warnings).toEqual([]);
    expect(css).toBe(
      '.box input{color:navy;-webkit-text-fill-color:navy;}' +
        '.box input:focus{box-shadow:none;color:black;-webkit-text-fill-color:black;}' +
        '.box input::placeholder{color:transparent;-webkit-text-fill-color:transparent;}' +
        '.box[data-state=invalid] input{color:red;-webkit-text-fill-color:red;}',
    );
  });
});

const hostileValues = [
  'url(https://evil.test/x)',
  'URL("https://evil.test/x")',
  'u\\72l(https://evil.test/x)',
  '\\75rl(//evil.test)',
  'image-set("//evil.test/x" 1x)',
  '-webkit-image-set(url(x) 1x)',
  'image("x")',
  'src("//evil.test")',
  'cross-fade(url(a), url(b))',
  'paint(x)',
  'element(#x)',
  'attr(value)',
  'env(x)',
  'var(--x)',
  'calc(1px * 99999)',
  'expression(alert(1))',
  'red;background:url(//evil.test)',
  'red}input{background:url(//evil.test)}',
  'red}@import "//evil.test";',
  'red/**/',
  'red/*',
  'red !important',
  'red\n}',
  '"red"',
  'rgb(0 0 0 / 1) url(x)',
  'rgb(0,0,0);x',
  'rgb(from red r g b)',
  'rgb(0 0 0',
  '</style><script>',
  '1e9px',
  '99999px',
  '-9999px',
  '0',
  '0px',
  '1px',
  '0.1em',
  '5%',
  '100vw',
  'NaNpx',
  'Infinity',
  `${'a'.repeat(300)}`,
  '١٦px',
  '\u202ered',
  '',
];

const allowed = [
  'backgroundColor color fontFamily fontSize fontSmooth fontStyle fontVariant fontWeight letterSpacing lineHeight padding',
  'textAlign textDecoration textShadow textTransform',
]
  .join(' ')
  .split(' ');

/** Everything a theme may ever be, as one pattern: no quotes but around a family, no function but a colour. */
const declaration = String.raw`[a-z-]+:(?:[\w#%., +/-]|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)\([\w%. +/-]+\)|"[\p{L}\d _-]+")*;`;
const theme = new RegExp(
  String.raw`^(?:\.box(?:\[data-state=[a-z]+\])? input(?::hover|:focus|:disabled|:read-only|::placeholder|::selection)?\{(?:${declaration})+\})*$`,
  'u',
);

/** What none of the readers may let through, wherever it stands. */
const harmful = /url|image|src\(|@|\\|\/\*|!|var\(|calc\(|attr\(|element|expression|<|--/i;

describe('what a hostile page writes', () => {
  test.each(hostileValues)('%j does no harm at any property', (value) => {
    for (const property of allowed) {
      const css = cssOf(property, value);
      expect(css).toMatch(theme);
      expect(css).not.toMatch(harmful);
    }
  });

  test.each([
    ['color', 'transparent'],
    ['color', 'rgba(0,0,0,0)'],
    ['color', 'rgb(0 0 0 / 10%)'],
    ['color', 'hsl(0 0% 0% / none)'],
    ['color', '#0000'],
    ['color', '#00000010'],
    ['fontSize', '0'],
    ['fontSize', '1px'],
    ['fontSize', '.1em'],
    ['fontSize', '5000px'],
    ['lineHeight', '0'],
    ['lineHeight', '0.01'],
    ['letterSpacing', '-1em'],
    ['letterSpacing', '500px'],
    ['padding', '0 0 0 2000px'],
    ['padding', '-50px'],
    ['textShadow', '200px 0 red'],
    ['fontFamily', `x"; } input { background: red`],
    ['fontFamily', `"a\\22 "`],
  ])('%s: %j would hide or fake what was typed, and is left out', (property, value) => {
    expect(compileTheme({ base: { [property]: value } })).toEqual({
      css: '',
      warnings: [{ property: `base.${property}`, reason: 'value-not-allowed' }],
    });
  });

  test.each([
    'background',
    'backgroundImage',
    'cursor',
    'content',
    'filter',
    'mask',
    'clipPath',
    'opacity',
    'transform',
    'position',
    'left',
    'width',
    'height',
    'display',
    'visibility',
    'textIndent',
    'direction',
    'unicodeBidi',
    'src',
    '--x',
    'fontSize;x',
    'webkitTextSecurity',
    'caretColor',
    'all',
    'zoom',
    'constructor',
    '__proto__',
    'toString',
    '@import',
    '@font-face',
  ])('the property %s does not exist', (property) => {
    const rule = JSON.parse(`{${JSON.stringify(property)}:"red"}`);
    expect(compileTheme({ base: rule })).toEqual({
      css: '',
      warnings: [{ property: `base.${property}`, reason: 'unknown-property' }],
    });
  });

  test.each([':not(x)', '::before', ':focus,body', ':has(*)', ':hover{}*', ':focus-within', '::part(x)'])(
    'the selector %s does not exist',
    (selector) => {
      expect(compileTheme({ base: { [selector]: { color: 'red' } } })).toEqual({
        css: '',
        warnings: [{ property: `base.${selector}`, reason: 'unknown-selector' }],
      });
    },
  );

  test('pseudo selectors do not nest in each other, and unknown variants are named, of which `fonts` is none', () => {
    const style = { fonts: ['https://x.test'], container: {}, base: { ':focus': { ':hover': { color: 'red' } } } };
    expect(compileTheme(style)).toEqual({
      css: '.box input:focus{box-shadow:none;}',
      warnings: [
        { property: 'container', reason: 'unknown-property' },
        { property: 'base.:focus.:hover', reason: 'unknown-selector' },
      ],
    });
  });

  test('warnings are bounded in number and length', () => {
    const rule = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`${'x'.repeat(1000)}${index}`, 'red']));
    const { warnings } = compileTheme({ base: rule });
    expect(warnings.length).toBe(50);
    expect(JSON.stringify(warnings).length).toBeLessThan(10_000);
  });

  test('whatever is sent, the stylesheet stays within its pattern', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.constantFrom(...hostileValues),
      fc.string({ unit: fc.constantFrom(...'url()"\';{}:/*\\@ 0.px#rgb,-\n') }),
      fc
        .constantFrom(...hostileValues)
        .chain((bad) => fc.constantFrom(`red ${bad}`, `1px ${bad}`, `a, ${bad}`, `"${bad}"`)),
    );
    const name = fc.constantFrom(...allowed, ':focus', '::placeholder', 'content', '__proto__');
    const rule = fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value)));
    const style = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('base', 'complete', 'invalid', 'empty', 'fonts', 'x'), fc.oneof(rule, value)),
    );
    fc.assert(
      fc.property(style, (hostile) => {
        const { css } = compileTheme(hostile);
        expect(css).toMatch(theme);
        expect(css.replace(/"[^"]*"/g, '')).not.toMatch(harmful);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a theme', () => {
  test('is short for a style, which wins over it', () => {
    const theme = { color: 'navy', placeholderColor: 'gray', invalidColor: 'crimson', fontSize: '18px' };
    const style = { base: { color: 'teal', ':hover': { color: 'black' } }, complete: { color: 'green' } };
    expect(withTheme(style, theme)).toEqual({
      base: { color: 'teal', fontSize: '18px', ':hover': { color: 'black' }, '::placeholder': { color: 'gray' } },
      complete: { color: 'green' },
      invalid: { color: 'crimson' },
    });
    expect(compileTheme(withTheme(undefined, theme)).warnings).toEqual([]);
  });

  test('passes the same readers as a style', () => {
    const { css, warnings } = compileTheme(withTheme(undefined, { color: 'transparent', background: 'url(x)' }));
    expect(css).toBe('');
    expect(warnings.map(({ property }) => property)).toEqual(['base.color', 'base.background']);
  });

  test('that is no record leaves the style as it is', () => {
    expect(withTheme({ base: {} }, 'dark')).toEqual({ base: {} });
    expect(withTheme('style', { color: 'navy' })).toBe('style');
  });
});
