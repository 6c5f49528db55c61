import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in Spanish. */
export const spanishPages: Translated<typeof englishPages> = {
  pages: {
    title: 'Páginas que pueden incluir sus campos',
    listed: 'Páginas de la lista',
    page: 'Página',
    addedAt: 'Añadida',
    newPage: 'Una página: esquema, host y puerto',
    add: 'Añadir',
    added: 'Se añadió la página.',
    none: 'Ninguna todavía: los campos no funcionan en ninguna página de este inquilino.',
    help: 'Un cambio tarda como máximo dos segundos en surtir efecto. Un navegador al que se acaba de rechazar puede necesitar cinco minutos.',
    whoAdds:
      'Las páginas las añaden los administradores de todos los inquilinos, porque cada una puede mostrar marcos de esta bóveda.',
    overruled: 'Sin efecto: la configuración de la bóveda asigna esta página a otro inquilino.',
    removeTitle: 'Quitar la página',
    removeText:
      'Los campos de esta página dejan de funcionar, también donde está abierta. Para continuar, escriba su dirección.',
    removed: 'Se quitó la página.',
    setting: 'Páginas que nombra la configuración de la bóveda',
    settingText: 'Las fija quien administra la bóveda, y se vuelven a leer con SIGHUP:',
  },
};
