import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Replaces what the text tells its reader to replace. What is not in the code any more is an error. */
export const withBlanks = (code: string, blanks: Readonly<Record<string, string>>): string =>
  Object.entries(blanks).reduce((filled, [blank, value]) => {
    if (!code.includes(blank)) throw new Error(`There is no ${blank} in:\n${code}`);
    return filled.replaceAll(blank, value);
  }, code);

/**
 * Variables with which `npm run -s vault --` runs without the second that npm itself needs. It leaves a program in that folder. The
 * README's commands are run by npm itself.
 */
export const withCommand = (folder: string): Record<string, string> => {
  mkdirSync(folder, { recursive: true });
  const program = `#!/bin/sh
[ "$1 $2 $3 $4" = 'run -s vault --' ] || exit 9
shift 4
exec '${process.execPath}' --conditions=@tessera/source packages/vault/src/cli.ts "$@"
`;
  writeFileSync(join(folder, 'npm'), program, { mode: 0o755 });
  return { PATH: [folder, dirname(process.execPath), process.env.PATH].join(delimiter) };
};

/** A person at a terminal, who types blocks of commands as they are printed. */
export const reader = (cwd: string, variables: Readonly<Record<string, string>> = {}) => {
  // Without the TESSERA_ variables of the person who runs the tests, and without those of an npm around them, which may make npm silent.
  const own = Object.entries(process.env).filter(([name]) => !/^(TESSERA|npm)_/.test(name));
  const env = { ...Object.fromEntries(own), ...variables };
  const running: ChildProcess[] = [];

  const start = (code: string) => {
    // A group of its own, so that Ctrl-C reaches npm, its shell and the program alike.
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', code], { cwd, env, detached: true });
    child.stdin.end();
    return child;
  };

  /** Runs a block to its end and answers with what it printed to stdout. */
  const run = async (code: string): Promise<string> => {
    const child = start(code);
    const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (exit !== 0) throw new Error(`Ended with ${exit}:\n${code}\n${out}${err}`);
    return out;
  };

  /** Starts commands that run until Ctrl-C, and answers once they have said that. */
  const startUntil = async (code: string, pattern: RegExp): Promise<RegExpExecArray> => {
    const child = start(code);
    running.push(child);
    let said = '';
    return new Promise((resolve, reject) => {
      const hear = (part: string) => {
        said += part;
        const found = pattern.exec(said);
        if (found) resolve(found);
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      child.on('close', (exit) => reject(new Error(`Ended with ${exit}:\n${code}\n${said}`)));
    });
  };

  /** Presses Ctrl-C in everything that still runs. */
  const close = async () => {
    for (const child of running.filter(({ exitCode, pid }) => exitCode === null && pid !== undefined)) {
      const closed = once(child, 'close');
      process.kill(-(child.pid as number), 'SIGINT');
      await closed;
    }
  };

  return { run, startUntil, close };
};

/** A block of commands whose last one runs until Ctrl-C: what comes before it, and it. */
export const lastCommandOf = (code: string): [string, string] => {
  const commands = code.trimEnd().split(/(?<!\\)\n/);
  return [commands.slice(0, -1).join('\n'), commands.at(-1) ?? ''];
};
