import { contract, routes } from '@tessera/contract';
import { luhn } from '@tessera/rules';
import type { Effort } from '../effort/effort.ts';
import { uniform } from '../expressions/draw.ts';
import { type Expression, isBlindAlias } from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';
import type { Random } from '../ids.ts';
import { ApiError, invalid } from '../problem.ts';
import { compileFor, evaluateFor } from './evaluate.ts';
import type { Exposure } from './exposure.ts';
import { asProperty } from './expression-errors.ts';

/** Where the id of a new token comes from when the request says. */
export interface AliasSource {
  /** Whether another draw may give another alias. */
  random: boolean;
  /** An alias that keeps all rules; whether it is free is another question. `undefined` when luck ran out. Throws 400. */
  draw(): Promise<string | undefined>;
  /** Where the expression stands in the request, for the names in errors. */
  at: string;
}

/** How often an alias is drawn before the token gets a UUID (docs/architecture.md §3.6). */
export const redraws = 16;

const shortest = 3;
const longest = 400;

/**
 * Characters that would not come through a URL, a query or a template unharmed (docs/architecture.md §3.6), and those nobody sees.
 */
const forbidden = /[#/\\+?[\]|&=%<>{}^]|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|^\s|\s$/u;

/** What follows `/tokens/` as a part of the path itself, such as `search`. */
const words = new Set(
  routes(contract).flatMap(({ route }) => {
    const [, first, ...rest] = route.path.split('/');
    return first === 'tokens' ? rest.filter((segment) => !segment.startsWith('{')) : [];
  }),
);

/** Why a text cannot be the id of a token. */
const objection = (alias: string): string | undefined => {
  const length = alias.length > 2 * longest ? alias.length : Array.from(alias).length;
  if (length < shortest || length > longest) return `An id has ${shortest} to ${longest} characters.`;
  if (forbidden.test(alias))
    return 'An id may not hold # / \\ + ? [ ] | & = % < > { } ^ or control characters, nor begin or end with a space.';
  if (words.has(alias.toLowerCase())) return `An id may not be ${[...words].join(', ')}: these are paths of the API.`;
  return undefined;
};

/** Digits and nothing else, separators left out. */
const numberIn = (alias: string): string | undefined => {
  const digits = alias.replace(/[ -]/g, '');
  return /^\d+$/.test(digits) ? digits : undefined;
};

const textOf = (value: Json): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

/** Draws that are the same each time they are begun, so that only the data can make two results differ. */
const repeatable = () => {
  let state = 1;
  return (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
};

/** On `pci` tokens an id may tell no more of a card than its masked form does. */
const assertHidesCard = async (
  source: string,
  expression: Expression,
  { showsCode, showsNumber, repeatsNumber }: Exposure,
  { effort, at }: { effort: Effort; at: string },
): Promise<void> => {
  const show = (data: Json) =>
    effort.run(() => JSON.stringify(expression.evaluate({ data }, effort, { random: repeatable() })));
  if (!((await showsCode(show)) || (await showsNumber(show)) || (await repeatsNumber(source)))) return;
  throw invalid(
    at,
    'The id of a pci token may show the first six digits of a card number (eight from 16 digits on) and the last four, and ' +
      'nothing of a cvc.',
  );
};

const blindOnly = (at: string) =>
  new ApiError('elements-key-restricted', 'Send this with a server_to_server key instead.', {
    errors: {
      [at]: ['With an API key of type elements an id is one alias filter that reveals nothing: {{ data | alias_… }}.'],
    },
  });

interface AliasRules {
  /** Of `pci` data: the alias may show no more of it than a masked form. */
  exposure: Exposure | undefined;
  /** The alias may tell nothing about the data at all. */
  blind: boolean;
  random: Random;
  effort: Effort;
  at: readonly string[];
}

/**
 * Reads the `id` of a request: an expression over the data (docs/architecture.md §3.6). A key of type elements may only ask for an
 * alias that tells nothing about the data (docs/architecture.md §2.8). Throws 400 or 403 at the property.
 */
export const aliasSource = (
  source: string,
  data: Json,
  { exposure, blind, random, effort, at }: AliasRules,
): Promise<AliasSource> => {
  const path = at.join('.');
  return asProperty(at, async () => {
    const expression = await compileFor(effort, source, { variables: ['data'] });
    if (blind && !isBlindAlias(expression)) throw blindOnly(path);
    if (exposure) await assertHidesCard(source, expression, exposure, { effort, at: path });
    const isRandom = !expression.deterministic;
    const draws = uniform(random);

    const evaluate = async (): Promise<string> => {
      const value = await asProperty(at, () => evaluateFor(effort, expression, { data }, { random: draws }));
      const text = textOf(value);
      if (text === undefined) throw invalid(path, 'The expression must give a text for this data.');
      const wrong = objection(text);
      if (wrong) throw invalid(path, wrong);
      return text;
    };

    const draw = async (): Promise<string | undefined> => {
      const alias = await evaluate();
      const number = numberIn(alias);
      if (number === undefined || !luhn(number)) return alias;
      if (isRandom) return undefined;
      // Short numbers are right by chance, and nobody takes them for cards.
      if (number.length < 12 || number.length > 19) return alias;
      throw invalid(path, 'An id may not be a number with a right check digit: it would be taken for a card.');
    };

    return { random: isRandom, draw, at: path };
  });
};
