import { spawnSync } from 'node:child_process';

/*
 * Loaded before a vault: when that says that it listens, a program that it starts prints the environment that it got. With `keep-root-key`
 * behind a question mark, the root key is put back first, as if the vault had passed it on.
 */
const rootKey = process.env.CANARY_ROOT_KEY;
const write = process.stderr.write.bind(process.stderr);
let printed = false;

process.stderr.write = (text: string | Uint8Array): boolean => {
  const result = write(text);
  if (!printed && text.toString().includes('"listening"')) {
    printed = true;
    if (import.meta.url.endsWith('?keep-root-key')) process.env.CANARY_ROOT_KEY = rootKey;
    write(`${spawnSync('env').stdout}\nthat was the environment\n`);
  }
  return result;
};
