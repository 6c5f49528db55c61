import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in French. */
export const frenchPages: Translated<typeof englishPages> = {
  pages: {
    title: 'Pages qui peuvent intégrer ses champs',
    listed: 'Pages de la liste',
    page: 'Page',
    addedAt: 'Ajoutée',
    newPage: 'Une page : schéma, hôte et port',
    add: 'Ajouter',
    added: 'La page a été ajoutée.',
    none: 'Aucune pour l’instant : les champs ne fonctionnent sur aucune page de ce locataire.',
    help: 'Une modification prend effet en deux secondes au plus. Un navigateur qui vient d’être refusé peut avoir besoin de cinq minutes.',
    whoAdds:
      'Les pages sont ajoutées par les administrateurs de tous les locataires, car chacune peut afficher des cadres de ce coffre.',
    overruled: 'Sans effet : le réglage du coffre attribue cette page à un autre locataire.',
    removeTitle: 'Retirer la page',
    removeText:
      'Les champs de cette page cessent de fonctionner, même là où elle est ouverte. Pour continuer, saisissez son adresse.',
    removed: 'La page a été retirée.',
    setting: 'Pages nommées par le réglage du coffre',
    settingText: 'La personne qui exploite le coffre les définit ; elles sont relues au signal SIGHUP :',
  },
};
