import type { Random } from '../ids.ts';

/** A power of two no greater than 256, so that a byte is a fair draw. */
const shards = 64;

/**
 * Which row of each counter a process writes; the value of a counter is the sum of its rows. Processes that add to different rows
 * never wait for each other's transactions, and those that drew the same one only wait.
 */
export const drawShard = (random: Random): number => (random(1)[0] ?? 0) % shards;
