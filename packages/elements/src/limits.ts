/* How long a frame may take, in milliseconds. */

/** Over a small request. */
export const smallLimit = 5_000;

/** Over asking the vault about the key. */
export const checkedLimit = 15_000;

/** Over a call, for which the frame itself gives the vault 30 seconds. */
export const callLimit = 45_000;
