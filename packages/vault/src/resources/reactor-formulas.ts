import type { contract, Handlers, WireInput } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { auditOf } from '../audit/audit-of.ts';
import { changesBetween } from '../audit/changes.ts';
import { auditRecord } from '../audit/records.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import { definitionOf } from '../reactors/definition.ts';
import {
  deleteFormula,
  type Formula,
  findFormula,
  formulaColumns,
  formulaFacts,
  formulaKept,
  insertFormula,
  listFormulas,
  updateFormula,
} from '../reactors/formulas.ts';
import { sliceFrom } from '../reactors/page.ts';
import type { Services } from '../services.ts';
import { auditFields } from '../tokens/view.ts';
import { pageView } from './pagination.ts';
import { untilKept } from './until-kept.ts';

/** A formula as the API shows it. */
export const formulaView = (formula: Formula): WireInput['ReactorFormula'] => ({
  id: formula.id,
  name: formula.name,
  ...(formula.description !== undefined && { description: formula.description }),
  type: formula.tenantId === undefined ? 'official' : 'private',
  source_token_type: formula.sourceTokenType,
  ...(formula.icon !== undefined && { icon: formula.icon }),
  code: formula.code,
  configuration: formula.configuration,
  request_parameters: formula.requestParameters,
  ...auditFields(formula),
});

const notFound = () => new ApiError('not-found', 'There is no reactor formula with this id.');

export const reactorFormulas = (services: Services): Handlers<typeof contract.reactorFormulas, Context> => {
  const { store, clock } = services;

  const audit = auditOf(services, 'reactor_formula');
  const auditChange = auditRecord(services, 'reactor_formula');

  const find = async ({ tenantId }: Caller, id: string): Promise<Formula> => {
    const formula = await findFormula(store, tenantId, id);
    if (!formula) throw notFound();
    return formula;
  };

  /** A formula that the tenant may change. Throws 403 for an official one. */
  const findOwn = async (caller: Caller, id: string): Promise<Formula> => {
    const formula = await find(caller, id);
    if (formula.tenantId === undefined) {
      throw new ApiError('forbidden', 'An official formula belongs to all tenants; create a private one of its code.');
    }
    return formula;
  };

  return {
    create: async ({ body, caller, commit }) => {
      const formula: Formula = {
        id: services.newId(),
        tenantId: caller.tenantId,
        reactorId: undefined,
        ...(await definitionOf(services.sandbox, caller.tenantId, body)),
        version: 1,
        createdAt: clock(),
        createdBy: caller.applicationId,
        modifiedAt: undefined,
        modifiedBy: undefined,
      };
      const answer = formulaView(formula);
      await commit([insertFormula(formula), auditChange(caller, 'create', formulaColumns(formula))], { answer });
      return answer;
    },

    list: async ({ query, caller, effort }) => {
      const filter = { name: query.name, sourceTokenType: query.source_token_type };
      const { total, formulas, after } = await listFormulas(
        store.scans(effort),
        caller.tenantId,
        filter,
        sliceFrom(query),
      );
      await services.reads.add(formulas.map(({ id }) => audit(caller, 'read', id)));
      return pageView(query, total, formulas.map(formulaView), after);
    },

    retrieve: async ({ params, caller }) => {
      const formula = await find(caller, params.id);
      await services.reads.add([audit(caller, 'read', formula.id)]);
      return formulaView(formula);
    },

    update: async ({ params, body, caller, commit }) =>
      await untilKept('formula', async () => {
        const before = await findOwn(caller, params.id);
        const formula: Formula = {
          ...before,
          ...(await definitionOf(services.sandbox, caller.tenantId, body)),
          version: before.version + 1,
          modifiedAt: clock(),
          modifiedBy: caller.applicationId,
        };
        const answer = formulaView(formula);
        const change = [
          updateFormula(formula),
          auditChange(
            caller,
            'update',
            formulaColumns(formula),
            changesBetween(formulaFacts(before), formulaFacts(formula)),
          ),
        ];
        return (await commit(change, { answer })) === undefined ? answer : undefined;
      }),

    delete: async ({ params, caller, commit }) => {
      const formula = await findOwn(caller, params.id);
      const failed = await commit([deleteFormula(formula), audit(caller, 'delete', formula.id)]);
      if (failed !== formulaKept) return;
      await find(caller, params.id);
      throw new ApiError('in-use', 'Delete the reactors of this formula first.');
    },
  };
};
