import { ApiError } from '../problem.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets kept at once. Beyond it full ones are forgotten first; a flood of addresses cannot grow the map without end. */
const kept = 10_000;

/**
 * A token bucket per name: `perSecond` calls a second, as many at once after a rest. Throws 429 with `Retry-After`.
 * `clock` gives milliseconds.
 */
export const rateLimit = (perSecond: number, clock: () => number) => {
  const buckets = new Map<string, Bucket>();

  const level = (bucket: Bucket, now: number): number =>
    Math.min(perSecond, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);

  const makeRoom = (now: number): void => {
    for (const [name, bucket] of buckets) if (level(bucket, now) >= perSecond) buckets.delete(name);
    for (const name of buckets.keys()) {
      if (buckets.size < kept) break;
      buckets.delete(name);
    }
  };

  return (name: string): void => {
    const now = clock();
    const bucket = buckets.get(name) ?? { tokens: perSecond, at: now };
    const tokens = level(bucket, now);
    if (tokens < 1) {
      const seconds = Math.max(1, Math.ceil((1 - tokens) / perSecond));
      throw new ApiError('rate-limited', `This key may make ${perSecond} calls a second from one address.`, {
        headers: { 'Retry-After': String(seconds) },
      });
    }
    if (!buckets.has(name) && buckets.size >= kept) makeRoom(now);
    buckets.set(name, { tokens: tokens - 1, at: now });
  };
};
