import { existsSync } from 'node:fs';
import process from 'node:process';
import { TamperedError } from '../../../errors.ts';
import type { Answer, Order, Start } from '../protocol.ts';
import { CryptokiError, loadCryptoki } from './cryptoki.ts';
import { endWithParent } from './end-with-parent.ts';
import { ModuleFault } from './fault.ts';
import { tokenWrapping } from './wrapping.ts';

/*
 * A process that holds a PKCS #11 module, which is code of its vendor: it may block, and it may crash. It does one order after the other,
 * which come and are answered over the channel to the process that started it, and ends with that process.
 */

const { location }: Start = JSON.parse(process.argv[2] ?? '', (name, value) =>
  name === 'id' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'hex')) : value,
);

const load = async () => {
  if (!existsSync(location.module))
    throw new ModuleFault('missing', `There is no file ${location.module} (module-path).`);
  const ffi = await import('koffi').catch(() => {
    throw new ModuleFault(
      'missing',
      'PKCS #11 modules are called through the package koffi, which is not installed, or not for this system: npm install koffi',
    );
  });
  try {
    return loadCryptoki(ffi, location.module);
  } catch (error) {
    if (error instanceof CryptokiError) throw error;
    throw new ModuleFault('missing', `${location.module} cannot be loaded as a PKCS #11 module.`);
  }
};

const wrapping = tokenWrapping(location, load);

const obey = async (order: Order): Promise<Answer> => {
  if (order.what === 'login') {
    await wrapping.logIn(order.pin);
    return { done: true };
  }
  return order.what === 'wrap'
    ? await wrapping.wrap(order.context, order.key)
    : await wrapping.unwrap(order.context, order.wrapped);
};

const faultOf = (error: unknown): Answer => {
  if (error instanceof TamperedError) return { fault: 'tampered', message: error.message };
  if (error instanceof ModuleFault) return { fault: error.fault, message: error.message };
  return { fault: 'unavailable', message: `The module ${location.module} failed.` };
};

const say = (answer: Answer): void => void process.send?.(answer);

process.on('message', (order: Order) => {
  obey(order).then(say, (error: unknown) => say(faultOf(error)));
});
process.on('disconnect', () => process.exit());
await endWithParent();
say({ ready: true });
