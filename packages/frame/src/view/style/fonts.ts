import type { ElementEvent, StyleWarning } from '@tessera/bridge';
import { either, factor, families, oneOf, words } from './style-values.ts';

const mostFonts = 12;

/** Of all fonts of an element together. */
const mostBytes = 1_000_000;

const readWeight = words(2, either(factor(1, 1000), oneOf('normal', 'bold')));
const readStyle = oneOf('normal', 'italic', 'oblique');

/** A name as `fontFamily` may have it, without the quotes. */
const readName = (family: unknown): string | undefined =>
  typeof family === 'string' ? /^"([^"]+)"$/.exec(families(family.trim()) ?? '')?.[1] : undefined;

/** An address in the grammar of CSS, which has no room there for quotes, backslashes and brackets. */
const readAddress = (href: string): string | undefined =>
  /^[\w.~:/?=&%+,;@!$*-]+$/.test(href) ? `url("${href}")` : undefined;

/** Whether an address, as URLs are written, is one of an origin: it names no user then either. */
const isOf = (href: string, origin: string): boolean => href.startsWith(`${origin}/`);

/** What a font is made of, or why it is none. */
const readSource = (
  src: unknown,
  origins: readonly string[],
): { data: ArrayBuffer | string } | StyleWarning['reason'] => {
  if (src instanceof ArrayBuffer) return { data: src };
  if (typeof src !== 'string' || !URL.canParse(src)) return 'value-not-allowed';
  const { href } = new URL(src);
  if (!origins.some((origin) => isOf(href, origin))) return 'font-origin-not-allowed';
  const data = readAddress(href);
  return data === undefined ? 'value-not-allowed' : { data };
};

const isSource = (entry: unknown): entry is Readonly<Record<string, unknown>> =>
  typeof entry === 'object' && entry !== null && 'family' in entry && 'src' in entry;

const readFont = (entry: unknown, origins: readonly string[]): FontFace | StyleWarning['reason'] => {
  if (!isSource(entry)) return 'font-needs-family-and-src';
  const name = readName(entry.family);
  const weight = readWeight(String(entry.weight ?? 'normal'));
  const style = readStyle(String(entry.style ?? 'normal'));
  const source = readSource(entry.src, origins);
  if (typeof source === 'string') return source;
  if (name === undefined || weight === undefined || style === undefined) return 'value-not-allowed';
  return new FontFace(name, source.data, { weight, style });
};

/**
 * Loads the fonts of a page, in place of those it gave before: bytes, or files from origins that the operator named. Nothing is
 * read of style sheets, which could hold anything. Each is loaded at once and whole, so that no request tells what is typed,
 * and applies when it is there, so that no text waits for it unseen.
 */
export const openFonts = (
  document: Document,
  origins: readonly string[],
  emit: (event: ElementEvent) => void,
): ((fonts: unknown) => Promise<void>) => {
  let loaded = new Set<FontFace>();
  return async (fonts = []) => {
    for (const face of loaded) document.fonts.delete(face);
    const faces = new Set<FontFace>();
    loaded = faces;
    const given: readonly unknown[] = Array.isArray(fonts) ? fonts : [fonts];
    let room = mostBytes;

    const load = async (entry: unknown): Promise<StyleWarning['reason'] | undefined> => {
      if (isSource(entry) && entry.src instanceof ArrayBuffer) room -= entry.src.byteLength;
      if (room < 0) return 'value-not-allowed';
      const face = readFont(entry, origins);
      if (typeof face === 'string') return face;
      try {
        await face.load();
      } catch {
        return 'font-not-loaded';
      }
      // Another style may have come while it was loaded.
      if (loaded === faces) document.fonts.add(face);
      faces.add(face);
      return undefined;
    };
    const reasons = await Promise.all(given.slice(0, mostFonts).map(load));
    const warnings = reasons.flatMap((reason, index) => (reason ? [{ property: `fonts.${index}`, reason }] : []));
    if (given.length > mostFonts) warnings.push({ property: `fonts.${mostFonts}`, reason: 'value-not-allowed' });
    if (warnings.length > 0) emit({ type: 'warning', warnings });
  };
};
