import type { englishOpenId } from '../english-openid.ts';
import type { Translated } from '../words.ts';

/** What is said about signing in with an OpenID provider, in Portuguese. */
export const portugueseOpenId: Translated<typeof englishOpenId> = {
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
