/** Whether a tenant's requests may go to a host. */
export type AllowedDestinations = (tenantId: string, host: string) => boolean;

/** The setting cannot be used. The message says which entry and what to write instead. */
export class DestinationsError extends Error {
  override readonly name = 'DestinationsError';
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const host = /^(\*\.)?[a-z\d_-]+(\.[a-z\d_-]+)*$/;

const entriesOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');

const readEntry = (entry: string): { pattern: string; tenantId?: string } => {
  const [pattern = '', tenantId, ...rest] = entry.split('=').map((part) => part.trim());
  if (!host.test(pattern) || rest.length > 0) {
    throw new DestinationsError(
      `allowed destination "${entry}": write a host or *.host, and after = the id of its tenant`,
    );
  }
  if (tenantId === undefined) return { pattern };
  if (!uuid.test(tenantId)) {
    throw new DestinationsError(`allowed destination "${entry}": what follows = must be the id of a tenant`);
  }
  return { pattern, tenantId };
};

const matches = (pattern: string, name: string): boolean =>
  pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;

/**
 * Reads `api.acquirer.example=TENANT_ID, *.scheme.example`. An entry without a tenant is for all of them; `*.` stands for names
 * below the host, not for the host itself. Without entries every host of the internet is allowed; with one, only what is listed.
 * Throws `DestinationsError`.
 */
export const parseAllowedDestinations = (text = ''): AllowedDestinations => {
  const entries = entriesOf(text).map(readEntry);
  if (entries.length === 0) return () => true;
  return (tenantId, name) =>
    entries.some((entry) => (entry.tenantId ?? tenantId) === tenantId && matches(entry.pattern, name));
};

/**
 * Reads `localhost:8443, 127.0.0.1:9443`: what on this machine requests may go to, for tests and demonstrations. Throws
 * `DestinationsError`.
 */
export const parseLoopbackDestinations = (text = ''): ReadonlySet<string> => {
  const named = entriesOf(text);
  for (const entry of named) {
    if (/^([a-z\d._-]+|\[[\da-f:]+\]):[1-9]\d{0,4}$/.test(entry) && URL.canParse(`https://${entry}`)) continue;
    throw new DestinationsError(`loopback destination "${entry}": write host and port, such as localhost:8443`);
  }
  return new Set(named);
};
