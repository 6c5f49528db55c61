import type { englishAround } from '../english-around.ts';
import type { Translated } from '../gate-words.ts';
import { forms } from './forms.ts';

/** What stands around the views, in Portuguese. */
export const portugueseAround: Translated<typeof englishAround> = {
  shell: {
    skip: 'Ir para o conteúdo',
    menu: 'Menu',
    find: 'Procurar ou abrir …',
    tenant: 'Inquilino',
    account: 'Sua conta',
    theme: 'Cores',
    themeSystem: 'Como o sistema',
    themeLight: 'Claro',
    themeDark: 'Escuro',
    language: 'Idioma',
    signOut: 'Sair',
    endsSoon: 'Sua sessão será encerrada em um minuto',
    endsSoonText: 'Nada foi feito há algum tempo.',
    stay: 'Continuar conectado',
    kept: (name: string) =>
      `Sua sessão terminou. O que você digitou continua aqui, sem valores secretos, assim que ${name} entrar de novo.`,
    noPlace: 'Esta página não existe',
    noPlaceText: 'O endereço pode estar errado, ou sua função não vê esta página.',
    noTenant: 'Este inquilino não existe',
    noTenantText: 'Foi excluído, ou não está no escopo da sua conta.',
    nothing: 'Ainda não há nenhum inquilino',
    nothingText:
      'Sua conta não tem nenhum inquilino no escopo. Peça a um administrador que crie um ou que convide você para o dele.',
    home: 'Ir para o início',
    shown: (count) => forms(count, { one: '# nesta página', other: '# nesta página' }),
  },
  menu: {
    overview: 'Visão geral',
    tokens: 'Tokens',
    logs: 'Registro',
    applications: 'Aplicações',
    developer: 'Requisições e cartões de teste',
    keys: 'Chaves',
    verification: 'Verificação do registro de auditoria',
    reactors: 'Reatores',
    formulas: 'Fórmulas',
    proxies: 'Servidores proxy',
    embed: 'Incorporar campos',
    operators: 'Operadores',
    tenants: 'Inquilinos',
    approvals: 'Aprovações',
    account: 'Chaves de acesso e sessões',
  },
  palette: {
    title: 'Procurar ou abrir',
    placeholder: 'Uma página, um inquilino, um identificador …',
    help: 'As setas escolhem, Enter abre, Escape fecha.',
    nothing: 'Nada com esse nome.',
    page: 'Página',
    tenant: 'Inquilino',
    action: 'Ação',
    openToken: (text) => `Abrir o token ${text}`,
    searchTokens: (text) => `Procurar tokens: ${text}`,
    logsAbout: (text) => `Entradas do registro sobre ${text}`,
  },
};
