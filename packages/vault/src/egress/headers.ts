import { EgressError } from './egress-error.ts';

/** Header fields in order; a name may stand more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Fields that belong to one connection (RFC 9110 §7.6.1), and those that say where a message ends or goes: they are ours. */
const ofTheConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What `Connection` names belongs to the connection as well. */
const namedByConnection = (headers: HeaderList): Set<string> =>
  new Set(
    headers
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(',').map((option) => option.trim().toLowerCase())),
  );

/** The fields that may go on to the other side, names in lower case. */
export const endToEnd = (headers: HeaderList): [string, string][] => {
  const named = namedByConnection(headers);
  return headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !ofTheConnection.has(name) && !named.has(name));
};

/** RFC 9110 §5.6.2. */
export const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/** RFC 9110 §5.5: no CR, LF or NUL, nor other controls; Node sends the upper half as Latin-1. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The fields of a request, checked. Throws `EgressError` of kind `request`; the message repeats no value. */
export const outgoing = (headers: HeaderList): [string, string][] =>
  endToEnd(headers).map(([name, value]) => {
    if (!token.test(name)) throw new EgressError('request', 'The name of a header is not valid.');
    if (fieldValue.test(value)) return [name, value];
    throw new EgressError('request', `The header ${name} holds a line break or a character that headers cannot carry.`);
  });
