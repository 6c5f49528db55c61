import { randomBytes } from 'node:crypto';
import process from 'node:process';
import * as ffi from 'koffi';
import { attribute, keyType, objectClass, sessionFlag, userType } from '../inside/constants.ts';
import { loadCryptoki, type Template } from '../inside/cryptoki.ts';
import type { WantedKey } from './soft-token.ts';

/* Makes keys in a token, as a process of its own: a module reads its settings from the environment of the process. */

const { module, label, pin, keys } = JSON.parse(process.argv[2] ?? '') as {
  module: string;
  label: string;
  pin: string;
  keys: WantedKey[];
};

const good: Readonly<Record<number, boolean>> = {
  ...Object.fromEntries(
    [attribute.sensitive, attribute.encrypt, attribute.decrypt, attribute.wrap, attribute.unwrap].map((type) => [
      type,
      true,
    ]),
  ),
  [attribute.extractable]: false,
};

const cryptoki = loadCryptoki(ffi, module);
cryptoki.initialize();
const slot = cryptoki.slots().find((each) => cryptoki.tokenInfo(each).label === label);
if (slot === undefined) throw new Error(`There is no token ${label}.`);
const session = cryptoki.openSession(slot, sessionFlag.serial | sessionFlag.readWrite);
cryptoki.login(session, userType.user, Buffer.from(pin));
for (const { label: name, id, value, attributes = {} } of keys) {
  const flags = Object.entries({ ...good, ...attributes }).map(([type, is]) => [Number(type), is] as const);
  const template: Template = [
    [attribute.class, objectClass.secretKey],
    [attribute.keyType, keyType.aes],
    [attribute.token, true],
    [attribute.label, Buffer.from(name)],
    ...(id === undefined ? [] : [[attribute.id, Buffer.from(id, 'hex')] as const]),
    [attribute.value, value === undefined ? randomBytes(32) : Buffer.from(value, 'hex')],
    ...flags,
  ];
  cryptoki.createObject(session, template);
}
cryptoki.finalize();
