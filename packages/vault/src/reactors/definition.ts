import type { Wire } from '@tessera/contract';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import { checkCode } from './formula-code.ts';
import type { Formula } from './formulas.ts';

/** What of a formula its author writes. */
export type Definition = Pick<
  Formula,
  'name' | 'description' | 'sourceTokenType' | 'icon' | 'code' | 'configuration' | 'requestParameters'
>;

/** The definition in a body that the contract has read. Throws 400 for code that cannot work. */
export const definitionOf = async (
  sandbox: FormulaRunner,
  owner: string,
  body: Wire['SaveReactorFormula'],
): Promise<Definition> => {
  await checkCode(sandbox, owner, body.code);
  return {
    name: body.name,
    description: body.description,
    sourceTokenType: body.source_token_type,
    icon: body.icon,
    code: body.code,
    configuration: body.configuration,
    requestParameters: body.request_parameters,
  };
};
