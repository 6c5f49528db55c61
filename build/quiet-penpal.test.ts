import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cuts, penpalVersion, withoutUnusedParts } from './quiet-penpal.ts';
import { inRoot } from './root.ts';

const packageOf = (path: string) => JSON.parse(readFileSync(inRoot(path), 'utf8'));
const penpal = readFileSync(inRoot('node_modules/penpal/dist/penpal.mjs'), 'utf8');

/** The first place that each cut finds, after those above it in the table were made. */
const places = cuts.map((cut, index): [what: string, place: string] => {
  const text = cuts.slice(0, index).reduce((left, { find, instead }) => left.replace(find, instead), penpal);
  return [cut.what, text.match(cut.find)?.[0] ?? ''];
});

describe('penpal in bundles', () => {
  it('is the one release that the cuts were read against', () => {
    expect(packageOf('packages/bridge/package.json').dependencies.penpal).toBe(penpalVersion);
    expect(packageOf('node_modules/penpal/package.json').version).toBe(penpalVersion);
  });

  it('logs nothing, sends no stack and shakes no hands, and exports what it did', async () => {
    const parts = /[^#]\blog\?\.\(|\.stack\b|handleSynMessage|is not found/;
    expect(penpal).toMatch(parts);
    const quiet = withoutUnusedParts(penpal);
    expect(quiet).not.toMatch(parts);
    const load = (code: string) => import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect(Object.keys(await load(quiet))).toEqual(Object.keys(await load(penpal)));
  });

  it.each(places)('ends the build where a release lacks %s', (what, place) => {
    const renamed = place.replace(/\w+/, 'renamed');
    expect(renamed).not.toBe(place);
    expect(() => withoutUnusedParts(penpal.replace(place, () => renamed))).toThrow(`“${what}”`);
  });

  it.each(places)('ends the build where a release has more of %s', (what, place) => {
    // One cut ends before these words.
    const twice = `${place}const handleAck2 = 0;\n${place}`;
    expect(() => withoutUnusedParts(penpal.replace(place, () => twice))).toThrow(`“${what}”`);
  });
});
