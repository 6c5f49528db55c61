/*
 * Passes the README from top to bottom in a new clone of the last commit, by reading the README itself: with the Node of the machine,
 * without a browser, and with port 4100 taken. Not a part of `npm test`, because it installs everything once more.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../../build/root.ts';
import { freePort } from '../processes/free-port.ts';
import { followReadme } from './first-token.ts';
import { codeBlock } from './markdown.ts';
import { reader } from './reader.ts';

const say = (text: string) => void process.stderr.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'tessera-clone-'));
const clone = join(folder, 'tessera');

// A new user has no program of this repository on the PATH, and so the Node of the machine.
process.env.PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((path) => !path.startsWith(root))
  .join(delimiter);

/** Takes port 4100, unless another program has it already. */
const takePort = () =>
  new Promise<() => void>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(() => {}));
    server.listen(4100, '127.0.0.1', () => resolve(() => void server.close()));
  });

const { start: startLine = '' } =
  /^(?<start>npm start) /m.exec(codeBlock('README.md', 'sh', 'npm start'))?.groups ?? {};

/** Runs `npm start`; when it says that a port is taken, the way that it says itself. Answers with the addresses that it prints. */
const startDemo = async (terminal: ReturnType<typeof reader>): Promise<string[]> => {
  let flags = '';
  for (let refused = 0; refused < 4; refused += 1) {
    const command = flags === '' ? startLine : `${startLine} --${flags}`;
    say(`$ ${command}`);
    const [said, advice] = await terminal.startUntil(command, /Port \d+ is taken.*: npm start --( .*)\n|[\s\S]*Ctrl-C/);
    if (advice === undefined) return [...new Set(said.match(/http:\/\/localhost:\d+/g))];
    say(said.trim());
    flags += advice;
  }
  throw new Error('npm start finds its ports taken again and again.');
};

const answers = async (url: string) => {
  const { ok, status } = await fetch(url);
  if (!ok) throw new Error(`${url} answers ${status}.`);
  say(`${url} answers`);
};

/** Runs the lines for Node as a file of the clone. */
const runSnippet = async (terminal: ReturnType<typeof reader>, code: string) => {
  const node = 'node_modules/.bin/node --conditions=@tessera/source --input-type=module-typescript';
  await terminal.run(`${node} <<'SNIPPET'\n${code}\nSNIPPET`);
};

const freeAgain = await takePort();
try {
  const { status } = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
  if (status !== 0) throw new Error('git clone failed.');
  const demo = reader(clone);
  try {
    const [shop, vault, people] = await startDemo(demo);
    await answers(`${shop}/`);
    await answers(`${vault}/docs`);
    await answers(`${people}/`);
  } finally {
    await demo.close();
  }
  const readme = await followReadme(clone, await freePort());
  try {
    const page = readme.filled('html', '<script', 'ELEMENTS_KEY');
    const [, script = ''] = /<script src="([^"]+)"/.exec(page) ?? [];
    await answers(script);
    await runSnippet(reader(clone), readme.filled('ts', '@tessera/js', 'SERVER_KEY'));
    say('The lines for Node ran.');
  } finally {
    await readme.close();
  }
  const { version } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
  say(`A new clone of version ${version} passes the README.`);
} finally {
  freeAgain();
  rmSync(folder, { recursive: true, force: true });
}
