import type { englishAround } from '../english-around.ts';
import type { Translated } from '../gate-words.ts';
import { forms } from './forms.ts';

/** What stands around the views, in Spanish. */
export const spanishAround: Translated<typeof englishAround> = {
  shell: {
    skip: 'Ir al contenido',
    menu: 'Menú',
    find: 'Buscar o abrir …',
    tenant: 'Inquilino',
    account: 'Su cuenta',
    theme: 'Colores',
    themeSystem: 'Como el sistema',
    themeLight: 'Claro',
    themeDark: 'Oscuro',
    language: 'Idioma',
    signOut: 'Cerrar sesión',
    endsSoon: 'Su sesión se cerrará en un minuto',
    endsSoonText: 'Hace un rato que no se hace nada.',
    stay: 'Mantener la sesión',
    kept: (name: string) =>
      `Su sesión ha terminado. Lo que escribió sigue aquí, sin valores secretos, en cuanto ${name} vuelva a iniciar sesión.`,
    noPlace: 'Esta página no existe',
    noPlaceText: 'Puede que la dirección esté mal escrita, o que su rol no vea esta página.',
    noTenant: 'Este inquilino no existe',
    noTenantText: 'Se eliminó, o no está en el ámbito de su cuenta.',
    nothing: 'Todavía no hay ningún inquilino',
    nothingText:
      'Su cuenta no tiene ningún inquilino en su ámbito. Pida a un administrador que cree uno o que le invite al suyo.',
    home: 'Ir al inicio',
    shown: (count) => forms(count, { one: '# en esta página', other: '# en esta página' }),
  },
  menu: {
    overview: 'Resumen',
    tokens: 'Tokens',
    logs: 'Registro',
    applications: 'Aplicaciones',
    developer: 'Solicitudes y tarjetas de prueba',
    keys: 'Claves',
    verification: 'Verificación del registro de auditoría',
    reactors: 'Reactores',
    formulas: 'Fórmulas',
    proxies: 'Servidores proxy',
    embed: 'Incluir campos',
    operators: 'Operadores',
    tenants: 'Inquilinos',
    approvals: 'Aprobaciones',
    account: 'Claves de acceso y sesiones',
  },
  palette: {
    title: 'Buscar o abrir',
    placeholder: 'Una página, un inquilino, un identificador …',
    help: 'Las flechas eligen, Intro abre, Escape cierra.',
    nothing: 'Nada con ese nombre.',
    page: 'Página',
    tenant: 'Inquilino',
    action: 'Acción',
    openToken: (text) => `Abrir el token ${text}`,
    searchTokens: (text) => `Buscar tokens: ${text}`,
    logsAbout: (text) => `Entradas del registro sobre ${text}`,
  },
};
