import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { makePreviewTicket, previewLife } from '../operators/preview-ticket.ts';
import { type Embedding, embeddingOf } from '../pages/embedding.ts';
import { previewPath } from '../pages/preview.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

/** What pages need to embed fields, as the command `embed` prints it. */
export const embeddingFor = (services: ConsoleServices): Handlers<typeof consoleContract.embedding, ConsoleContext> => {
  const { keyring, clock, origin, scripts } = services;
  let made: Embedding | undefined;
  const assertOrigin = (): string => {
    const { vaultOrigin } = services;
    if (vaultOrigin !== undefined) return vaultOrigin;
    throw new ApiError(
      'not-offered',
      'The console does not know at which address pages reach the vault. Start it with --public-url.',
    );
  };
  return {
    preview: async ({ tenant }) => {
      await tenant();
      const vaultOrigin = assertOrigin();
      const expiresAt = clock() + previewLife;
      const frame = `${vaultOrigin}${previewPath(makePreviewTicket(keyring, origin, expiresAt))}`;
      return { frame, expires_at: wireTime(expiresAt) };
    },

    retrieve: async ({ tenant }) => {
      await tenant();
      const vaultOrigin = assertOrigin();
      // Digests of whole scripts: of the same ones each time.
      made ??= embeddingOf(vaultOrigin, scripts);
      const { early, earlyFile, script, anyScript, policy } = made;
      return {
        ...{ vault_url: vaultOrigin, early, early_file: earlyFile, script, any_script: anyScript, policy },
      };
    },
  };
};
