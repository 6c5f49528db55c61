import { brotliCompressSync, gzipSync } from 'node:zlib';

type Compress = (text: Uint8Array) => Uint8Array<ArrayBuffer>;

/** How files are compressed, the smallest result first, by the names of RFC 9110 §8.4.1. */
export const codings = {
  br: (text) => new Uint8Array(brotliCompressSync(text)),
  gzip: (text) => new Uint8Array(gzipSync(text, { level: 9 })),
} as const satisfies Record<string, Compress>;

export type Coding = keyof typeof codings;

const names = Object.keys(codings) as Coding[];

/** Entries of a header that are read. Browsers send five. */
const most = 20;

/** The weight of each coding that a caller lists: `br;q=0.5` (RFC 9110 §12.5.3). */
const weights = (acceptEncoding: string): Map<string, number> => {
  const found = new Map<string, number>();
  for (const entry of acceptEncoding.split(',', most)) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (name !== '') found.set(name === 'x-gzip' ? 'gzip' : name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  return found;
};

/** The coding for an answer by the request's `Accept-Encoding`; `undefined` means that the answer is sent as it is. */
export const codingFor = (acceptEncoding: string | null): Coding | undefined => {
  const listed = weights(acceptEncoding ?? '');
  const weightOf = (name: string) => listed.get(name) ?? listed.get('*') ?? 0;
  const best = names.reduce<Coding | undefined>(
    (chosen, name) => (weightOf(name) > (chosen === undefined ? 0 : weightOf(chosen)) ? name : chosen),
    undefined,
  );
  // Plain text counts only when it is preferred by name.
  return best !== undefined && (listed.get('identity') ?? 0) <= weightOf(best) ? best : undefined;
};
