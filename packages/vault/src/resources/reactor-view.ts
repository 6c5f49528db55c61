import type { WireInput } from '@tessera/contract';
import { codeShown, type Facts } from '../audit/changes.ts';
import type { Configuration } from '../reactors/configuration.ts';
import type { Formula } from '../reactors/formulas.ts';
import type { Reactor } from '../reactors/reactors.ts';
import { auditFields } from '../tokens/view.ts';
import { formulaView } from './reactor-formulas.ts';

export const viewReactor = (
  reactor: Reactor,
  formula: Formula,
  configuration: Configuration,
): WireInput['Reactor'] => ({
  id: reactor.id,
  tenant_id: reactor.tenantId,
  name: reactor.name,
  ...(formula.reactorId === undefined ? { formula: formulaView(formula) } : { code: formula.code, state: 'active' }),
  ...(reactor.applicationId !== undefined && { application: { id: reactor.applicationId } }),
  configuration,
  ...auditFields(reactor),
});

/** What entries of the audit log tell of changes of a reactor. */
export const reactorFacts = (
  { name, applicationId }: Reactor,
  { code }: Formula,
  configuration: Configuration,
): Facts => ({ shown: { application: applicationId, code: codeShown(code) }, named: { name, configuration } });
