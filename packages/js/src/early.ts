// The entry `@tessera/js/early`, which is small and can be imported before the SDK.
import { earlyText } from './early-text.ts';

export { startFrame } from '@tessera/elements/early';

/**
 * The text of an inline script that calls {@link startFrame}, for servers to print into the head of a page. It is the same for each vault at
 * all times, so that a content security policy can name its digest. How many frames it starts, the attribute `data-frames` of its element
 * tells; without it, one.
 *
 * @param vault the URL of the vault, of which only the origin counts.
 * @throws TypeError when that is not a URL.
 * @example
 * ```ts
 * import { earlyScript } from '@tessera/js/early';
 *
 * const head = `<script data-frames="3">${earlyScript('https://vault.example')}</script>`;
 * ```
 */
export const earlyScript = (vault: string): string => `(${earlyText})(${JSON.stringify(new URL(vault).origin)});`;
