import { isDeepStrictEqual } from 'node:util';
import { applications } from './applications.ts';
import { associations } from './associations.ts';
import { atomicBanks } from './atomic-banks.ts';
import { atomicCards, testCards } from './atomic-cards.ts';
import { type Correction, corrections, misprints } from './corrections.ts';
import { logs } from './logs.ts';
import type { Pair } from './pair.ts';
import { proxy } from './proxy.ts';
import { reactions } from './reactions.ts';
import { reactorFormulas } from './reactor-formulas.ts';
import { reactors } from './reactors.ts';
import { errors, requests } from './requests.ts';
import { sessions } from './sessions.ts';
import { tenants } from './tenants.ts';
import { replaceText } from './text.ts';
import { tokenPage } from './token-page.ts';
import { duplicates, maskedAnew, privacy, searches } from './token-prose.ts';
import { useCases } from './token-use-cases.ts';
import { tokenize } from './tokenize.ts';
import { tokens, tokenTypes } from './tokens.ts';

/** Every pair, as the documents print it. */
export const printed: Pair[] = [
  ...requests,
  ...errors,
  ...applications,
  ...atomicBanks,
  ...atomicCards,
  ...testCards,
  ...tokens,
  ...tokenTypes,
  ...associations,
  ...tokenize,
  ...tokenPage,
  ...useCases,
  ...logs,
  ...tenants,
  ...reactorFormulas,
  ...reactors,
  ...proxy,
  ...reactions,
  ...sessions,
  ...privacy,
  ...searches,
  ...duplicates,
  maskedAnew,
];

/** Every pair as it is replayed. A correction that does not find what it corrects is an error. */
export function replayed(): Pair[] {
  const used = new Set<Correction>();
  const pairs = printed.map((pair) => {
    const own = corrections.filter(({ source }) => source === pair.source);
    for (const correction of own) used.add(correction);
    return own.reduce(
      correct,
      misprints.reduce((text, m) => replaceText(text, m.printed, m.replayed), structuredClone(pair)),
    );
  });
  const unused = corrections.find((correction) => !used.has(correction));
  if (unused) throw new Error(`No pair is called "${unused.source}".`);
  return pairs;
}

function correct(pair: Pair, { source, at, printed: text, replayed: meant }: Correction): Pair {
  const keys = at.split('/');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], pair);
  const object = holder as Record<string, unknown>;
  if (!isDeepStrictEqual(object[last], text)) throw new Error(`"${source}" does not print that at ${at}.`);
  if (meant === undefined) delete object[last];
  else object[last] = meant;
  return pair;
}
