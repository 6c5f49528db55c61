/** The code that encrypts. It is loaded when it is first used, so that pages which encrypt nothing do not wait for it. */
export const loadEncrypt = () => import('@tessera/client/encrypt');
