import type { Expression, Scope } from '../../expressions/expression.ts';
import { ApiError } from '../../problem.ts';
import type { ProxySettings } from './settings.ts';

/** `config: NAME`, `config: 'NAME'` and `proxy.config.NAME`. */
const setting = /^(?:config\s*:\s*|proxy\.config\.)(?:(['"])([\w .-]{1,100})\1|([\w-]{1,100}))$/;

const nameIn = (reference: string): string | undefined => {
  const [, , quoted, plain] = setting.exec(reference) ?? [];
  return quoted ?? plain;
};

/**
 * The settings of a stored proxy that the headers of a call refer to, by the names under which they do: so a caller can place a key that it
 * does not know. Headers alone may: destinations repeat what stands in bodies, and the answer goes to the caller. Throws 400 for a
 * setting that is not there.
 */
export const settingsIn = (
  { variables }: Pick<Expression, 'variables'>,
  configuration: ProxySettings['configuration'],
): Scope => {
  const found: [string, string][] = [];
  for (const { name: reference } of variables) {
    const name = nameIn(reference);
    if (name === undefined) continue;
    const value = Object.hasOwn(configuration, name) ? configuration[name] : undefined;
    if (value === undefined) {
      throw new ApiError(
        'proxy-request',
        'A header refers to a setting that the configuration of this proxy does not have.',
      );
    }
    found.push([reference, value]);
  }
  return Object.fromEntries(found);
};

/** An expression as what refers to tokens alone. */
export const without = (expression: Expression, own: Scope): Expression => ({
  ...expression,
  variables: expression.variables.filter(({ name }) => !Object.hasOwn(own, name)),
});
