import type { OpenIdFailure } from '@tessera/contract/console';

/** What is said about signing in with an OpenID provider, in English. */
export const englishOpenId = {
  openId: {
    signIn: (name: string) => `Sign in with ${name}`,
    enrolText: (name: string) => `Or sign in with your account at ${name}, now and from then on:`,
    enrol: (name: string) => `Use my account at ${name}`,
    failures: {
      denied: 'The sign-in service let nobody in, or you left it. Try again.',
      expired: 'This took longer than five minutes, or began in another browser. Try again.',
      factors: 'The sign-in service did not check you as this console requires. Sign in there with a second factor.',
      link: 'The link of the invitation was used or has expired. Ask whoever invited you for another one.',
      refused: 'The answer of the sign-in service was not accepted. Try again; the log of the vault says why.',
      stale: 'The sign-in service did not ask you again. Sign out there, then try again.',
      taken: 'This account is linked to another operator already.',
      unknown: 'This account is not linked to an operator. Ask who runs the vault to invite you.',
      unreachable: 'The sign-in service cannot be reached. Sign in with a passkey, or try again later.',
    } satisfies Record<OpenIdFailure, string>,
    accounts: 'Accounts',
    accountsText: (name: string) => `Accounts at ${name} that sign you in.`,
    account: 'Account',
    issuer: 'Provider',
    linked: 'Linked',
    removeTitle: 'Remove the account',
    removeText: 'It no longer signs you in, and sessions begun with it end. To go on, type its name.',
    removeOtherText: 'It no longer signs this person in, and sessions begun with it end. To go on, type its name.',
    freshText: (name: string) =>
      `Before you add your first passkey, ${name} has to ask you once more who you are. You come back to this page.`,
    fresh: (name: string) => `Sign in with ${name} again`,
  },
};
