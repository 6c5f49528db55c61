import type { englishOpenId } from '../english-openid.ts';
import type { Translated } from '../words.ts';

/** What is said about signing in with an OpenID provider, in Spanish. */
export const spanishOpenId: Translated<typeof englishOpenId> = {
  openId: {
    signIn: (name) => `Iniciar sesión con ${name}`,
    enrolText: (name) => `O inicie sesión con su cuenta de ${name}, ahora y en adelante:`,
    enrol: (name) => `Usar mi cuenta de ${name}`,
    failures: {
      denied: 'El servicio de inicio de sesión no dejó entrar a nadie, o usted salió de él. Inténtelo de nuevo.',
      expired: 'Tardó más de cinco minutos, o empezó en otro navegador. Inténtelo de nuevo.',
      factors:
        'El servicio de inicio de sesión no le verificó como exige esta consola. Inicie sesión allí con un segundo factor.',
      link: 'El enlace de la invitación ya se usó o ha caducado. Pida otro a quien le invitó.',
      refused:
        'No se aceptó la respuesta del servicio de inicio de sesión. Inténtelo de nuevo; el registro de la bóveda dice por qué.',
      stale:
        'El servicio de inicio de sesión no volvió a preguntarle quién es. Cierre la sesión allí e inténtelo de nuevo.',
      taken: 'Esta cuenta ya está vinculada a otro operador.',
      unknown: 'Esta cuenta no está vinculada a ningún operador. Pida una invitación a quien administra la bóveda.',
      unreachable:
        'No se puede contactar con el servicio de inicio de sesión. Use una clave de acceso o inténtelo más tarde.',
    },
    accounts: 'Cuentas',
    accountsText: (name) => `Cuentas de ${name} con las que usted inicia sesión.`,
    account: 'Cuenta',
    issuer: 'Proveedor',
    linked: 'Vinculada',
    removeTitle: 'Quitar la cuenta',
    removeText:
      'Ya no le permitirá iniciar sesión, y terminan las sesiones que empezaron con ella. Para continuar, escriba su nombre.',
    removeOtherText:
      'Ya no permitirá que esta persona inicie sesión, y terminan las sesiones que empezaron con ella. Para continuar, escriba su nombre.',
    freshText: (name) =>
      `Antes de añadir su primera clave de acceso, ${name} debe preguntarle otra vez quién es. Después volverá a esta página.`,
    fresh: (name) => `Iniciar sesión otra vez con ${name}`,
  },
};
