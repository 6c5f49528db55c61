import { operatorActorId } from '../keys/dual-control/agreements.ts';
import {
  addOperator,
  fingerprintOf,
  needsTwo,
  type Operator,
  operatorsOf,
  removeOperator,
} from '../keys/dual-control/operators.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { assertAgreed } from './dual-control.ts';
import { readOperatorPublicKey } from './operator-key.ts';
import { withKeyStore } from './with-vault.ts';

const nameForm = /^[\w.@-]{1,64}$/;

const shown = (operators: readonly Operator[], json: boolean): string => {
  const rows = operators.map(({ name, publicKey, addedAt }) => ({
    ...{ name, fingerprint: fingerprintOf(publicKey), actor_id: operatorActorId(publicKey) },
    added_at: new Date(addedAt).toISOString(),
  }));
  if (json) return `${JSON.stringify({ two_needed: needsTwo(operators), operators: rows })}\n`;
  return [
    needsTwo(operators)
      ? 'Two of these operators have to agree before keys are destroyed, the root key is replaced or a tenant is deleted:'
      : 'With two operators or more, two have to agree before keys are destroyed, the root key is replaced or a tenant is deleted. Now:',
    ...(rows.length === 0
      ? ['  none']
      : rows.map(
          ({ name, fingerprint, actor_id, added_at }) =>
            `  ${name}  ${fingerprint}  since ${added_at}\n    in audit logs: ${actor_id}`,
        )),
    '',
  ].join('\n');
};

export const keysOperators = command('keys operators', {
  summary: 'says who has to agree, by two, before keys are destroyed or replaced',
  flags: ['change', 'operator', 'public-key', 'operator-key', 'data-dir', 'database-url', 'config', 'json'],
  bare: 'change',
  typed: ['change', 'operator', 'public-key', 'operator-key'],
  notes: [
    'As soon as there are two operators, keys destroy, keys rotate --root, keys shares, tenants delete',
    'and this command propose only, and do it when another operator has agreed: keys approve. The API',
    'deletes a tenant only when two have agreed to it.',
  ],
  run: ({ change, operator: name, 'public-key': keyFile, 'operator-key': file, json, ...values }, terminal) =>
    withKeyStore(values, async (vault) => {
      const { keys, clock } = vault;
      if (change === 'list') return terminal.out(shown(await operatorsOf(keys), json));
      if (name === undefined || !nameForm.test(name)) {
        throw new CommandError('--operator NAME is needed: letters, digits, dots, dashes and @, 64 at most.', 2);
      }
      if (change === 'remove') {
        const unknown = new CommandError(`There is no operator ${name}; nothing was changed.`);
        if (!(await operatorsOf(keys)).some((each) => each.name === name)) throw unknown;
        await assertAgreed(vault, `remove the operator ${name}`, file, terminal);
        if ((await keys.commit([removeOperator(name)])) !== undefined) throw unknown;
      } else {
        if (keyFile === undefined) throw new CommandError('--public-key FILE is needed.', 2);
        const publicKey = readOperatorPublicKey(keyFile);
        const taken = (whose: string) =>
          new CommandError(`The operator ${whose} has this name or key; nothing was changed.`);
        const other = (await operatorsOf(keys)).find((each) => each.name === name || each.publicKey.equals(publicKey));
        if (other) throw taken(other.name);
        await assertAgreed(vault, `add the operator ${name} with the key ${fingerprintOf(publicKey)}`, file, terminal);
        const failed = await keys.commit([addOperator({ name, publicKey, addedAt: clock() })]);
        if (failed !== undefined) throw taken('who was added meanwhile');
      }
      terminal.out(shown(await operatorsOf(keys), json));
    }),
});
