import type { englishGate } from '../english-gate.ts';
import type { Translated } from '../gate-words.ts';

/** What the pages in front of the console say, and what all others say while they wait and when something went wrong, in French. */
export const frenchGate: Translated<typeof englishGate> = {
  signIn: {
    title: 'Se connecter',
    text: 'Connectez-vous avec votre clé d’accès : l’empreinte, le visage, le code ou la clé de sécurité que vous avez enregistré. Il n’y a pas de mot de passe.',
    withPasskey: 'Se connecter avec une clé d’accès',
    noAccount: 'Pas encore de compte ? La personne qui exploite le coffre vous invite avec',
    unsupported:
      'Ce navigateur ne peut pas utiliser de clés d’accès ici. Prenez une version récente, en https ou sur localhost.',
    refused:
      'Aucune clé d’accès n’a été utilisée : la fenêtre du navigateur a été fermée, ou cet appareil n’en a pas pour cette adresse.',
    known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
    ended: 'Votre session est terminée. Connectez-vous de nouveau ; vous reviendrez là où vous étiez.',
  },
  enrol: {
    title: 'Créez votre première clé d’accès',
    text: 'Vous avez été invité. Une clé d’accès sur cet appareil vous ouvrira la console ; le lien ne fonctionne qu’une fois.',
    name: 'Un nom pour elle, si vous voulez',
    namePlaceholder: 'Ordinateur, clé de sécurité …',
    make: 'Créer une clé d’accès',
    noLink: 'Cette page a besoin du lien entier de votre invitation, avec la partie après le #.',
  },
  actions: {
    tryAgain: 'Réessayer',
    cancel: 'Annuler',
    close: 'Fermer',
    copy: 'Copier',
    delete: 'Supprimer',
    search: 'Rechercher',
    filter: 'Filtrer',
    clear: 'Effacer',
    save: 'Enregistrer',
    change: 'Modifier …',
    done: 'Terminé',
    typeToConfirm: 'Pour confirmer, saisissez',
  },
  states: {
    loading: 'Chargement …',
    copied: 'Copié.',
    notCopied: 'Le navigateur n’a pas permis de copier.',
    pages: 'Pages',
    first: 'Première page',
    next: 'Page suivante',
    end: 'C’est tout.',
  },
  problems: {
    title: 'Cela n’a pas fonctionné',
    unexpected:
      'Ce n’était pas prévu. Rechargez la page ; si cela persiste, dites-le à la personne qui exploite le coffre.',
    noAnswerTitle: 'Aucune réponse n’est venue',
    noAnswer: 'Le coffre est peut-être arrêté ou injoignable. Rien n’est perdu ; réessayez quand il sera de retour.',
    signedOut: 'Connectez-vous de nouveau pour continuer.',
    forbidden: 'Votre rôle ne le permet pas. Un administrateur peut le changer.',
    needed: 'Une fois cela fait, réessayez.',
    notFound: 'Cela a été supprimé, a un autre identifiant ou appartient à un autre locataire.',
    tooMany: 'C’étaient trop d’appels en peu de temps. Attendez un moment, puis réessayez.',
    server:
      'Le coffre a eu une erreur ou est occupé. Réessayez ; avec l’identifiant de trace, la personne qui l’exploite trouve la cause dans ses journaux.',
    request: 'Changez ce qui est nommé ci-dessus, puis réessayez.',
    trace: 'Identifiant de trace :',
    reload: 'Une partie de la page n’a pas pu être chargée. Le coffre a peut-être été mis à jour.',
  },
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
