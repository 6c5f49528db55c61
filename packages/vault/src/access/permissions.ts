import { nearest, schemas } from '@tessera/contract';

/** Kinds of application, and so of API key. */
export const applicationTypes = schemas.ApplicationType.options;
export type ApplicationType = (typeof applicationTypes)[number];

export type Classification = (typeof schemas.Classification.options)[number];

/** What kind of data a token holds, with its specificity (API reference, Token Classifications). */
export const classifications: Readonly<Record<Classification, number>> = { general: 0, bank: 10, pci: 10, pii: 10 };

/** FIPS 199 impact of a disclosure, lowest first. */
export const impactLevels = schemas.ImpactLevel.options;
export type ImpactLevel = (typeof impactLevels)[number];

/** A row of `GET /permissions`. */
export interface Permission {
  type: string;
  description: string;
  application_types: ApplicationType[];
}

const management: [type: string, description: string][] = [
  ['tenant:read', 'Read Tenants'],
  ['tenant:update', 'Update Tenants'],
  ['tenant:delete', 'Delete Tenants'],
  ['application:read', 'Read Applications'],
  ['application:create', 'Create Applications'],
  ['application:update', 'Update and regenerate API keys for Applications'],
  ['application:delete', 'Delete Applications'],
  ['reactor:read', 'Read Reactor Formulas and Reactors'],
  ['reactor:create', 'Create Reactor Formulas and Reactors'],
  ['reactor:update', 'Update Reactor Formulas and Reactors'],
  ['reactor:delete', 'Delete Reactor Formulas and Reactors'],
  ['keys:create', 'Create keys for client-side encryption'],
  ['keys:read', 'Read keys for client-side encryption'],
  ['keys:delete', 'Delete keys for client-side encryption'],
  ['proxy:read', 'Read Proxies'],
  ['proxy:create', 'Create Proxies'],
  ['proxy:update', 'Update Proxies'],
  ['proxy:delete', 'Delete Proxies'],
  ['log:read', 'Read audit logs'],
  ['report:read', 'Read usage reports'],
  ['webhooks:read', 'Read Webhooks and their deliveries'],
  ['webhooks:create', 'Create Webhooks'],
  ['webhooks:update', 'Update Webhooks, read their signing keys and deliver again'],
  ['webhooks:delete', 'Delete Webhooks'],
];

const label: Record<Classification, string> = { general: 'general', bank: 'bank', pci: 'PCI', pii: 'PII' };

const tokenOperations: [
  operation: string,
  describe: (classification: string) => string,
  types: readonly ApplicationType[],
][] = [
  ['create', (c) => `Create tokens with ${c} classification`, ['public', 'elements', 'server_to_server']],
  ...impactLevels.map((level): (typeof tokenOperations)[number] => [
    `read:${level}`,
    (c) => `Read tokens with ${c} classification of ${level} impact level`,
    ['server_to_server'],
  ]),
  ['update', (c) => `Update tokens with ${c} classification`, ['server_to_server']],
  ['delete', (c) => `Delete tokens with ${c} classification`, ['server_to_server']],
  ['use:proxy', (c) => `Use tokens with ${c} classification via Proxy`, ['server_to_server']],
  ['use:reactor', (c) => `Use tokens with ${c} classification via Reactor`, ['server_to_server']],
];

/** Token intents have no classification of their own: what becomes a token needs the permission to create that token. */
const intentOperations: readonly Permission[] = [
  {
    type: 'token-intent:create',
    description: 'Create token intents',
    application_types: ['private', 'public', 'elements', 'server_to_server'],
  },
  { type: 'token-intent:read', description: 'Read token intents', application_types: ['private', 'server_to_server'] },
  {
    type: 'token-intent:delete',
    description: 'Delete token intents',
    application_types: ['private', 'server_to_server'],
  },
];

/** Permissions on tokens of all classes, as the API has them today. */
const onEveryToken: readonly Permission[] = [
  { type: 'token:create', description: 'Create tokens', application_types: ['private', 'public'] },
  { type: 'token:read', description: 'Read tokens, masked', application_types: ['private'] },
  { type: 'token:search', description: 'Search tokens', application_types: ['private'] },
  { type: 'token:update', description: 'Update tokens', application_types: ['private', 'public'] },
  { type: 'token:delete', description: 'Delete tokens', application_types: ['private'] },
  { type: 'token:use', description: 'Use tokens via Proxy and Reactor', application_types: ['private'] },
];

