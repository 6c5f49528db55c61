import type { Random } from '../ids.ts';

/** Whole numbers below a bound, each as likely as the other: draws that would favour the low ones are thrown away. */
export const uniform =
  (random: Random) =>
  (bound: number): number => {
    const range = 2 ** 32;
    const fair = range - (range % bound);
    for (;;) {
      const bytes = random(4);
      const drawn = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
      if (drawn < fair) return drawn % bound;
    }
  };
