import { earlyScript, startFrame } from '@tessera/js/early';
import { createElement, type ReactElement, useEffect, useSyncExternalStore } from 'react';

/**
 * The props of {@link EarlyFrame}.
 *
 * @example
 * ```tsx
 * import { EarlyFrame, type EarlyFrameProps } from '@tessera/react';
 *
 * const Start = (props: EarlyFrameProps) => <EarlyFrame {...props} />;
 * ```
 */
export interface EarlyFrameProps {
  /** The URL of the vault, of which only the origin counts. */
  readonly vault: string;
  /** How many elements the page shows first, one by default: so many frames are started. */
  readonly frames?: number | undefined;
  /** The nonce of the page's content security policy. */
  readonly nonce?: string | undefined;
}

const never = () => () => {};

/**
 * Starts frames of the vault before the SDK is loaded, so that the first fields are there sooner. Servers render it as an inline script; put
 * it as near to the beginning of the page as possible. In a browser alone it starts them when it is mounted.
 *
 * @example
 * ```tsx
 * import { EarlyFrame } from '@tessera/react';
 *
 * const Layout = () => (
 *   <main>
 *     <EarlyFrame vault="https://vault.example" />
 *   </main>
 * );
 * ```
 */
export const EarlyFrame = ({ vault, frames = 1, nonce }: EarlyFrameProps): ReactElement | null => {
  useEffect(() => startFrame(vault, frames), [vault, frames]);
  // React warns of scripts that it renders in a browser, which never run.
  const isFromServer = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  if (!isFromServer) return null;
  return createElement('script', {
    nonce,
    'data-frames': frames,
    // Browsers hide the nonce from scripts.
    suppressHydrationWarning: true,
    dangerouslySetInnerHTML: { __html: earlyScript(vault) },
  });
};
