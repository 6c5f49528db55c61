import { schemas, validateRequest } from '@tessera/contract';
import { inOrder, ruleObjections } from '../access/access-rules.ts';
import type { Application } from '../access/applications.ts';
import { type ApplicationType, grant } from '../access/permissions.ts';
import { presets } from '../access/presets.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { readJson } from './read-file.ts';

type Rights = Pick<Application, 'type' | 'permissions' | 'rules'>;

const refused = (flag: string, lines: readonly string[]): CommandError =>
  new CommandError([`${flag} cannot be given like this:`, ...lines.map((line) => `  ${line}`)].join('\n'), 2);

const permitted = (type: ApplicationType, names: readonly string[]): Rights => {
  const { permissions, objections } = grant(type, names);
  if (objections.length === 0) return { type, permissions, rules: undefined };
  throw refused(
    '--permissions',
    objections.map(({ index, message }) => `entry ${index + 1}: ${message}`),
  );
};

const ruled = (type: ApplicationType, file: string): Rights => {
  const form = schemas.UpdateApplication.pick({ rules: true }).required();
  const { value, errors } = validateRequest(form, { rules: readJson(file, '--rules') });
  if (errors) {
    throw refused(
      `--rules ${file}`,
      Object.entries(errors).map(([name, messages]) => `${name}: ${messages.join(' ')}`),
    );
  }
  if (value.rules.length === 0) throw refused(`--rules ${file}`, ['rules: Give at least one rule.']);
  const objections = ruleObjections(type, value.rules);
  if (objections.length === 0) return { type, permissions: [], rules: inOrder(value.rules) };
  throw refused(
    `--rules ${file}`,
    objections.map(({ rule, index, message }) => `rules.${rule}.permissions.${index}: ${message}`),
  );
};

/** The type, and the permissions or rules, that the flags ask for. Throws `CommandError` that names each fault. */
export const rightsOf = ({
  preset: named,
  type,
  permissions,
  rules,
}: Values<'preset' | 'type' | 'permissions' | 'rules'>): Rights => {
  const preset = named && presets[named];
  if ([preset, permissions, rules].filter((each) => each !== undefined).length !== 1) {
    throw new CommandError('Give either --preset, or --type with --permissions or with --rules.', 2);
  }
  if (preset) {
    if (type === undefined || type === preset.type) return permitted(preset.type, preset.permissions);
    throw new CommandError(`The preset ${named} is for applications of type ${preset.type}; leave --type out.`, 2);
  }
  if (type === undefined)
    throw new CommandError(`--${rules === undefined ? 'permissions' : 'rules'} needs --type with it.`, 2);
  if (rules !== undefined) return ruled(type, rules);
  return permitted(
    type,
    (permissions ?? '').split(',').map((name) => name.trim()),
  );
};
