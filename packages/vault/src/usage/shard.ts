import type { Random } from '../ids.ts';

/** A power of two of at most 256, so that a random byte chooses every shard with equal probability. */
const shards = 64;

/**
 * Chooses which row of each counter this process writes. The value of a counter is the sum of its rows. Processes with different
 * rows never wait for each other's transactions; processes with the same row do, but still count correctly.
 */
export const drawShard = (random: Random): number => (random(1)[0] ?? 0) % shards;
