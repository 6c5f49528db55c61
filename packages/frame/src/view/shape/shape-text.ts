import { type ElementOptions, Failure } from '@tessera/bridge';
import type { Field } from '@tessera/fields';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';

/** What a pattern of the page looks at is never longer. */
const maxLength = 1_000;

/** The most places of a mask. */
const maxPlaces = 200;

const refused = (option: string) => new Failure('invalid-option', { detail: option });

const patternOf = (given: unknown, option: string): Pattern => {
  const pattern = given instanceof RegExp ? compilePattern(given) : undefined;
  if (!pattern) throw refused(option);
  return pattern;
};

/** One place of a mask: a character that stands there anyway, or a pattern for the one that is typed. */
type Place = string | Pattern;

const placesOf = (mask: unknown): readonly Place[] | undefined => {
  if (mask === undefined || mask === null) return undefined;
  if (!Array.isArray(mask)) throw refused('mask');
  const places = mask.flatMap((place: unknown): Place[] =>
    typeof place === 'string' ? [...place] : [patternOf(place, 'mask')],
  );
  if (places.length > maxPlaces || !places.some((place) => typeof place !== 'string')) throw refused('mask');
  return places;
};

/**
 * What was typed as the mask has it: what stands there anyway is filled in as soon as something follows it, and what fits
 * nowhere is left out.
 */
const fitted = (typed: string, places: readonly Place[]): string => {
  const characters = [...typed];
  let written = '';
  let waiting = '';
  for (const place of places) {
    if (typeof place === 'string') {
      waiting += place;
      if (characters[0] !== place) continue;
      characters.shift();
    } else {
      while (characters[0] !== undefined && place.test(characters[0]) !== true) characters.shift();
      const character = characters.shift();
      if (character === undefined) return written;
      waiting += character;
    }
    written += waiting;
    waiting = '';
  }
  return written + waiting;
};

const transformOf = (transform: unknown): ((value: string) => string | undefined) => {
  if (transform === undefined || transform === null) return (value) => value;
  const [given, template = ''] = [transform].flat();
  const pattern = patternOf(given, 'transform');
  if (typeof template !== 'string') throw refused('transform');
  return (value) => pattern.replace(value, template);
};

const lengthOf = (option: unknown): number => {
  if (option === undefined || option === null) return Number.POSITIVE_INFINITY;
  if (!Number.isInteger(option) || Number(option) < 1) throw refused('maxLength');
  return Number(option);
};

/** Text as its options want it: masked, cut to a length, judged by a pattern once it was left, transformed when it is sent. */
export const shape = (field: Field, options: ElementOptions): Field => {
  const places = placesOf(options.mask);
  if (places && options.password === true) throw refused('mask');
  const { validation } = options;
  const pattern = validation === undefined || validation === null ? undefined : patternOf(validation, 'validation');
  const transform = transformOf(options.transform);
  const hasPattern = pattern !== undefined || options.transform != null;
  const most = Math.min(lengthOf(options.maxLength), hasPattern ? maxLength : Number.POSITIVE_INFINITY);
  const isFilled = (value: string) => value !== '' && (!places || [...value].length === places.length);

  return {
    ...field,
    // Half of an emoji is no text.
    parse: (typed) => (places ? fitted(typed, places) : typed).slice(0, most).replace(/\p{Cs}$/u, ''),
    judge: (value, { settled }) => {
      if (!isFilled(value)) return 'incomplete';
      if (transform(value) === undefined) return 'invalid';
      if (!pattern) return 'complete';
      // Judged on each key, a pattern could be made to spell a value out.
      if (settled !== true) return 'incomplete';
      return pattern.test(value) === true ? 'complete' : 'invalid';
    },
    fill: (value) => {
      if (!isFilled(value)) return 'short';
      return places || value.length >= most ? 'full' : 'enough';
    },
    data: (value) => ({ value: transform(value) ?? '' }),
  };
};
