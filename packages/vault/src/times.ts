/** Formats milliseconds since the epoch as the API shows times: UTC, whole seconds (docs/architecture.md §3.12). */
export const wireTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+00:00`;

/**
 * Parses a time whose form the contract has checked: ISO 8601, or only a day. Without an offset it is UTC. Returns milliseconds.
 */
export const readTime = (text: string): number =>
  Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);
