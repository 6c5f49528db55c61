import type { englishGate } from '../english-gate.ts';
import type { Translated } from '../gate-words.ts';

/** What the pages in front of the console say, and what all others say while they wait and when something went wrong, in Portuguese. */
export const portugueseGate: Translated<typeof englishGate> = {
  signIn: {
    title: 'Entrar',
    text: 'Entre com sua chave de acesso: a digital, o rosto, o código ou a chave de segurança que você registrou. Não há senhas.',
    withPasskey: 'Entrar com uma chave de acesso',
    noAccount: 'Ainda não tem conta? Quem opera o cofre convida você com',
    unsupported: 'Este navegador não pode usar chaves de acesso aqui. Use uma versão atual, por https ou em localhost.',
    refused:
      'Nenhuma chave de acesso foi usada: a janela do navegador foi fechada, ou este dispositivo não tem nenhuma para este endereço.',
    known: 'Este dispositivo já tem uma chave de acesso para a sua conta.',
    ended: 'Sua sessão terminou. Entre de novo; você voltará para onde estava.',
  },
  enrol: {
    title: 'Crie sua primeira chave de acesso',
    text: 'Você foi convidado. Uma chave de acesso neste dispositivo abrirá o console para você; o link funciona uma vez.',
    name: 'Um nome para ela, se quiser',
    namePlaceholder: 'Notebook, chave de segurança …',
    make: 'Criar uma chave de acesso',
    noLink: 'Esta página precisa do link inteiro do seu convite, com a parte depois do #.',
  },
  actions: {
    tryAgain: 'Tentar de novo',
    cancel: 'Cancelar',
    close: 'Fechar',
    copy: 'Copiar',
    delete: 'Excluir',
    search: 'Procurar',
    filter: 'Filtrar',
    clear: 'Limpar',
    save: 'Salvar',
    change: 'Alterar …',
    done: 'Pronto',
    typeToConfirm: 'Para confirmar, digite',
  },
  states: {
    loading: 'Carregando …',
    copied: 'Copiado.',
    notCopied: 'O navegador não permitiu copiar.',
    pages: 'Páginas',
    first: 'Primeira página',
    next: 'Próxima página',
    end: 'É tudo.',
  },
  problems: {
    title: 'Não funcionou',
    unexpected: 'Isto não era esperado. Recarregue a página; se continuar assim, avise quem opera o cofre.',
    noAnswerTitle: 'Nenhuma resposta chegou',
    noAnswer: 'O cofre pode estar parado ou fora de alcance. Nada se perdeu; tente de novo quando ele voltar.',
    signedOut: 'Entre de novo para continuar.',
    forbidden: 'Sua função não permite isto. Um administrador pode mudá-la.',
    needed: 'Depois que isso for feito, tente novamente.',
    notFound: 'Foi excluído, tem outro identificador ou pertence a outro inquilino.',
    tooMany: 'Foram chamadas demais em pouco tempo. Espere um momento e tente de novo.',
    server:
      'O cofre teve uma falha ou está ocupado. Tente de novo; com o identificador de rastreamento, quem o opera encontra a causa nos logs dele.',
    request: 'Mude o que está indicado acima e tente de novo.',
    trace: 'Identificador de rastreamento:',
    reload: 'Uma parte da página não pôde ser carregada. O cofre pode ter sido atualizado.',
  },
  openId: {
    signIn: (name) => `Entrar com ${name}`,
    enrolText: (name) => `Ou entre com sua conta em ${name}, agora e daqui em diante:`,
    enrol: (name) => `Usar minha conta em ${name}`,
    failures: {
      denied: 'O serviço de login não deixou ninguém entrar, ou você saiu dele. Tente de novo.',
      expired: 'Isso levou mais de cinco minutos, ou começou em outro navegador. Tente de novo.',
      factors: 'O serviço de login não verificou você como este console exige. Entre lá com um segundo fator.',
      link: 'O link do convite já foi usado ou expirou. Peça outro a quem convidou você.',
      refused: 'A resposta do serviço de login não foi aceita. Tente de novo; o registro do cofre diz por quê.',
      stale: 'O serviço de login não perguntou de novo quem você é. Saia de lá e tente de novo.',
      taken: 'Esta conta já está ligada a outro operador.',
      unknown: 'Esta conta não está ligada a nenhum operador. Peça um convite a quem administra o cofre.',
      unreachable: 'Não é possível alcançar o serviço de login. Entre com uma chave de acesso ou tente mais tarde.',
    },
    accounts: 'Contas',
    accountsText: (name) => `Contas em ${name} com as quais você entra.`,
    account: 'Conta',
    issuer: 'Provedor',
    linked: 'Ligada',
    removeTitle: 'Remover a conta',
    removeText:
      'Ela não serve mais para você entrar, e as sessões iniciadas com ela terminam. Para continuar, digite o nome dela.',
    removeOtherText:
      'Ela não serve mais para esta pessoa entrar, e as sessões iniciadas com ela terminam. Para continuar, digite o nome dela.',
    freshText: (name) =>
      `Antes de você adicionar sua primeira chave de acesso, ${name} precisa perguntar de novo quem você é. Depois você volta a esta página.`,
    fresh: (name) => `Entrar de novo com ${name}`,
  },
};
