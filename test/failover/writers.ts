import { setTimeout as wait } from 'node:timers/promises';
import type { VaultProcess } from '../processes/vault-process.ts';

/** A token whose creation a vault has answered with 201. */
export interface Acknowledged {
  id: string;
  at: number;
}

/** Callers that create tokens without a pause until they are stopped, and note what was acknowledged and when. */
export const startWriters = ({ origin }: Pick<VaultProcess, 'origin'>, key: string, writers: number) => {
  const acknowledged: Acknowledged[] = [];
  const statuses = new Map<number | string, number>();
  let stopped = false;
  const headers = { 'bt-api-key': key, 'content-type': 'application/json' };
  const write = async () => {
    for (let n = 0; !stopped; n += 1) {
      const body = JSON.stringify({ type: 'token', data: n });
      const status = await fetch(`${origin}/tokens`, { method: 'POST', headers, body }).then(
        async (answer) => {
          if (answer.status !== 201) {
            await answer.body?.cancel();
            return answer.status;
          }
          const { id } = (await answer.json()) as { id: string };
          acknowledged.push({ id, at: performance.now() });
          return 201;
        },
        () => 'no answer',
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status !== 201) await wait(20);
    }
  };
  const running = Array.from({ length: writers }, write);
  return {
    acknowledged,
    statuses,
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
};

/** Those of some tokens that a vault does not know. */
export const missingFrom = async (
  { origin }: Pick<VaultProcess, 'origin'>,
  key: string,
  tokens: readonly Acknowledged[],
): Promise<string[]> => {
  const missing: string[] = [];
  for (const { id } of tokens) {
    const answer = await fetch(`${origin}/tokens/${id}`, { headers: { 'bt-api-key': key } });
    await answer.body?.cancel();
    if (answer.status === 404) missing.push(id);
    else if (answer.status !== 200) throw new Error(`Token ${id}: ${answer.status}`);
  }
  return missing;
};

/** Waits for something that another process does; the test's own end is the only limit. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await wait(10);
};
