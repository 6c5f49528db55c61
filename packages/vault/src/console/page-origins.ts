import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { AllowedOriginsError, onlyTenant, originsOf, readPageOrigin } from '../access/allowed-origins.ts';
import type { Actor } from '../access/origin.ts';
import { isSameSite } from '../access/same-site.ts';
import { type AuditEvent, auditRow } from '../audit/audit.ts';
import {
  deletePage,
  hasPage,
  insertPage,
  listedPages,
  mostCharacters,
  mostPages,
  type PageOrigin,
} from '../operators/page-origins.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { assertOfAll } from './tenant-of-call.ts';

/** The pages that may embed fields of a tenant: those of the setting for reading, and those that administrators add and remove. */
export const pageOriginsOf = (
  services: ConsoleServices,
): Handlers<typeof consoleContract.pageOrigins, ConsoleContext> => {
  const { store, keyring, clock, newId, allowedOrigins, origin: consoleOrigin, vaultOrigin, ownSite } = services;

  const audit = (operation: AuditEvent['operation'], { id, tenantId, origin }: PageOrigin, by: Actor) =>
    auditRow(keyring, {
      ...{ tenantId, ...by, entityType: 'page_origin', entityId: id, operation, reason: origin },
      createdAt: clock(),
    });

  const view = ({ id, tenantId, origin, addedBy, addedAt }: PageOrigin) => ({
    ...{ id, origin, added_by: addedBy, added_at: wireTime(addedAt) },
    in_effect: [undefined, onlyTenant, tenantId].includes(allowedOrigins().owner(origin)),
  });

  const readOrigin = (text: string): string => {
    const refused = (reason: string) =>
      new ApiError('validation', 'This is not the origin of a page.', { errors: { origin: [reason] } });
    try {
      const origin = readPageOrigin(text);
      if (origin === vaultOrigin || origin === consoleOrigin) {
        throw refused('This is the vault or its console, whose pages embed no fields.');
      }
      if (ownSite && vaultOrigin !== undefined && isSameSite(origin, vaultOrigin)) {
        throw refused('This page is on the domain of the vault, which by --own-site has nothing else on it.');
      }
      return origin;
    } catch (error) {
      throw error instanceof AllowedOriginsError ? refused(error.message) : error;
    }
  };

  /** Throws 409 where the page has a tenant. */
  const assertFree = (origin: string, tenantId: string, owner: string | undefined): void => {
    if (owner === undefined || owner === onlyTenant) return;
    throw new ApiError(
      'conflict',
      owner === tenantId
        ? `${origin} may embed fields of this tenant already.`
        : `${origin} belongs to tenant ${owner}.`,
    );
  };

  return {
    list: async ({ tenant, identify }) => {
      const { id: tenantId } = await tenant();
      const { operator } = await identify();
      const own = (await listedPages(store, keyring)).filter((page) => page.tenantId === tenantId);
      return {
        setting: originsOf(allowedOrigins(), tenantId),
        data: own.map(view),
        may_add: services.guards.ofAllTenants(operator) && services.guards.hasAction(operator.role, 'origins:manage'),
      };
    },

    create: async ({ tenant, identify, body }) => {
      const { id: tenantId } = await tenant();
      const { operator, actor } = await identify();
      // Every page that is added stands in the one policy that frames of all tenants have.
      assertOfAll(services, operator);
      const origin = readOrigin(body.origin);
      assertFree(origin, tenantId, allowedOrigins().owner(origin));
      const page: PageOrigin = { id: newId(), tenantId, origin, addedBy: operator.id, addedAt: clock() };
      const failed = await store.commit([...insertPage(keyring, page), audit('create', page, actor)]);
      if (failed === undefined) return view(page);
      const there = (await listedPages(store, keyring)).find((each) => each.origin === origin);
      assertFree(origin, tenantId, there?.tenantId);
      if (await hasPage(store, origin)) {
        throw new ApiError('conflict', `${origin} goes with a tenant that was deleted. Try again in a minute.`);
      }
      throw new ApiError(
        'limit-reached',
        `The vault lists ${mostPages} pages with ${mostCharacters} characters together. Remove one first, or name pages in ` +
          '--allowed-origins.',
      );
    },

    delete: async ({ tenant, identify, params: { id } }) => {
      const { id: tenantId } = await tenant();
      const { actor } = await identify();
      const page = (await listedPages(store, keyring)).find((each) => each.id === id.toLowerCase());
      const failed =
        page?.tenantId === tenantId ? await store.commit([deletePage(page), audit('delete', page, actor)]) : 'another';
      if (failed !== undefined) throw new ApiError('not-found', 'There is no such page in the list of this tenant.');
    },
  };
};
