import type { englishGate } from '../english-gate.ts';
import type { Translated } from '../gate-words.ts';

/** What the pages in front of the console say, and what all others say while they wait and when something went wrong, in Spanish. */
export const spanishGate: Translated<typeof englishGate> = {
  signIn: {
    title: 'Iniciar sesión',
    text: 'Inicie sesión con su clave de acceso: la huella, la cara, el código o la llave de seguridad que registró. No hay contraseñas.',
    withPasskey: 'Iniciar sesión con una clave de acceso',
    noAccount: '¿Todavía no tiene cuenta? Quien administra la bóveda le invita con',
    unsupported:
      'Este navegador no puede usar claves de acceso aquí. Use una versión actual, por https o en localhost.',
    refused:
      'No se usó ninguna clave de acceso: se cerró la ventana del navegador, o este dispositivo no tiene ninguna para esta dirección.',
    known: 'Este dispositivo ya tiene una clave de acceso para su cuenta.',
    ended: 'Su sesión ha terminado. Inicie sesión de nuevo; volverá a donde estaba.',
  },
  enrol: {
    title: 'Cree su primera clave de acceso',
    text: 'Le han invitado. Una clave de acceso en este dispositivo le abrirá la consola; el enlace funciona una sola vez.',
    name: 'Un nombre para ella, si quiere',
    namePlaceholder: 'Portátil, llave de seguridad …',
    make: 'Crear una clave de acceso',
    noLink: 'Esta página necesita el enlace completo de su invitación, con la parte que sigue al #.',
  },
  actions: {
    tryAgain: 'Intentar de nuevo',
    cancel: 'Cancelar',
    close: 'Cerrar',
    copy: 'Copiar',
    delete: 'Eliminar',
    search: 'Buscar',
    filter: 'Filtrar',
    clear: 'Borrar',
    save: 'Guardar',
    change: 'Cambiar …',
    done: 'Listo',
    typeToConfirm: 'Para confirmar, escriba',
  },
  states: {
    loading: 'Cargando …',
    copied: 'Copiado.',
    notCopied: 'El navegador no permitió copiar.',
    pages: 'Páginas',
    first: 'Primera página',
    next: 'Página siguiente',
    end: 'Eso es todo.',
  },
  problems: {
    titles: {
      'malformed-request': 'No se pudo leer la solicitud.',
      validation: 'Faltan uno o más campos o no son correctos.',
      'too-much-work': 'Esto pide demasiado trabajo a la vez.',
      'search-too-broad': 'La búsqueda recorrería demasiados tokens.',
      'sign-in-required': 'Nadie había iniciado sesión.',
      'sign-in-failed': 'No se aceptó la clave de acceso o el enlace.',
      forbidden: 'Su rol no lo permite.',
      'role-forbidden': 'Su rol no lo permite.',
      'fresh-sign-in-needed': 'Hace falta haber iniciado sesión en los últimos minutos.',
      'passkey-needed': 'Hace falta una clave de acceso.',
      'touch-refused': 'La clave de acceso no lo confirmó.',
      'agreement-required': 'Dos operadores de claves tienen que estar de acuerdo.',
      'approval-needed': 'Otro operador tiene que aprobarlo antes.',
      'not-found': 'Aquí no se encontró nada.',
      conflict: 'Un cambio hecho mientras tanto se opone a esto.',
      'in-use': 'Otra cosa lo usa todavía.',
      'body-too-large': 'Es demasiado grande para enviarlo de una vez.',
      'limit-reached': 'Hay tantos como puede haber.',
      'reactor-code': 'El código no es una función válida.',
      'rate-limited': 'Demasiadas llamadas en poco tiempo.',
      'too-much-stored': 'Se almacenó demasiado en poco tiempo.',
      'quota-exceeded': 'El inquilino ha almacenado lo que puede almacenar en un día.',
      internal: 'Algo falló en la bóveda.',
      'not-offered': 'Esta bóveda no tiene esta parte.',
      'identity-provider-unreachable': 'No se puede contactar con el servicio de inicio de sesión.',
      unavailable: 'La bóveda no puede responder ahora.',
    },
    title: 'Eso no funcionó',
    unexpected:
      'Esto no estaba previsto. Vuelva a cargar la página; si sigue igual, avise a quien administra la bóveda.',
    noAnswerTitle: 'No llegó ninguna respuesta',
    noAnswer:
      'Puede que la bóveda esté detenida o fuera de alcance. No se perdió nada; inténtelo de nuevo cuando vuelva.',
    signedOut: 'Inicie sesión e inténtelo de nuevo.',
    forbidden: 'Un administrador puede cambiarlo.',
    needed: 'Cuando esté hecho, inténtelo de nuevo.',
    notFound: 'Se eliminó, tiene otro identificador o pertenece a otro inquilino.',
    tooMany: 'Espere un momento e inténtelo de nuevo.',
    server:
      'La bóveda tuvo un fallo o está ocupada. Inténtelo de nuevo; con el identificador de traza, quien la administra encuentra la causa en sus registros.',
    request: 'Cambie lo que se indica arriba e inténtelo de nuevo.',
    trace: 'Identificador de traza:',
    reload: 'No se pudo cargar una parte de la página. Puede que la bóveda se haya actualizado.',
  },
  openId: {
    signIn: (name) => `Iniciar sesión con ${name}`,
    enrolText: (name) => `O inicie sesión con su cuenta de ${name}, ahora y en adelante:`,
    enrol: (name) => `Usar mi cuenta de ${name}`,
    failures: {
      denied: 'El servicio de inicio de sesión no dejó entrar a nadie, o usted salió de él. Inténtelo de nuevo.',
      ended: 'Mientras tanto se cerró su sesión. Inicie sesión y vincule la cuenta de nuevo.',
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
    link: (name) => `Vincular mi cuenta de ${name}`,
    signOut: (name) => `Cerrar sesión también en ${name}`,
    stillIn: (name) => `Ha cerrado sesión aquí. Es posible que ${name} aún le reconozca en este navegador.`,
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
