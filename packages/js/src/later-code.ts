/*
 * Code that is loaded when it is first used, so that a page which shows fields does not wait for it. The script tag has other functions in
 * the place of these: it loads the same code from the vault that served it (build/later-parts.ts).
 */

/** The code that calls the API. */
export const loadClient = () => import('@tessera/client');

/** The code that encrypts. */
export const loadEncrypt = () => import('@tessera/client/encrypt');
