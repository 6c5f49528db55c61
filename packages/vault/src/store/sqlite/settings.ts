/**
 * Pages that a connection keeps: up to 64 MiB in place of SQLite's 2, which the inner pages of a hundred thousand tokens fill
 * already. What is not kept is read from the system again, page by page.
 */
export const cacheSize = 'pragma cache_size = -65536';

/** The settings of every connection that only reads. */
export const reading = (busyTimeout: number): string =>
  `pragma busy_timeout = ${busyTimeout}; pragma trusted_schema = off; ${cacheSize}`;
