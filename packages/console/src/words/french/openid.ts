import type { englishOpenId } from '../english-openid.ts';
import type { Translated } from '../words.ts';

/** What is said about signing in with an OpenID provider, in French. */
export const frenchOpenId: Translated<typeof englishOpenId> = {
  openId: {
    signIn: (name) => `Se connecter avec ${name}`,
    enrolText: (name) => `Ou connectez-vous avec votre compte chez ${name}, maintenant et à l’avenir :`,
    enrol: (name) => `Utiliser mon compte chez ${name}`,
    failures: {
      denied: 'Le service de connexion n’a laissé entrer personne, ou vous l’avez quitté. Réessayez.',
      expired: 'Cela a pris plus de cinq minutes, ou a commencé dans un autre navigateur. Réessayez.',
      factors:
        'Le service de connexion ne vous a pas vérifié comme cette console l’exige. Connectez-vous là-bas avec un second facteur.',
      link: 'Le lien de l’invitation a été utilisé ou a expiré. Demandez-en un autre à la personne qui vous a invité.',
      refused:
        'La réponse du service de connexion n’a pas été acceptée. Réessayez ; le journal du coffre dit pourquoi.',
      stale: 'Le service de connexion ne vous a pas redemandé qui vous êtes. Déconnectez-vous là-bas, puis réessayez.',
      taken: 'Ce compte est déjà lié à un autre opérateur.',
      unknown: 'Ce compte n’est lié à aucun opérateur. Demandez une invitation à la personne qui exploite le coffre.',
      unreachable:
        'Le service de connexion est injoignable. Connectez-vous avec une clé d’accès, ou réessayez plus tard.',
    },
    accounts: 'Comptes',
    accountsText: (name) => `Comptes chez ${name} avec lesquels vous vous connectez.`,
    account: 'Compte',
    issuer: 'Fournisseur',
    linked: 'Lié',
    removeTitle: 'Retirer le compte',
    removeText:
      'Il ne vous connecte plus, et les sessions ouvertes avec lui se terminent. Pour continuer, saisissez son nom.',
    removeOtherText:
      'Il ne connecte plus cette personne, et les sessions ouvertes avec lui se terminent. Pour continuer, saisissez son nom.',
    freshText: (name) =>
      `Avant d’ajouter votre première clé d’accès, ${name} doit vous redemander qui vous êtes. Vous revenez ensuite à cette page.`,
    fresh: (name) => `Se reconnecter avec ${name}`,
  },
};
