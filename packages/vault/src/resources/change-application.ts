import type { contract, Reply, Wire } from '@tessera/contract';
import { type AccessRule, ruleWarnings } from '../access/access-rules.ts';
import { type ApplicationKey, liveKeys } from '../access/application-keys.ts';
import { type Application, applicationColumns, findApplication, updateApplication } from '../access/applications.ts';
import type { Caller } from '../access/authenticate.ts';
import { changesBetween, type Facts, timeShown } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Shown } from '../audit/shown.ts';
import type { Context } from '../context.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Statement } from '../store/port.ts';
import { readTime, wireTime } from '../times.ts';
import { auditFields } from '../tokens/view.ts';
import { untilKept } from './until-kept.ts';

type ApplicationView = Reply<typeof contract.applications.retrieve>;

/** What is shown of an application or a key beside its row: the secret of a key that was just made, and when keys were last used. */
interface Beside {
  secret?: string | undefined;
  uses?: ReadonlyMap<string, number>;
}

/** A key as the API shows it. */
export const viewKey = (key: ApplicationKey, { secret, uses }: Beside = {}): Wire['ApplicationKey'] => ({
  id: key.id,
  ...(secret !== undefined && { key: secret }),
  version: String(key.version),
  ...(uses?.has(key.id) && { last_used_at: wireTime(uses.get(key.id) ?? 0) }),
  ...(key.expiresAt !== undefined && { expires_at: wireTime(key.expiresAt) }),
  created_by: key.createdBy,
  created_at: wireTime(key.createdAt),
});

const warningsOf = (rules: readonly AccessRule[]): Pick<ApplicationView, 'warnings'> => {
  const warnings = ruleWarnings(rules);
  return warnings.length > 0 ? { warnings } : {};
};

export const viewApplication = (
  application: Application,
  now: number,
  { secret, uses }: Beside = {},
): ApplicationView => ({
  id: application.id,
  tenant_id: application.tenantId,
  name: application.name,
  ...(secret !== undefined && { key: secret }),
  keys: liveKeys(application.keys, now).map((key) => viewKey(key, { ...(uses && { uses }) })),
  type: application.type,
  permissions: application.permissions,
  ...(application.rules && { rules: [...application.rules], ...warningsOf(application.rules) }),
  ...(application.expiresAt !== undefined && { expires_at: wireTime(application.expiresAt) }),
  ...auditFields(application),
});

/** What entries of the audit log tell of changes of an application. */
export const applicationFacts = ({ name, permissions, rules = [], keys, expiresAt }: Application): Facts => ({
  shown: {
    permissions,
    rules: rules.map(({ priority, container = '/', transform, permissions }) =>
      [priority, container, transform, ...permissions].join(' '),
    ),
    keys: keys.map(({ id }) => id),
    expires_at: timeShown(expiresAt),
  },
  named: { name, rules },
});

export const applicationNotFound = () => new ApiError('not-found', 'There is no application with this id.');

/** A time in the future, from a request. Throws 400. */
export const readEnd = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  const time = readTime(text);
  if (!(time > now)) throw invalid('expires_at', 'Must lie in the future.');
  return time;
};

/** An application of the caller's tenant. Throws 404. */
export const findOwn = async ({ store }: Pick<Services, 'store'>, { tenantId }: Caller, id: string) => {
  const found = await findApplication(store, tenantId, id);
  if (!found) throw applicationNotFound();
  return found;
};

/** What an answer tells about, which may hold a key: who gets it again stands in the audit log. */
export const applicationShown = (id: string): Shown => ({ entityType: 'application', entityId: id, operation: 'read' });

/** What a caller must hold who is told a key of an application, also by a repeated answer. */
export const grantedBy = ({ type, permissions }: Application): readonly string[] =>
  type === 'management' ? permissions : [];

/** A change of an application. Its version and who made it are added to it. */
interface Change<Answer> {
  application: Application;
  answer: (application: Application) => Answer;
  /** What is written with it. */
  also?: readonly Statement[];
  /** What a caller must hold who gets the answer again. */
  permissions?: readonly string[];
}

/**
 * Changes an application. `changeOf` says how; it is called again if somebody else changed the application meanwhile. Keys that have expired
 * are dropped.
 */
export const changeApplication = (services: Services) => {
  const auditChange = auditRecord(services, 'application');

  return async <Answer>(
    context: Context,
    id: string,
    changeOf: (before: Application) => Change<Answer>,
  ): Promise<Answer> => {
    const { caller } = context;
    const [answer] = await untilKept('application', async (): Promise<[Answer] | undefined> => {
      const before = await findOwn(services, caller, id);
      const change = changeOf(before);
      const now = services.clock();
      const application: Application = {
        ...change.application,
        keys: liveKeys(change.application.keys, now),
        version: before.version + 1,
        modifiedAt: now,
        modifiedBy: caller.applicationId,
      };
      const made = change.answer(application);
      const failed = await context.commit(
        [
          ...updateApplication(before, application),
          ...(change.also ?? []),
          auditChange(
            caller,
            'update',
            applicationColumns(application),
            changesBetween(applicationFacts(before), applicationFacts(application)),
          ),
        ],
        { answer: made, permissions: change.permissions ?? [], shown: [applicationShown(id)] },
      );
      services.authenticator.forget();
      return failed === undefined ? [made] : undefined;
    });
    return answer;
  };
};
