/*
 * `npm run test:frameworks`: builds a new project of each framework in docs/install.md with the commands and files that stand there,
 * and with the packages of this checkout; and lets programs that make clients read the API description. Downloads all of these, so it
 * is not a part of `npm test`. Takes the names of projects.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { inRoot, root } from '../../build/root.ts';
import { codeBlock } from '../guides/markdown.ts';
import { reader, withBlanks } from '../guides/reader.ts';
import { readApiDescription } from './api-description.ts';
import { type Project, projects } from './projects.ts';

const guide = 'docs/install.md';
const say = (text: string) => void process.stderr.write(`${text}\n`);

/** The PATH of a user, who has the Node of the machine and none of this repository. */
const usersPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((path) => !path.startsWith(root))
  .join(delimiter);

/** The part of the guide under a heading. */
const sectionOf = (heading: string): string => {
  const [, , section] =
    new RegExp(`^### (${heading})$([\\s\\S]*?)(?=^##)`, 'm').exec(readFileSync(inRoot(guide), 'utf8')) ?? [];
  if (section === undefined) throw new Error(`${guide} has no heading ${heading}.`);
  return section;
};

/** The files in a part of the guide: each is named in the line above its block. */
const filesOf = (section: string): Record<string, string> =>
  Object.fromEntries(
    [...section.matchAll(/^`([^`]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, path, code]) => [path, code]),
  );

const write = (folder: string, files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

/** Packs a package as the guide says and installs it, with the Node and npm of the machine. Node 20 must not be warned of anything. */
const install = async (folder: string, name: string) => {
  const pack = withBlanks(codeBlock(guide, 'sh', 'npm run -s pack'), {
    'pack -- react': `pack -- ${name}`,
    '../shop': folder,
  });
  const command = codeBlock(guide, 'sh', '*.tgz').trim();
  const said = await reader(root, { PATH: usersPath }).run(pack);
  if (!said.includes(command)) throw new Error(`npm run pack does not print ${command}: ${said}`);
  const warned = await reader(folder, { PATH: usersPath }).run(`node --version; ${command} --no-audit --no-fund 2>&1`);
  if (/EBADENGINE +package: '@tessera|ERESOLVE/.test(warned)) throw new Error(`npm warns:\n${warned}`);
};

const build = async (folder: string, { heading, installs, packages, files, build: command, makes }: Project) => {
  const given = filesOf(sectionOf(heading));
  if (Object.keys(given).length === 0) throw new Error(`${guide} has no files under ${heading}.`);
  write(folder, {
    'package.json': JSON.stringify({ name: 'shop', private: true, type: 'module' }),
    ...files,
    ...given,
  });
  const terminal = reader(folder);
  await terminal.run(`npm i --prefer-offline --no-audit --no-fund ${packages.join(' ')}`);
  await install(folder, installs);
  await terminal.run(command);
  for (const [file, text] of Object.entries(makes)) {
    if (!readFileSync(join(folder, file), 'utf8').includes(text)) throw new Error(`${file} does not hold ${text}.`);
  }
};

/** Runs the lines for servers with the Node of the machine, against an empty list of tokens. */
const runServer = async (folder: string) => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push(`${url} ${headers['bt-api-key']}`);
    response.setHeader('content-type', 'application/json');
    response.end('{"pagination":{"total_items":0,"page_number":1,"page_size":20,"total_pages":0},"data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  write(folder, { 'package.json': JSON.stringify({ name: 'shop', private: true, type: 'module' }) });
  await install(folder, 'js');
  write(folder, { 'list.js': withBlanks(codeBlock(guide, 'ts', 'VAULT_KEY'), { 'https://vault.example': url }) });
  await reader(folder, { PATH: usersPath, VAULT_KEY: 'key_a' }).run('node list.js');
  server.close();
  if (asked.join() !== '/tokens?metadata.customer=42 key_a') throw new Error(`The server was asked ${asked.join()}.`);
};

/** What else is tried here, by name. */
const others: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  server: runServer,
  openapi: readApiDescription,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : [...Object.keys(others), ...Object.keys(projects)];
let failures = 0;
for (const name of names) {
  const folder = mkdtempSync(join(tmpdir(), `tessera-${name}-`));
  const start = performance.now();
  try {
    const [project, other] = [projects[name], others[name]];
    if (project) await build(folder, project);
    else if (other) await other(folder);
    else throw new Error(`There are ${[...Object.keys(others), ...Object.keys(projects)].join(', ')}.`);
    say(`${name.padEnd(10)} passed in ${Math.round((performance.now() - start) / 1000)} s`);
  } catch (thrown) {
    failures += 1;
    say(`${name.padEnd(10)} failed: ${thrown instanceof Error ? thrown.message : thrown}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
process.exitCode = failures > 0 ? 1 : 0;
