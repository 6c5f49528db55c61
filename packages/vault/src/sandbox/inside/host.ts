import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What the code can ask of the process, all of it pure or random: JSON in, JSON out. */
export type Service = (input: never) => unknown;

const algorithms = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

interface Digest {
  algorithm: string;
  key?: string;
  data: string;
}

const digest = ({ algorithm, key, data }: Digest) => {
  const name = String(algorithm).toLowerCase().replace('-', '');
  if (!algorithms.has(name)) return { error: `Unknown algorithm; known are ${[...algorithms].join(', ')}.` };
  const hash = key === undefined ? createHash(name) : createHmac(name, Buffer.from(key, 'base64'));
  return { value: hash.update(Buffer.from(data, 'base64')).digest('base64') };
};

const changeable = [
  'hash',
  'host',
  'hostname',
  'href',
  'password',
  'pathname',
  'port',
  'protocol',
  'search',
  'username',
];

interface UrlInput {
  href: string;
  base?: string;
  change?: [property: string, value: string];
}

const url = ({ href, base, change }: UrlInput) => {
  if (!URL.canParse(href, base)) return { error: 'Invalid URL' };
  const parsed = new URL(href, base);
  if (change && changeable.includes(change[0])) Reflect.set(parsed, ...change);
  const { origin } = parsed;
  return { value: { origin, ...Object.fromEntries(changeable.map((name) => [name, Reflect.get(parsed, name)])) } };
};

export const services = {
  digest,
  url,
  random: ({ bytes }: { bytes: number }) => ({ value: randomBytes(Math.min(bytes, 65_536)).toString('base64') }),
} satisfies Record<string, Service>;
