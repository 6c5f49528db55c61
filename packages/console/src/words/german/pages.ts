import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in German. */
export const germanPages: Translated<typeof englishPages> = {
  pages: {
    title: 'Seiten, die seine Felder einbetten dürfen',
    listed: 'Seiten in der Liste',
    page: 'Seite',
    addedAt: 'Hinzugefügt',
    newPage: 'Eine Seite, mit Schema, Host und Port',
    add: 'Hinzufügen',
    added: 'Die Seite wurde hinzugefügt.',
    none: 'Noch keine: Felder funktionieren auf keiner Seite dieses Mandanten.',
    help: 'Eine Änderung wirkt nach höchstens zwei Sekunden. Ein Browser, der eben noch abgewiesen wurde, braucht vielleicht fünf Minuten.',
    whoAdds:
      'Seiten fügen Administratoren aller Mandanten hinzu, denn jede von ihnen darf Frames dieses Vaults zeigen.',
    overruled: 'Ohne Wirkung: Die Einstellung des Vaults gibt diese Seite einem anderen Mandanten.',
    removeTitle: 'Seite entfernen',
    removeText:
      'Felder auf dieser Seite funktionieren nicht mehr, auch wo sie offen ist. Geben Sie ihre Adresse ein, um fortzufahren.',
    removed: 'Die Seite wurde entfernt.',
    setting: 'Seiten, die die Einstellung des Vaults nennt',
    settingText: 'Der Betreiber des Vaults legt sie fest; bei SIGHUP werden sie neu gelesen:',
  },
};
