import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in Portuguese. */
export const portuguesePages: Translated<typeof englishPages> = {
  pages: {
    title: 'Páginas que podem incorporar seus campos',
    listed: 'Páginas da lista',
    page: 'Página',
    addedAt: 'Adicionada',
    newPage: 'Uma página: esquema, host e porta',
    add: 'Adicionar',
    added: 'A página foi adicionada.',
    none: 'Nenhuma ainda: os campos não funcionam em nenhuma página deste inquilino.',
    help: 'Uma mudança leva no máximo dois segundos para ter efeito. Um navegador que acabou de ser recusado pode precisar de cinco minutos.',
    whoAdds:
      'As páginas são adicionadas por administradores de todos os inquilinos, porque cada uma pode mostrar quadros deste cofre.',
    overruled: 'Sem efeito: a configuração do cofre dá esta página a outro inquilino.',
    removeTitle: 'Remover a página',
    removeText:
      'Os campos desta página deixam de funcionar, também onde ela está aberta. Para continuar, digite o endereço dela.',
    removed: 'A página foi removida.',
    setting: 'Páginas que a configuração do cofre nomeia',
    settingText: 'Quem opera o cofre as define, e elas são lidas de novo com SIGHUP:',
  },
};
