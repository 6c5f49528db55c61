import type { Served } from '@tessera/bridge';
import { loadOnce } from '../load.ts';
import type { Handle } from '../siblings/handle.ts';
import type { SiblingGuards } from '../siblings/identity.ts';
import type { Vault } from '../vault.ts';
import type { FrameContext } from './frame-context.ts';
import { paced } from './pace.ts';

/** The hidden frame that holds a session. Its code is fetched with the first call. */
export const serveSession = (
  { window, takesExpressions }: FrameContext,
  own: Pick<Handle, 'id' | 'identity' | 'checked' | 'type'>,
  vaultWith: (apiKey: string) => Vault,
  guards: SiblingGuards,
): Served => {
  const session = loadOnce(async () => {
    const [{ openSession }, calls] = await Promise.all([
      import('../session/open-session.ts'),
      import('../calls/open-calls.ts'),
    ]);
    return openSession({ window, own, guards, takesExpressions, vaultWith, calls });
  });
  return {
    id: own.id,
    methods: paced({
      checked: () => own.checked,
      ping: () => {},
      session: async (...args) => (await session())(...args),
    }),
  };
};
