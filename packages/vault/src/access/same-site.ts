const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '').replace(/:[\d*]+$/, '');

/**
 * Whether two origins are of one site, as far as the names of their hosts alone tell: one host is the other or a subdomain of it. Names do
 * not say which two neighbours are of one site.
 */
export const isSameSite = (origin: string, other: string): boolean => {
  const [one, two] = [hostOf(origin), hostOf(other)];
  return one === two || one.endsWith(`.${two}`) || two.endsWith(`.${one}`);
};
