import { replacement } from './replacement.ts';

/** The release that the cuts below were read against. `packages/bridge/package.json` asks for exactly this one. */
export const penpalVersion = '7.0.6';

interface Cut {
  /** What is taken out. */
  readonly what: string;
  readonly find: RegExp;
  readonly instead: string;
  /** How often it occurs, once the cuts above it are made. */
  readonly times: number;
}

/**
 * Parts of penpal that run to no effect here, because of how `packages/bridge/src/rpc.ts` uses it: nothing listens to its
 * log, only the codes of its errors are read, no error is sent with message and stack, and the bridge answers the handshake
 * itself.
 */
export const cuts: readonly Cut[] = [
  {
    what: 'writing errors for the other side',
    find: /(var serializeError = )[^;]*?=> \(\{[^;]*\}\);/g,
    instead: '$1() => new Error();',
    times: 1,
  },
  {
    what: 'reading errors of the other side',
    find: /(var deserializeError = )[^;]*?=> \{[\s\S]*?\n\};/g,
    instead: '$1() => new Error();',
    times: 1,
  },
  {
    what: 'the list of methods for the handshake',
    find: /const methodPaths = extract[^;]*;/g,
    instead: '',
    times: 1,
  },
  {
    what: 'the two handlers of the handshake',
    find: /const handleSynMessage = \(message\) => \{\s+log[\s\S]*?(?=const handleAck2)/g,
    instead: '',
    times: 1,
  },
  {
    what: 'the calls of these handlers',
    find: /if \(is(?:Syn|Ack1)Message\(message\)\) \{\s+handle[^}]*\}/g,
    instead: '',
    times: 2,
  },
  {
    what: 'the log',
    find: /(?<!#)\blog\?\.\(/g,
    instead: 'false && (',
    times: 8,
  },
  {
    what: 'the sentences of errors',
    find: /(new PenpalError_default\(\s*"[A-Z_]+"),\s*(?:"[^"]*"|`(?:[^`\\]|\\.)*`|error\.message)\s*\)/g,
    instead: '$1)',
    times: 15,
  },
];

/** penpal's module without these parts. Throws where it no longer holds each of them as often as the table says. */
export const withoutUnusedParts = (code: string): string =>
  cuts.reduce((text, { what, find, instead, times }) => {
    const found = text.match(find)?.length ?? 0;
    if (found !== times) {
      throw new Error(
        `The build leaves parts of penpal ${penpalVersion} out of bundles, and found “${what}” ${found} times instead of ${times}. ` +
          'Read the new penpal, correct the table in build/quiet-penpal.ts, and run the browser tests.',
      );
    }
    return text.replace(find, instead);
  }, code);

export const quietPenpal = replacement({
  name: 'quiet-penpal',
  neededBy: ['frame', 'elementsScript', 'sdkScript'],
  replace: (code, id) => (id.includes('/node_modules/penpal/dist/') ? withoutUnusedParts(code) : null),
});
