import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** Runs a program on a terminal of its own, types an answer as soon as each question is there, and gives all that the terminal showed. */
const onTerminal = async (script: string, question: string, answers: readonly string[]): Promise<string> => {
  const python = `
import json, os, pty, sys
script, question, answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], [sys.argv[2], '--conditions=@tessera/source', '--input-type=module', '--eval', script])
shown, since = b'', b''
while True:
    try: data = os.read(terminal, 4096)
    except OSError: break
    if not data: break
    shown += data
    since += data
    if answers and question.encode() in since:
        since = b''
        os.write(terminal, answers.pop(0).encode())
os.waitpid(pid, 0)
sys.stdout.write(shown.decode())
`;
  const { stdout } = await run('python3', [
    '-c',
    python,
    JSON.stringify([script, question, answers]),
    process.execPath,
  ]);
  return stdout;
};

const module = new URL('./ask-secret.ts', import.meta.url).href;

/** Asks some questions, and says how long the answers are. */
const asking = (questions: number, { quietly = true } = {}) => `
import { secretLines } from ${JSON.stringify(module)};
const ask = secretLines(process.stdin, (text) => process.stdout.write(text));
${quietly ? '' : 'process.stdin.setRawMode = () => process.stdin;'}
const lengths = [];
for (let n = 0; n < ${questions}; n++) lengths.push((await ask('Share? '))?.length);
console.log('lengths', JSON.stringify(lengths));
process.exit();
`;

it('a terminal shows nothing of what is typed, however soon', { timeout: 60_000 }, async () => {
  const shown = await onTerminal(asking(3), 'Share? ', ['hunter2\r', 'hunter2hunter\r', 'hunterx\u007f2\r']);
  expect(shown).toContain('lengths [7,13,7]');
  expect(shown).not.toContain('hunter');
});

it('lines that are pasted at once answer one question each, and Ctrl-C ends', { timeout: 60_000 }, async () => {
  const shown = await onTerminal(asking(3), 'Share? ', ['hunter2\rhunter22\r\u0003']);
  expect(shown).toContain('lengths [7,8,null]');
  expect(shown).not.toContain('hunter');
});

it('would be seen to show it if it were left as it is', { timeout: 60_000 }, async () => {
  const shown = await onTerminal(asking(1, { quietly: false }), 'Share? ', ['hunter2\r']);
  expect(shown).toContain('hunter2');
});
