import { type Classification, classifications, type ImpactLevel, impactLevels } from './permissions.ts';
import type { Rule, Rules, TokenOperation, Transform } from './rules.ts';

/** Every container there is. */
export const everywhere = '/';

const ofClass = (
  classification: Classification,
  levels: readonly ImpactLevel[],
  transform: Transform,
  operations: readonly TokenOperation[],
): Rule => ({ reach: { classification, levels }, transform, operations });

const listing = ['read', 'search'] as const;

/** What a permission on one class allows, by the part of its name behind the class. */
const onClass: Readonly<Record<string, (classification: Classification) => Rules>> = {
  create: (c) => [ofClass(c, impactLevels, 'mask', ['create'])],
  update: (c) => [ofClass(c, impactLevels, 'mask', ['update'])],
  delete: (c) => [ofClass(c, impactLevels, 'mask', ['delete'])],
  'use:proxy': (c) => [ofClass(c, impactLevels, 'reveal', ['use:proxy'])],
  'use:reactor': (c) => [ofClass(c, impactLevels, 'reveal', ['use:reactor'])],
  ...Object.fromEntries(
    impactLevels.map((level, index) => [
      `read:${level}`,
      (c: Classification) => [
        ofClass(c, impactLevels.slice(0, index + 1), 'reveal', listing),
        ofClass(c, impactLevels, 'mask', listing),
      ],
    ]),
  ),
};

const onAll = (transform: Transform, ...operations: TokenOperation[]): Rules => [
  { reach: { container: everywhere }, transform, operations },
];

/** What a permission without a class allows: on tokens of all classes, on token intents, and on stored proxies. */
const onEveryToken: Readonly<Record<string, Rules>> = {
  'token:create': onAll('mask', 'create'),
  'token:read': onAll('mask', 'read'),
  'token:search': onAll('mask', 'search'),
  'token:update': onAll('mask', 'update'),
  'token:delete': onAll('mask', 'delete'),
  'token:use': onAll('reveal', 'use:proxy', 'use:reactor'),
  'token-intent:create': onAll('mask', 'token-intent:create'),
  'token-intent:read': onAll('mask', 'token-intent:read'),
  'token-intent:delete': onAll('mask', 'token-intent:delete'),
  'proxy:invoke': onAll('mask', 'proxy:invoke'),
};

/** What a name in a rule allows. */
export const operationsOf = (permission: string): readonly TokenOperation[] =>
  onEveryToken[permission]?.flatMap(({ operations }) => operations) ?? [];

const rulesOf = (permission: string): Rules => {
  if (Object.hasOwn(onEveryToken, permission)) return onEveryToken[permission] ?? [];
  const [subject, classification = '', ...operation] = permission.split(':');
  if (subject !== 'token' || !Object.hasOwn(classifications, classification)) return [];
  return onClass[operation.join(':')]?.(classification as Classification) ?? [];
};

/**
 * Permissions as rules. Those that reveal come first, so that the most that any permission shows is what is shown. Permissions that are
 * not about tokens allow nothing here.
 */
export const compilePermissions = (permissions: Iterable<string>): Rules => {
  const rules = [...permissions].flatMap(rulesOf);
  const isFirst = ({ transform }: Rule) => transform === 'reveal';
  return [...rules.filter(isFirst), ...rules.filter((rule) => !isFirst(rule))];
};
