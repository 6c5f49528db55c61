import type { ApplicationType } from './permissions.ts';

/** Types of keys that are made to stand in web pages, where everybody can read them. */
const inPages: ReadonlySet<ApplicationType> = new Set<ApplicationType>(['elements', 'public']);

/** Whether a caller's key is public. Whoever visits the page can make the same calls with it. */
export const isPageKey = ({ type }: { type: ApplicationType }): boolean => inPages.has(type);
