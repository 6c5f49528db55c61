import type { englishAround } from '../english-around.ts';
import type { Translated } from '../gate-words.ts';
import { forms } from './forms.ts';

/** What stands around the views, in German. */
export const germanAround: Translated<typeof englishAround> = {
  shell: {
    skip: 'Zum Inhalt springen',
    menu: 'Menü',
    find: 'Suchen oder öffnen …',
    tenant: 'Mandant',
    account: 'Ihr Konto',
    theme: 'Farben',
    themeSystem: 'Wie das System',
    themeLight: 'Hell',
    themeDark: 'Dunkel',
    language: 'Sprache',
    signOut: 'Abmelden',
    endsSoon: 'Sie werden in einer Minute abgemeldet',
    endsSoonText: 'Eine Weile ist nichts geschehen.',
    stay: 'Angemeldet bleiben',
    kept: (name: string) =>
      `Ihre Sitzung ist beendet. Was Sie eingegeben haben, ist ohne geheime Werte wieder da, sobald sich ${name} anmeldet.`,
    noPlace: 'Diese Seite gibt es nicht',
    noPlaceText: 'Vielleicht ist die Adresse falsch geschrieben, oder Ihre Rolle sieht diese Seite nicht.',
    noTenant: 'Diesen Mandanten gibt es nicht',
    noTenantText: 'Er wurde gelöscht oder gehört nicht zum Bereich Ihres Kontos.',
    nothing: 'Es gibt noch keinen Mandanten',
    nothingText:
      'Ihr Konto hat keinen Mandanten in seinem Bereich. Bitten Sie einen Administrator, einen anzulegen oder Sie zu einem einzuladen.',
    home: 'Zur Startseite',
    shown: (count) => forms(count, { one: '# auf dieser Seite', other: '# auf dieser Seite' }),
  },
  menu: {
    overview: 'Übersicht',
    tokens: 'Tokens',
    logs: 'Protokoll',
    applications: 'Anwendungen',
    developer: 'Anfragen und Testkarten',
    keys: 'Schlüssel',
    verification: 'Prüfung des Auditlogs',
    reactors: 'Reaktoren',
    formulas: 'Formeln',
    proxies: 'Proxys',
    embed: 'Felder einbetten',
    operators: 'Bediener',
    tenants: 'Mandanten',
    approvals: 'Freigaben',
    account: 'Passkeys und Sitzungen',
  },
  palette: {
    title: 'Suchen oder öffnen',
    placeholder: 'Eine Seite, ein Mandant, eine ID …',
    help: 'Pfeiltasten wählen aus, Enter öffnet, Escape schließt.',
    nothing: 'Nichts mit diesem Namen.',
    page: 'Seite',
    tenant: 'Mandant',
    action: 'Aktion',
    openToken: (text) => `Token ${text} öffnen`,
    searchTokens: (text) => `Tokens suchen: ${text}`,
    logsAbout: (text) => `Protokolleinträge zu ${text}`,
  },
};
