import type { AppInfo } from '@tessera/client';

/**
 * Options of `BasisTheory.init`.
 *
 * @example
 * ```ts
 * import { BasisTheory, type InitOptions } from '@tessera/js';
 *
 * const options: InitOptions = { apiBaseUrl: 'https://vault.example', appInfo: { name: 'Shop', version: '2.1' } };
 * const bt = await new BasisTheory().init('key_…', options);
 * ```
 */
export interface InitOptions {
  /** The URL of the vault. Required with npm; the script tag uses the vault that served it. */
  readonly apiBaseUrl?: string;
  /** Whether this page uses elements. Only in browsers. */
  readonly elements?: boolean;
  /** The URL that serves the frames. It must have the origin of `apiBaseUrl`, which is the default. */
  readonly elementsBaseUrl?: string;
  /** Your application, as the logs of the vault should name it. */
  readonly appInfo?: AppInfo;
}
