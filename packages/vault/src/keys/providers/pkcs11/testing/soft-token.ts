import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where Debian puts SoftHSM 2 and its tool. */
export const softHsm = { module: '/usr/lib/softhsm/libsofthsm2.so', tool: '/usr/bin/softhsm2-util' } as const;

/** Without SoftHSM there is nothing to test tokens with. */
export const hasSoftHsm = Object.values(softHsm).every((file) => existsSync(file));

/** A key as a test wants it; what is left out is as it should be. */
export interface WantedKey {
  label: string;
  id?: string;
  /** In hexadecimal. */
  value?: string;
  /** Attributes by number, in place of those of a good key. */
  attributes?: Readonly<Record<number, boolean>>;
}

const maker = fileURLToPath(new URL('./make-keys.ts', import.meta.url));
const securityOfficer = '87654321';

/** Tokens of SoftHSM in a folder. Processes that are started with `environment` see them, and no others. */
export const softTokens = (folder: string) => {
  const [tokens, settings] = [join(folder, 'tokens'), join(folder, 'softhsm2.conf')];
  mkdirSync(tokens, { recursive: true });
  const environment = { SOFTHSM2_CONF: settings };
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { env: { ...process.env, ...environment }, encoding: 'utf8', stdio: 'pipe' });

  /** Which mechanisms it has: `ALL`, or some by name. */
  const offer = (mechanisms: string): void =>
    writeFileSync(settings, `directories.tokendir = ${tokens}\nlog.level = ERROR\nslots.mechanisms = ${mechanisms}\n`);
  offer('ALL');

  return {
    ...{ environment, offer },
    make: (label: string, pin: string, ...keys: WantedKey[]): void => {
      run(softHsm.tool, '--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', securityOfficer);
      if (keys.length > 0) run(process.execPath, maker, JSON.stringify({ module: softHsm.module, label, pin, keys }));
    },
    /** Takes every token out, as if somebody pulled them. Gives what puts them back. */
    remove: (): (() => void) => {
      const away = join(folder, 'away');
      const names = readdirSync(tokens);
      mkdirSync(away, { recursive: true });
      for (const name of names) renameSync(join(tokens, name), join(away, name));
      return () => {
        for (const name of names) renameSync(join(away, name), join(tokens, name));
      };
    },
  };
};
