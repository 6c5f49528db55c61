import { installBytes } from './bytes.ts';
import { installCrypto } from './crypto.ts';
import { installErrors } from './errors.ts';
import { installFetch } from './fetch.ts';
import { installRuntime } from './runtime.ts';
import { installUrl } from './url.ts';
import { installVault } from './vault.ts';

/**
 * What runs in QuickJS before the code of a formula does, as text. It evaluates to a function of the one door to the process, which
 * takes and gives JSON, and stays where the code cannot reach it.
 */
export const prelude = `((door) => {
  const { parse, stringify } = JSON;
  const host = (service, input) => {
    const { value, error } = parse(door(service, stringify(input)));
    if (error !== undefined) throw new TypeError(error);
    return value;
  };
  const bytes = (${installBytes})();
  return (${installRuntime})(host, {
    bytes,
    crypto: (${installCrypto})(host, bytes),
    errors: (${installErrors})(),
    urls: (${installUrl})(host),
    fetch: (begin, cancel) => (${installFetch})(begin, cancel, bytes),
    vault: (fetch) => (${installVault})(fetch),
  });
})`;
