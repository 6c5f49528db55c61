/**
 * How long a frame may take, in milliseconds: over a small request, over asking the vault about the key, and over a call, for
 * which the frame itself gives the vault 30 seconds.
 */
export const limits = { small: 5_000, checked: 15_000, call: 45_000 };
