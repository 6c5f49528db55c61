import { pathOf, withQuery } from '../address.ts';
import { may, type Session, type TenantName } from '../api/session.ts';
import { inTenant, menuOf } from '../places.ts';
import type { Words } from '../words/words.ts';
import type { Command } from './palette.ts';

export interface Here {
  session: Session;
  tenant: TenantName | undefined;
  words: Words;
  go(address: string): void;
  chooseTenant(id: string): void;
  preferTheme(theme: 'light' | 'dark' | undefined): void;
  signOut(): void;
}

/** Everything that the palette can do for this operator. */
export const commandsOf = ({ session, tenant, words, go, chooseTenant, preferTheme, signOut }: Here): Command[] => [
  ...menuOf(session).flatMap(({ path, menu }): Command[] =>
    tenant ? [{ name: words.menu[menu], kind: words.palette.page, run: () => go(inTenant(tenant.id, path)) }] : [],
  ),
  ...session.tenants
    .filter(({ id }) => id !== tenant?.id)
    .map(({ id, name }): Command => ({ name, kind: words.palette.tenant, run: () => chooseTenant(id) })),
  { name: words.shell.themeLight, kind: words.shell.theme, run: () => preferTheme('light') },
  { name: words.shell.themeDark, kind: words.shell.theme, run: () => preferTheme('dark') },
  { name: words.shell.themeSystem, kind: words.shell.theme, run: () => preferTheme(undefined) },
  { name: words.shell.signOut, kind: words.palette.action, run: signOut },
];

/** What can be done with a text: it may be an id, or a query. */
export const commandsAbout = ({ session, tenant, words, go }: Here, text: string): Command[] => {
  if (!tenant) return [];
  const at = (path: string) => inTenant(tenant.id, path);
  const isOneWord = !/\s/.test(text) && text.length >= 3;
  return [
    ...(may(session, 'token:read')
      ? [
          ...(isOneWord && !text.includes(':')
            ? [
                {
                  name: words.palette.openToken(text),
                  kind: words.palette.page,
                  run: () => go(at(pathOf('/tokens/{id}', { id: text }))),
                },
              ]
            : []),
          {
            name: words.palette.searchTokens(text),
            kind: words.palette.action,
            run: () => go(withQuery(at('/tokens'), { query: text })),
          },
        ]
      : []),
    ...(may(session, 'log:read') && isOneWord
      ? [
          {
            name: words.palette.logsAbout(text),
            kind: words.palette.action,
            run: () => go(withQuery(at('/logs'), { entity_id: text })),
          },
        ]
      : []),
  ];
};
