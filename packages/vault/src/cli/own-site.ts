import type { AllowedOrigins } from '../access/allowed-origins.ts';
import { isSameSite } from '../access/same-site.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { readPublicUrl } from './public-url.ts';

type SiteValues = Values<'own-site' | 'public-url' | 'console-public-url' | 'allowed-origins'>;

/**
 * Throws where settings contradict `--own-site`: pages of the vault's own domain may show fields, or the console is there. Names alone do not
 * say which two neighbours are of one site; of those, browsers tell with each frame that they ask for.
 */
export const assertOwnSite = (values: SiteValues, { frameAncestors }: Pick<AllowedOrigins, 'frameAncestors'>): void => {
  if (!values['own-site']) return;
  const vault = readPublicUrl(values['public-url']);
  if (vault === undefined) throw new CommandError('--own-site needs --public-url, whose domain it is about.', 2);
  const named = values['allowed-origins'] === undefined ? [] : frameAncestors;
  const others = [...named, values['console-public-url'] ?? ''];
  const other = others.find((origin) => isSameSite(origin, vault));
  if (other === undefined) return;
  throw new CommandError(
    `--own-site says that nothing but this vault is served on the domain of ${vault}, but ${other} is there as well. Leave --own-site ` +
      'out, or give the vault a domain of its own.',
    2,
  );
};
