/** Whether an address is of a page in front of the console: signing in, and making a first passkey. */
export const isGate = (pathname: string): boolean => /^\/(enrol|sign-in)$/.test(pathname);
