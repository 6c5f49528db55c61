import { randomFillSync } from 'node:crypto';
import type { Random } from '../ids.ts';

const poolSize = 8192;

/**
 * Random bytes from the system's generator, drawn in blocks: one call for many small requests. What is handed out is
 * wiped from the pool, so no key lies there a second time.
 */
export const pooledRandom = (): Random => {
  const pool = new Uint8Array(poolSize);
  let next = poolSize;
  return (size) => {
    if (size > poolSize) return randomFillSync(new Uint8Array(size));
    if (next + size > poolSize) {
      randomFillSync(pool);
      next = 0;
    }
    const bytes = pool.slice(next, next + size);
    pool.fill(0, next, next + size);
    next += size;
    return bytes;
  };
};
