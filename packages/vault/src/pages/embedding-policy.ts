import { type AllowedOrigins, withListed } from '../access/allowed-origins.ts';
import type { Keyring } from '../keys/port.ts';
import { listedPages, type PageOrigin } from '../operators/page-origins.ts';
import type { Store } from '../store/port.ts';
import { createPages, type Pages, type PagesOptions } from './pages.ts';

/** What pages may do with a vault's frames. */
export interface EmbeddingOptions {
  /** Which pages may embed frames, and to which tenant each belongs. */
  allowedOrigins: AllowedOrigins;
  /** Origins from which frames may load fonts; none by default. */
  fontOrigins?: readonly string[];
}

interface World {
  store: Store;
  keyring: Keyring;
  /** What `createPages` needs beside what pages may do; nothing is served without the files. */
  served: Omit<PagesOptions, 'files' | 'allowedOrigins' | 'fontOrigins' | 'isLasting'> & {
    files: PagesOptions['files'] | undefined;
  };
}

const keyOf = (listed: readonly PageOrigin[]): string =>
  JSON.stringify(listed.map(({ origin, tenantId }) => [origin, tenantId]));

/**
 * Which pages may embed frames, and what is served to them: by the setting of the process together with the lists that administrators keep
 * in the store. Other processes change these too, so they are read again every second.
 */
export const embeddingPolicy = ({ store, keyring, served: { files, ...served } }: World, first: EmbeddingOptions) => {
  let setting = first;
  let listed: readonly PageOrigin[] = [];
  let isKnown = true;
  let allowed: AllowedOrigins;
  let pages: Pages;

  const apply = () => {
    allowed = withListed(setting.allowedOrigins, listed);
    pages = files
      ? createPages({ ...setting, ...served, files, allowedOrigins: allowed, isLasting: isKnown })
      : () => undefined;
  };
  apply();

  return {
    allowed: () => allowed,
    owner: (page: string) => allowed.owner(page),
    pages: (request: Parameters<Pages>[0]) => pages(request),
    /** Replaces the setting. */
    set: (next: EmbeddingOptions) => {
      setting = next;
      apply();
    },
    /**
     * Reads the lists. They are believed by their seals alone, which a sealed vault cannot check: what it knew stays, and what it serves
     * before it knew anything is not kept by browsers.
     */
    refresh: async () => {
      const isSealed = keyring.rootKey().status === 'sealed';
      if (isSealed) {
        if (listed.length > 0 || !isKnown) return;
        isKnown = false;
        return apply();
      }
      const next = await listedPages(store, keyring);
      if (isKnown && keyOf(next) === keyOf(listed)) return;
      [listed, isKnown] = [next, true];
      apply();
    },
  };
};
