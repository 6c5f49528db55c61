import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { answerOnSocket, askOnSocket } from './unseal-socket.ts';

const standing = { sealed: true, given: 0, need: 3, of: 5 };

/** A vault that does with each connection what `serve` does. */
const vault = async (serve: (socket: Socket) => void) => {
  const path = join(temporaryFolder(), 'unseal.sock');
  const server = createServer(serve).listen(path);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return path;
};

describe('a custodian is told in words', () => {
  it('that no vault is there', async () => {
    const path = join(temporaryFolder(), 'unseal.sock');
    await expect(askOnSocket(path)).rejects.toThrow(`there is no ${path}. Start one: tessera-vault serve`);
  });

  it('that the vault has ended, which left its socket', async () => {
    const path = join(temporaryFolder(), 'unseal.sock');
    writeFileSync(path, '');
    await expect(askOnSocket(path)).rejects.toThrow(`the one that made ${path} has ended. Start one`);
  });

  it('that the vault stops while a share is typed', async () => {
    const path = await vault((socket) => {
      socket.once('data', () => {
        socket.write(`${JSON.stringify(standing)}\n`);
        socket.once('data', () => socket.destroy());
      });
    });
    const { ask, close } = await askOnSocket(path);
    onTestFinished(close);
    expect(await ask({ ask: 'status' })).toEqual(standing);
    for (let n = 0; n < 2; n++) {
      await expect(ask({ ask: 'share', share: 'share1-x' })).rejects.toThrow(
        'hung up without an answer: it has stopped',
      );
    }
  });

  it('that too many others are connected', async () => {
    const path = join(temporaryFolder(), 'unseal.sock');
    const server = await answerOnSocket(path, async () => standing);
    onTestFinished(server.close);
    const others = await Promise.all(Array.from({ length: 8 }, () => askOnSocket(path)));
    for (const { ask, close } of others) {
      onTestFinished(close);
      expect(await ask({ ask: 'status' })).toEqual(standing);
    }
    const { ask, close } = await askOnSocket(path);
    onTestFinished(close);
    await expect(ask({ ask: 'status' })).rejects.toThrow('8 others are connected');
  });

  it('that what was typed is too long for a share, and it is not sent', async () => {
    const path = join(temporaryFolder(), 'unseal.sock');
    const server = await answerOnSocket(path, async () => standing);
    onTestFinished(server.close);
    // Nobody but the user of the vault gets that far.
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { ask, close } = await askOnSocket(path);
    onTestFinished(close);
    const error = await ask({ ask: 'share', share: 'hunter2'.repeat(200) }).catch((each: unknown) => each);
    expect(String(error)).toContain('Nothing was sent');
    expect(String(error)).not.toContain('hunter2');
    expect(await ask({ ask: 'status' })).toEqual(standing);
  });
});
