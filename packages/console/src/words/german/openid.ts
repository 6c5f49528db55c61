import type { englishOpenId } from '../english-openid.ts';
import type { Translated } from '../words.ts';

/** What is said about signing in with an OpenID provider, in German. */
export const germanOpenId: Translated<typeof englishOpenId> = {
  openId: {
    signIn: (name) => `Mit ${name} anmelden`,
    enrolText: (name) => `Oder melden Sie sich mit Ihrem Konto bei ${name} an, jetzt und künftig:`,
    enrol: (name) => `Mein Konto bei ${name} verwenden`,
    failures: {
      denied:
        'Der Anmeldedienst hat niemanden eingelassen, oder Sie haben ihn verlassen. Versuchen Sie es noch einmal.',
      expired:
        'Das hat länger als fünf Minuten gedauert oder in einem anderen Browser begonnen. Versuchen Sie es noch einmal.',
      factors:
        'Der Anmeldedienst hat Sie nicht so geprüft, wie diese Konsole es verlangt. Melden Sie sich dort mit einem zweiten Faktor an.',
      link: 'Der Link der Einladung wurde benutzt oder ist abgelaufen. Bitten Sie um einen neuen.',
      refused:
        'Die Antwort des Anmeldedienstes wurde nicht angenommen. Versuchen Sie es noch einmal; warum, steht im Protokoll des Vaults.',
      stale:
        'Der Anmeldedienst hat Sie nicht noch einmal gefragt. Melden Sie sich dort ab und versuchen Sie es noch einmal.',
      taken: 'Dieses Konto gehört schon zu einem anderen Bediener.',
      unknown: 'Dieses Konto gehört zu keinem Bediener. Bitten Sie, wer den Vault betreibt, Sie einzuladen.',
      unreachable:
        'Der Anmeldedienst ist nicht erreichbar. Melden Sie sich mit einem Passkey an, oder versuchen Sie es später.',
    },
    accounts: 'Konten',
    accountsText: (name) => `Konten bei ${name}, mit denen Sie sich anmelden.`,
    account: 'Konto',
    issuer: 'Anbieter',
    linked: 'Verbunden',
    removeTitle: 'Konto entfernen',
    removeText:
      'Es meldet Sie nicht mehr an, und Sitzungen, die damit begannen, enden. Geben Sie seinen Namen ein, um fortzufahren.',
    removeOtherText:
      'Es meldet diese Person nicht mehr an, und Sitzungen, die damit begannen, enden. Geben Sie seinen Namen ein, um fortzufahren.',
    freshText: (name) =>
      `Bevor Sie Ihren ersten Passkey hinzufügen, muss ${name} Sie noch einmal fragen, wer Sie sind. Danach kommen Sie auf diese Seite zurück.`,
    fresh: (name) => `Noch einmal mit ${name} anmelden`,
  },
};
