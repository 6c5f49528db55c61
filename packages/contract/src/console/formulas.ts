import * as z from 'zod';
import { get } from '../route.ts';
import { uuid } from '../shared.ts';

export const FormulaUses = z.object({
  data: z.array(z.object({ id: uuid, name: z.string() })).describe('The newest 100, without their configuration.'),
  more: z.boolean().describe('Whether there are others.'),
});

export const formulas = {
  uses: get('/console/formulas/{id}/reactors', {
    summary: 'List the reactors of a tenant that run a formula',
    response: FormulaUses,
    permission: 'code:run',
  }),
};
