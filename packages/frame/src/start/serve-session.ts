import type { Served } from '@tessera/bridge';
import { loadOnce } from '../load.ts';
import { createHandle, type Own, publish } from '../siblings/handle.ts';
import type { SiblingGuards } from '../siblings/identity.ts';
import type { Vault } from '../vault.ts';
import type { FrameContext } from './frame-context.ts';
import { paced } from './pace.ts';

/** The hidden frame has no inputs. */
const noInputs = {
  parts: () => [],
  validate: () => {},
  codeContext: () => undefined,
  heed: () => {},
  show: async () => undefined,
  watch: () => undefined,
};

/** The hidden frame of a page, which keeps idempotency keys for the others, and the session. The code of sessions is fetched with the first call. */
export const serveSession = (
  { window, takesExpressions }: FrameContext,
  own: Own,
  vaultWith: (apiKey: string) => Vault,
  guards: SiblingGuards,
): Served => {
  const handle = createHandle(own, noInputs, guards);
  publish(window, handle);
  const session = loadOnce(async () => {
    const [{ openSession }, calls] = await Promise.all([
      import('../session/open-session.ts'),
      import('../calls/open-calls.ts'),
    ]);
    return openSession({ window, handle, takesExpressions, vaultWith, calls });
  });
  return {
    id: own.id,
    methods: paced({
      checked: own.checked,
      ping: () => {},
      session: async (...args) => (await session())(...args),
    }),
  };
};
