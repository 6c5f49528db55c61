import { Failure } from '@tessera/bridge';
import { expect, it } from 'vitest';
import { createOnce } from './once.ts';

it('remembers a hundred unanswered calls, and gives up the oldest for another', async () => {
  const once = createOnce(crypto);
  const keyOf = async (signature: string): Promise<string> => {
    let sent = '';
    const lost = async (key: string) => {
      sent = key;
      throw new Failure('vault-unreachable');
    };
    await expect(once(signature, lost)).rejects.toThrow(Failure);
    return sent;
  };
  const keys: string[] = [];
  for (let n = 0; n < 100; n += 1) keys.push(await keyOf(`call ${n}`));
  expect(new Set(keys).size).toBe(100);
  expect([await keyOf('call 0'), await keyOf('call 99')]).toEqual([keys[0], keys[99]]);
  await keyOf('call 100');
  expect(await keyOf('call 1')).toBe(keys[1]);
  expect(await keyOf('call 0')).not.toBe(keys[0]);
});
