/** Which destinations requests may go to; a destination is a host, with its port where that is on this machine. */
export interface Destinations {
  /** What requests may go to on this machine, as `host:port`. */
  readonly loopback: ReadonlySet<string>;
  allowed(tenantId: string, destination: string): boolean;
}

/** The setting cannot be used. The message says which entry and what to write instead. */
export class DestinationsError extends Error {
  override readonly name = 'DestinationsError';
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const hosts = /^(?:\*|(?:\*\.)?[a-z\d_-]+(?:\.[a-z\d_-]+)+)$/;
const onThisMachine = /^(?:[a-z\d._-]+|\[[\da-f:]+\]):[1-9]\d{0,4}$/;

interface Entry {
  pattern: string;
  tenantId?: string;
}

const isPattern = (text: string): boolean =>
  hosts.test(text) || (onThisMachine.test(text) && URL.canParse(`https://${text}`));

const readEntry = (entry: string): Entry => {
  const [pattern = '', tenantId, ...rest] = entry.split('=').map((part) => part.trim());
  if (!isPattern(pattern) || rest.length > 0) {
    const forms = 'a host, *.host, * or, on this machine, localhost:8443; and after = the id of its tenant';
    throw new DestinationsError(`allowed destination "${entry}": write ${forms}`);
  }
  if (tenantId === undefined) return { pattern };
  if (uuid.test(tenantId)) return { pattern, tenantId };
  throw new DestinationsError(`allowed destination "${entry}": what follows = must be the id of a tenant`);
};

const matches = (pattern: string, destination: string): boolean => {
  if (pattern === '*') return !destination.includes(':');
  return pattern.startsWith('*.') ? destination.endsWith(pattern.slice(1)) : destination === pattern;
};

/**
 * Reads `api.acquirer.example=TENANT_ID, *.scheme.example, localhost:8443`. An entry without a tenant is for all of them. `*.` stands
 * for names below a host, not for the host itself, and `*` for every host of the internet, which is also what no entry at all means.
 * An entry with a port is on this machine; nothing there can be reached unless it is named. Throws `DestinationsError`.
 */
export const parseDestinations = (text = ''): Destinations => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .map(readEntry);
  const list: readonly Entry[] = entries.length === 0 ? [{ pattern: '*' }] : entries;
  return {
    loopback: new Set(list.map(({ pattern }) => pattern).filter((pattern) => pattern.includes(':'))),
    allowed: (tenantId, destination) =>
      list.some((entry) => (entry.tenantId ?? tenantId) === tenantId && matches(entry.pattern, destination)),
  };
};
