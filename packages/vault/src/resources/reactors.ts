import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { forgetAnswers } from '../idempotency/idempotency.ts';
import { ApiError, invalid } from '../problem.ts';
import {
  type Configuration,
  checkConfiguration,
  openConfiguration,
  sealConfiguration,
} from '../reactors/configuration.ts';
import { countUse, type Formula, findFormula, findFormulas, formulaGone } from '../reactors/formulas.ts';
import { sliceFrom } from '../reactors/page.ts';
import {
  deleteReactor,
  insertReactor,
  listReactors,
  type Reactor,
  reactorColumns,
  reactorOvertaken,
  updateReactor,
} from '../reactors/reactors.ts';
import type { Services } from '../services.ts';
import { auditFields } from '../tokens/view.ts';
import { pageView } from './pagination.ts';
import { findWithFormula, reactWithArgs } from './react.ts';
import { formulaView } from './reactor-formulas.ts';

const view = (reactor: Reactor, formula: Formula, configuration: Configuration): WireInput['Reactor'] => ({
  id: reactor.id,
  tenant_id: reactor.tenantId,
  name: reactor.name,
  formula: formulaView(formula),
  configuration,
  ...auditFields(reactor),
});

const notFound = () => new ApiError('not-found', 'There is no reactor with this id.');
const noFormula = () => invalid('formula.id', 'There is no reactor formula with this id.');

export const reactors = (services: Services): Handlers<typeof contract.reactors, Context> => {
  const { store, keyring, clock } = services;

  const audit = auditOf(services, 'reactor');
  const auditChange = auditRecord(services, 'reactor');

  const find = async (caller: Caller, id: string): Promise<{ reactor: Reactor; formula: Formula }> => {
    const found = await findWithFormula(services, caller, id);
    if (!found) throw notFound();
    return found;
  };

  return {
    create: async ({ body, caller, commit }) => {
      const { tenantId, applicationId } = caller;
      const formula = await findFormula(store, tenantId, body.formula.id);
      if (!formula) throw noFormula();
      checkConfiguration(formula.configuration, body.configuration);
      const identity = { id: services.newId(), tenantId, version: 1 };
      const reactor: Reactor = {
        ...identity,
        name: body.name,
        formulaId: formula.id,
        configuration: sealConfiguration(keyring, identity, body.configuration),
        createdAt: clock(),
        createdBy: applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = view(reactor, formula, body.configuration);
      const failed = await commit(
        [
          countUse(formula, 1),
          insertReactor(reactor, formula),
          auditChange(caller, 'create', reactorColumns(reactor, formula)),
        ],
        { answer, tokens: [reactor.id] },
      );
      if (failed === formulaGone) throw noFormula();
      return answer;
    },

    // A configuration holds secrets in plaintext, so the audit row is durable before the answer.
    list: async ({ query, caller, effort }) => {
      const { tenantId } = caller;
      const filter = { ids: query.id, name: query.name, sourceTokenType: query.source_token_type };
      const scans = store.scans(effort);
      const { total, reactors: found, after } = await listReactors(scans, tenantId, filter, sliceFrom(query));
      const formulas = new Map(
        (await findFormulas(scans, tenantId, [...new Set(found.map(({ formulaId }) => formulaId))])).map((formula) => [
          formula.id,
          formula,
        ]),
      );
      const views = found.flatMap((reactor) => {
        const formula = formulas.get(reactor.formulaId);
        return formula ? [view(reactor, formula, openConfiguration(keyring, reactor))] : [];
      });
      if (views.length > 0) await store.commit(views.map(({ id }) => audit(caller, 'read', id)));
      return pageView(query, total, views, after);
    },

    retrieve: async ({ params, caller }) => {
      const { reactor, formula } = await find(caller, params.id);
      const answer = view(reactor, formula, openConfiguration(keyring, reactor));
      await store.commit([audit(caller, 'read', reactor.id)]);
      return answer;
    },

    update: async ({ params, body, caller, commit }) => {
      const { reactor: before, formula } = await find(caller, params.id);
      checkConfiguration(formula.configuration, body.configuration);
      const identity = { id: before.id, tenantId: before.tenantId, version: before.version + 1 };
      const reactor: Reactor = {
        ...before,
        ...identity,
        name: body.name,
        configuration: sealConfiguration(keyring, identity, body.configuration),
        modifiedAt: clock(),
        modifiedBy: caller.applicationId,
      };
      const answer = view(reactor, formula, body.configuration);
      const failed = await commit(
        [updateReactor(reactor, formula), auditChange(caller, 'update', reactorColumns(reactor, formula))],
        { answer, tokens: [reactor.id] },
      );
      if (failed === reactorOvertaken) {
        throw new ApiError('conflict', 'The reactor was changed or deleted meanwhile; read it again.');
      }
      return answer;
    },

    delete: async ({ params, caller, commit }) => {
      const { reactor, formula } = await find(caller, params.id);
      const failed = await commit([
        deleteReactor(reactor),
        countUse(formula, -1),
        forgetAnswers(reactor),
        audit(caller, 'delete', reactor.id),
      ]);
      if (failed !== undefined) throw notFound();
    },

    react: async ({ params, body, ...context }) => await reactWithArgs(services, context, params.id, body),
  };
};
