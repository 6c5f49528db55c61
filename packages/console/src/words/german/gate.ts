import type { englishGate } from '../english-gate.ts';
import type { Translated } from '../gate-words.ts';

/** What the pages in front of the console say, and what all others say while they wait and when something went wrong, in German. */
export const germanGate: Translated<typeof englishGate> = {
  signIn: {
    title: 'Anmelden',
    text: 'Melden Sie sich mit Ihrem Passkey an: mit dem Fingerabdruck, dem Gesicht, der PIN oder dem Sicherheitsschlüssel, den Sie registriert haben. Passwörter gibt es nicht.',
    withPasskey: 'Mit einem Passkey anmelden',
    noAccount: 'Noch kein Konto? Wer den Vault betreibt, lädt Sie ein mit',
    unsupported:
      'Dieser Browser kann hier keine Passkeys verwenden. Nehmen Sie eine aktuelle Version, über https oder auf localhost.',
    refused:
      'Es wurde kein Passkey verwendet: Das Fenster des Browsers wurde geschlossen, oder dieses Gerät hat keinen für diese Adresse.',
    known: 'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
    ended: 'Ihre Sitzung ist beendet. Melden Sie sich wieder an; Sie kommen dorthin zurück, wo Sie waren.',
  },
  enrol: {
    title: 'Ihr erster Passkey',
    text: 'Sie wurden eingeladen. Ein Passkey auf diesem Gerät wird Ihr Schlüssel zur Konsole; der Link gilt nur einmal.',
    name: 'Ein Name dafür, wenn Sie möchten',
    namePlaceholder: 'Laptop, Sicherheitsschlüssel …',
    make: 'Passkey anlegen',
    noLink: 'Diese Seite braucht den ganzen Link Ihrer Einladung, auch den Teil hinter dem #.',
  },
  actions: {
    tryAgain: 'Noch einmal versuchen',
    cancel: 'Abbrechen',
    close: 'Schließen',
    copy: 'Kopieren',
    delete: 'Löschen',
    search: 'Suchen',
    filter: 'Filtern',
    clear: 'Zurücksetzen',
    save: 'Speichern',
    change: 'Ändern …',
    done: 'Fertig',
    typeToConfirm: 'Zur Bestätigung eingeben:',
  },
  states: {
    loading: 'Wird geladen …',
    copied: 'Kopiert.',
    notCopied: 'Der Browser hat das Kopieren nicht erlaubt.',
    pages: 'Seiten',
    first: 'Erste Seite',
    next: 'Nächste Seite',
    end: 'Das ist alles.',
  },
  problems: {
    titles: {
      'malformed-request': 'Die Anfrage war nicht lesbar.',
      validation: 'Ein Feld oder mehrere fehlen oder sind falsch.',
      'too-much-work': 'Das verlangt zu viel Arbeit auf einmal.',
      'search-too-broad': 'Die Suche würde zu viele Tokens durchsehen.',
      'sign-in-required': 'Niemand war angemeldet.',
      'sign-in-failed': 'Der Passkey oder der Link wurde nicht angenommen.',
      forbidden: 'Ihre Rolle erlaubt das nicht.',
      'role-forbidden': 'Ihre Rolle erlaubt das nicht.',
      'fresh-sign-in-needed': 'Das braucht eine Anmeldung in den letzten Minuten.',
      'passkey-needed': 'Das braucht einen Passkey.',
      'touch-refused': 'Der Passkey hat das nicht bestätigt.',
      'agreement-required': 'Zwei Personen, die für Schlüssel zuständig sind, müssen dem zustimmen.',
      'approval-needed': 'Jemand anders muss das zuerst freigeben.',
      'not-found': 'Hier wurde nichts gefunden.',
      conflict: 'Inzwischen wurde etwas geändert, das dem widerspricht.',
      'in-use': 'Etwas anderes verwendet das noch.',
      'body-too-large': 'Das ist zu groß, um auf einmal gesendet zu werden.',
      'limit-reached': 'Davon gibt es so viele, wie es geben darf.',
      'reactor-code': 'Der Code ist keine gültige Funktion.',
      'rate-limited': 'Zu viele Aufrufe in kurzer Zeit.',
      'too-much-stored': 'In kurzer Zeit wurde zu viel gespeichert.',
      'quota-exceeded': 'Der Mandant hat gespeichert, was er an einem Tag speichern darf.',
      internal: 'Im Vault ist etwas schiefgegangen.',
      'not-offered': 'Dieser Vault hat diesen Teil nicht.',
      'identity-provider-unreachable': 'Der Anmeldedienst ist nicht erreichbar.',
      unavailable: 'Der Vault kann gerade nicht antworten.',
    },
    title: 'Das hat nicht geklappt',
    unexpected:
      'Das war nicht vorgesehen. Laden Sie die Seite neu; bleibt es dabei, sagen Sie es dem Betreiber des Vaults.',
    noAnswerTitle: 'Es kam keine Antwort',
    noAnswer:
      'Der Vault ist vielleicht angehalten oder nicht erreichbar. Nichts ging verloren; versuchen Sie es wieder, wenn er zurück ist.',
    signedOut: 'Melden Sie sich an und versuchen Sie es noch einmal.',
    forbidden: 'Ein Administrator kann sie ändern.',
    needed: 'Versuchen Sie es erneut, sobald das geschehen ist.',
    notFound: 'Es wurde gelöscht, hat eine andere ID oder gehört einem anderen Mandanten.',
    tooMany: 'Warten Sie einen Moment und versuchen Sie es dann wieder.',
    server:
      'Der Vault hatte einen Fehler oder ist ausgelastet. Versuchen Sie es noch einmal; mit der Trace-ID findet der Betreiber die Ursache in seinem Log.',
    request: 'Ändern Sie, was oben genannt ist, und versuchen Sie es dann noch einmal.',
    trace: 'Trace-ID:',
    reload: 'Ein Teil der Seite konnte nicht geladen werden. Vielleicht wurde der Vault aktualisiert.',
  },
  openId: {
    signIn: (name) => `Mit ${name} anmelden`,
    enrolText: (name) => `Oder melden Sie sich mit Ihrem Konto bei ${name} an, jetzt und künftig:`,
    enrol: (name) => `Mein Konto bei ${name} verwenden`,
    failures: {
      denied:
        'Der Anmeldedienst hat niemanden eingelassen, oder Sie haben ihn verlassen. Versuchen Sie es noch einmal.',
      ended: 'Sie wurden inzwischen abgemeldet. Melden Sie sich an und verbinden Sie das Konto noch einmal.',
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
    link: (name) => `Mein Konto bei ${name} verbinden`,
    signOut: (name) => `Auch bei ${name} abmelden`,
    stillIn: (name) => `Hier sind Sie abgemeldet. ${name} kennt Sie in diesem Browser vielleicht noch.`,
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
