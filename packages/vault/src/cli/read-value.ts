import { nearest } from '@tessera/contract';
import { CommandError } from './command-error.ts';
import type { Option } from './option.ts';
import { type OptionName, options, variableOf } from './options.ts';

const isTrue = new Set(['1', 'true', 'yes', 'on']);
const isFalse = new Set(['0', 'false', 'no', 'off']);

/** Parses one value; `source` is where the user wrote it (`--port` or `TESSERA_PORT`), for errors. `isTyped` flags have no variable. */
export const readValue = (
  name: OptionName,
  text: string | undefined,
  source: string,
  isTyped = false,
): string | number | boolean | undefined => {
  const option: Option = options[name];
  if (text === undefined) {
    if (option.kind === 'switch') return false;
    if (option.required)
      throw new CommandError(
        `--${name} ${option.value ?? ''} is needed${isTyped ? '' : ` (or ${variableOf(name)})`}.`,
        2,
      );
    return undefined;
  }
  if (option.kind === 'switch') {
    if (isTrue.has(text.toLowerCase())) return true;
    if (isFalse.has(text.toLowerCase())) return false;
    throw new CommandError(`${source} must be true or false.`, 2);
  }
  if (option.choices && !option.choices.includes(text)) {
    const [likely] = nearest(text.toLowerCase(), option.choices);
    const meant = likely === undefined ? '' : ` Did you mean ${likely}?`;
    throw new CommandError(`${source} must be one of ${option.choices.join(', ')}.${meant}`, 2);
  }
  if (option.kind === 'number') {
    const [least, greatest] = option.range ?? [0, Number.MAX_SAFE_INTEGER];
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= greatest) return number;
    // For a service named `tessera`, Kubernetes gives each pod TESSERA_PORT=tcp://10.0.0.1:4100 (its documents, "Service", environment variables).
    if (text.startsWith('tcp://')) {
      throw new CommandError(
        `${source} holds an address, as Kubernetes sets it for a service of this name. Set enableServiceLinks: false in the pod, or give the service another name.`,
        2,
      );
    }
    throw new CommandError(`${source} must be a whole number from ${least} to ${greatest}.`, 2);
  }
  return text;
};
