import type { englishAround } from '../english-around.ts';
import type { Translated } from '../gate-words.ts';
import { forms } from './forms.ts';

/** What stands around the views, in French. */
export const frenchAround: Translated<typeof englishAround> = {
  shell: {
    skip: 'Aller au contenu',
    menu: 'Menu',
    find: 'Rechercher ou ouvrir …',
    tenant: 'Locataire',
    account: 'Votre compte',
    theme: 'Couleurs',
    themeSystem: 'Comme le système',
    themeLight: 'Clair',
    themeDark: 'Sombre',
    language: 'Langue',
    signOut: 'Se déconnecter',
    endsSoon: 'Vous serez déconnecté dans une minute',
    endsSoonText: 'Rien ne s’est passé depuis un moment.',
    stay: 'Rester connecté',
    kept: (name: string) =>
      `Votre session est terminée. Ce que vous avez saisi est encore là, sans les valeurs secrètes, dès que ${name} se reconnecte.`,
    noPlace: 'Cette page n’existe pas',
    noPlaceText: 'L’adresse est peut-être mal écrite, ou votre rôle ne voit pas cette page.',
    noTenant: 'Ce locataire n’existe pas',
    noTenantText: 'Il a été supprimé, ou il n’est pas dans le périmètre de votre compte.',
    nothing: 'Il n’y a pas encore de locataire',
    nothingText:
      'Votre compte n’a aucun locataire dans son périmètre. Demandez à un administrateur d’en créer un ou de vous inviter dans le sien.',
    home: 'Aller à l’accueil',
    shown: (count) => forms(count, { one: '# sur cette page', other: '# sur cette page' }),
  },
  menu: {
    overview: 'Vue d’ensemble',
    tokens: 'Jetons',
    logs: 'Journal',
    applications: 'Applications',
    developer: 'Requêtes et cartes de test',
    keys: 'Clés',
    verification: 'Vérification du journal d’audit',
    reactors: 'Réacteurs',
    formulas: 'Formules',
    proxies: 'Serveurs proxy',
    embed: 'Intégrer des champs',
    operators: 'Opérateurs',
    tenants: 'Locataires',
    approvals: 'Approbations',
    account: 'Clés d’accès et sessions',
  },
  palette: {
    title: 'Rechercher ou ouvrir',
    placeholder: 'Une page, un locataire, un identifiant …',
    help: 'Les flèches choisissent, Entrée ouvre, Échap ferme.',
    nothing: 'Rien de ce nom.',
    page: 'Page',
    tenant: 'Locataire',
    action: 'Action',
    openToken: (text) => `Ouvrir le jeton ${text}`,
    searchTokens: (text) => `Rechercher des jetons : ${text}`,
    logsAbout: (text) => `Entrées du journal sur ${text}`,
  },
};