const ofServers = [...onEveryToken, ...intentOperations].map(({ type }) => type).concat('proxy:invoke');

/** The names that rules of an application may have, by its type. Those of 2022 may have rules as those of today. */
export const ruleNames: Readonly<Record<ApplicationType, readonly string[]>> = {
  private: ofServers,
  server_to_server: ofServers,
  public: ['token:create', 'token:update', 'token-intent:create'],
  elements: ['token:create', 'token-intent:create'],
  management: [],
};

/** Every permission there is. */
export const permissions: readonly Permission[] = [
  ...onEveryToken,
  ...management.map(([type, description]): Permission => ({ type, description, application_types: ['management'] })),
  { type: 'proxy:invoke', description: 'Invoke Proxies', application_types: ['private', 'server_to_server'] },
  ...intentOperations,
  ...(Object.keys(classifications) as Classification[]).flatMap((classification) =>
    tokenOperations.map(
      ([operation, describe, types]): Permission => ({
        type: `token:${classification}:${operation}`,
        description: describe(label[classification]),
        application_types: [...types],
      }),
    ),
  ),
];

const known = new Map(permissions.map((permission) => [permission.type, permission]));

const legacySubjects: [from: string, to: Classification][] = [
  ['token', 'general'],
  ['bank', 'bank'],
  ['card', 'pci'],
];
const legacyOperations: [from: string, to: string][] = [
  ['create', 'create'],
  ['read', 'read:low'],
  ['decrypt', 'read:high'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['use', 'use:proxy'],
];

/** Names removed on 2022-01-03 and what they became (API reference, Deprecated Features). Cards never had `decrypt`. */
const legacy = new Map(
  legacySubjects.flatMap(([subject, classification]) =>
    legacyOperations
      .filter(([from]) => !(subject === 'card' && from === 'decrypt'))
      .map(([from, to]): [string, string] => [`${subject}:${from}`, `token:${classification}:${to}`]),
  ),
);

/** What a message may repeat of a list that was sent: names like those of permissions, and nothing that could be a value. */
const nameLike = /^[A-Za-z_:.-]{1,60}$/;

const or = new Intl.ListFormat('en', { type: 'disjunction' });

const unknownPermission = (name: string): string => {
  // One that is only begun, such as token:pci:read, is completed in each way; of others the nearest is named.
  const begun = [...known.keys()].filter((each) => each.startsWith(`${name}:`));
  const meant = begun.length > 0 ? begun : nearest(name, known.keys()).slice(0, name === '' ? 0 : 1);
  const hint = meant.length > 0 ? `did you mean ${or.format(meant)}?` : 'GET /permissions lists them all.';
  return `${nameLike.test(name) ? name : 'This'} is not a permission; ${hint}`;
};

/** Why an application may not hold a permission. */
export interface Objection {
  /** Where it stands in the list that was sent. */
  index: number;
  /** A sentence that names the permission, and one that was probably meant. */
  message: string;
}

/**
 * The permissions an application of this type will hold when it asks for `asked`: legacy names replaced, repeats dropped,
 * order kept. `objections` lists what it may not hold; `migrated` says whether a legacy name was among them.
 */
export const grant = (
  type: ApplicationType,
  asked: readonly string[],
): { permissions: string[]; objections: Objection[]; migrated: boolean } => {
  const granted = new Set<string>();
  const objections: Objection[] = [];
  let migrated = false;
  for (const [index, name] of asked.entries()) {
    const today = known.get(name);
    // Some names of before 2022 are names of today: they mean what applications of this type may hold.
    const replaced = today?.application_types.includes(type) ? undefined : legacy.get(name);
    const permission = replaced === undefined ? today : known.get(replaced);
    migrated ||= replaced !== undefined;
    if (!permission) {
      objections.push({ index, message: unknownPermission(name) });
    } else if (!permission.application_types.includes(type)) {
      const types = permission.application_types.join(', ');
      objections.push({
        index,
        message: `${permission.type} cannot be held by an application of type ${type}, only by ${types}.`,
      });
    } else {
      granted.add(permission.type);
    }
  }
  return { permissions: [...granted], objections, migrated };
};
