import { can, may, type Session } from './api/session.ts';
import type { OpenView } from './scene.ts';
import type { Words } from './words/words.ts';

/** A kind of page, with the pattern of its address within a tenant. */
export interface Place {
  readonly path: string;
  /** The entry of the menu that is current here. */
  readonly menu: MenuName;
  /** Whether the operator may come here. What they may not is not offered. */
  allows(session: Session): boolean;
  load(): Promise<{ view: OpenView }>;
}

export type MenuName = keyof Words['menu'];

const holding =
  (permission: string) =>
  (session: Session): boolean =>
    may(session, permission);

/** All kinds of pages. The first one of each entry is where the menu leads. */
export const places: readonly Place[] = [
  {
    path: '/overview',
    menu: 'overview',
    allows: (session) => can(session, 'overview:read'),
    load: () => import('./overview/overview-view.ts'),
  },
  {
    path: '/webhooks',
    menu: 'overview',
    allows: holding('webhooks:read'),
    load: () => import('./webhooks/webhooks-view.ts'),
  },
  {
    path: '/tokens',
    menu: 'tokens',
    allows: holding('token:read'),
    load: () => import('./tokens/tokens-view.ts'),
  },
  {
    path: '/tokens/{id}',
    menu: 'tokens',
    allows: holding('token:read'),
    load: () => import('./tokens/token-view.ts'),
  },
  { path: '/logs', menu: 'logs', allows: holding('log:read'), load: () => import('./logs/logs-view.ts') },
  {
    path: '/applications',
    menu: 'applications',
    allows: holding('application:read'),
    load: () => import('./applications/applications-view.ts'),
  },
  {
    path: '/applications/{id}',
    menu: 'applications',
    allows: holding('application:read'),
    load: () => import('./applications/application-view.ts'),
  },
  {
    path: '/new-application',
    menu: 'applications',
    allows: holding('application:create'),
    load: () => import('./applications/new-application-view.ts'),
  },
  {
    path: '/developer',
    menu: 'developer',
    allows: holding('reactor:read'),
    load: () => import('./developer/developer-view.ts'),
  },
  {
    path: '/reactors',
    menu: 'reactors',
    allows: holding('reactor:read'),
    load: () => import('./reactors/reactors-view.ts'),
  },
  {
    path: '/reactors/{id}',
    menu: 'reactors',
    allows: holding('reactor:read'),
    load: () => import('./reactors/reactor-view.ts'),
  },
  {
    path: '/new-reactor',
    menu: 'reactors',
    allows: holding('reactor:create'),
    load: () => import('./reactors/new-reactor-view.ts'),
  },
  {
    path: '/formulas',
    menu: 'formulas',
    allows: holding('reactor:read'),
    load: () => import('./formulas/formulas-view.ts'),
  },
  {
    path: '/formulas/{id}',
    menu: 'formulas',
    allows: holding('reactor:read'),
    load: () => import('./formulas/formula-view.ts'),
  },
  {
    path: '/new-formula',
    menu: 'formulas',
    allows: holding('reactor:create'),
    load: () => import('./formulas/new-formula-view.ts'),
  },
  {
    path: '/proxies',
    menu: 'proxies',
    allows: holding('proxy:read'),
    load: () => import('./proxies/proxies-view.ts'),
  },
  {
    path: '/proxies/{id}',
    menu: 'proxies',
    allows: holding('proxy:read'),
    load: () => import('./proxies/proxy-view.ts'),
  },
  {
    path: '/new-proxy',
    menu: 'proxies',
    allows: holding('proxy:create'),
    load: () => import('./proxies/new-proxy-view.ts'),
  },
  {
    path: '/embed',
    menu: 'embed',
    allows: (session) => can(session, 'fields:embed'),
    load: () => import('./embed/embed-view.ts'),
  },
  {
    path: '/tenants',
    menu: 'tenants',
    allows: (session) => can(session, 'tenants:manage'),
    load: () => import('./tenants/tenants-view.ts'),
  },
  {
    path: '/tenants/{id}',
    menu: 'tenants',
    allows: (session) => can(session, 'tenants:manage'),
    load: () => import('./tenants/tenant-view.ts'),
  },
  {
    path: '/keys',
    menu: 'keys',
    allows: (session) => can(session, 'keys:inspect'),
    load: () => import('./keys/keys-view.ts'),
  },
  {
    path: '/verification',
    menu: 'verification',
    allows: (session) => can(session, 'audit:verify'),
    load: () => import('./verification/verification-view.ts'),
  },
  {
    path: '/verification/{id}',
    menu: 'verification',
    allows: (session) => can(session, 'audit:verify'),
    load: () => import('./verification/report-view.ts'),
  },
  {
    path: '/operators',
    menu: 'operators',
    allows: (session) => can(session, 'operators:read'),
    load: () => import('./operators/operators-view.ts'),
  },
  {
    path: '/operators/{id}',
    menu: 'operators',
    allows: (session) => can(session, 'operators:read'),
    load: () => import('./operators/operator-view.ts'),
  },
  {
    path: '/approvals',
    menu: 'approvals',
    allows: ({ two_person: acts }) => acts.length > 0,
    load: () => import('./approvals/approvals-view.ts'),
  },
  { path: '/account', menu: 'account', allows: () => true, load: () => import('./account/account-view.ts') },
];

/** Where the menu leads, for what the operator may see. */
export const menuOf = (session: Session): Place[] =>
  places.filter(
    (place, index) => place.allows(session) && places.findIndex(({ menu }) => menu === place.menu) === index,
  );

/** The address of a place of a tenant. */
export const inTenant = (tenant: string, path: string): string => `/t/${encodeURIComponent(tenant)}${path}`;
