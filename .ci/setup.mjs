/*
 * Prepares a fresh checkout: installs the dependencies of the lockfile and, with --browser, the browsers for the tests. Plain JavaScript
 * that imports only from Node, because it runs before anything is installed.
 * With --ports, followed by the flags of `npm start`, it fails at once when one of their ports is taken, and not after the minutes that
 * an installation can take.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);

const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) say(`${command}: ${error.message}`);
  return status === 0;
};

const fail = (text) => {
  say(text);
  process.exit(1);
};

/** The value of a flag, written as `--name value` or `--name=value`. */
const flag = (name) => {
  const args = process.argv;
  const index = args.lastIndexOf(`--${name}`);
  return index === -1 ? args.findLast((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] : args[index + 1];
};

const isTaken = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });

if (process.argv[2] === '--ports' && !process.argv.some((arg) => arg === '--help' || arg === '-h')) {
  const ports = JSON.parse(readFileSync(`${root}/demo/ports.json`, 'utf8'));
  for (const [name, { variable, fallback }] of Object.entries(ports)) {
    const port = Number(flag(name) ?? process.env[variable] ?? fallback);
    // `npm start` itself refuses what is not a port, and prints its help.
    if (!(port > 0 && port <= 65_535) || !(await isTaken(port))) continue;
    fail(
      `Port ${port} is taken, perhaps by an earlier "npm start". Stop that, or choose another, or 0 for any that is free: npm start -- --${name} ${port + 1000}`,
    );
  }
}

const installed = `${root}/node_modules/.package-lock.json`;
const isInstalled = () =>
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs;

if (!isInstalled()) {
  say('Installing dependencies (npm ci) …');
  if (!run('npm', ['ci']))
    fail('npm ci failed; the lines above say why. Once that is mended, run the same command again.');
}

// npm installs the pinned Node on linux-x64 only. Elsewhere the Node of the system has to be new enough.
const { stdout } = spawnSync('node', ['--version'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, PATH: `${root}/node_modules/.bin:${process.env.PATH}` },
});
const { engines } = JSON.parse(readFileSync(`${root}/packages/vault/package.json`, 'utf8'));
const oldest = engines.node.replace('>=', '');
const [major = 0, minor = 0] = String(stdout).replace('v', '').split('.').map(Number);
const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  fail(`Tessera needs Node ${oldest} or newer and found ${String(stdout).trim()}. Install Node 24 and run this again.`);
}

/** Browsers and servers for the tests, and the Debian packages that contain them. */
const programs = [
  {
    name: 'Chromium',
    variable: 'TESSERA_CHROMIUM',
    paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    packages: ['chromium', 'fonts-liberation'],
    // Installs Playwright's own browser where the system has none.
    otherwise: ['npx', ['playwright', 'install', 'chromium']],
  },
  {
    // The same engine without windows, which shortens browser tests by a third. Without it, Chromium runs all of them.
    name: 'Chromium without windows',
    variable: 'TESSERA_CHROMIUM',
    paths: ['/usr/bin/chromium-headless-shell'],
    packages: ['chromium-headless-shell'],
    isSpare: true,
  },
  {
    // Drives Chromium as Selenium does. Where it is missing, the tests do without.
    name: 'chromedriver',
    variable: 'TESSERA_CHROMEDRIVER',
    paths: ['/usr/bin/chromedriver'],
    packages: ['chromium-driver'],
    isSpare: true,
  },
  {
    name: 'Firefox',
    variable: 'TESSERA_FIREFOX',
    paths: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/snap/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
    ],
    packages: ['firefox-esr'],
  },
  // Programs around the vault. Tests run the configurations in docs/operations.md with them, and do without those that are missing.
  ...[
    { name: 'nginx', paths: ['/usr/sbin/nginx'], packages: ['nginx-light'] },
    { name: 'Caddy', paths: ['/usr/bin/caddy'], packages: ['caddy'] },
    { name: 'HAProxy', paths: ['/usr/sbin/haproxy'], packages: ['haproxy'] },
    { name: 'Varnish', paths: ['/usr/sbin/varnishd'], packages: ['varnish'] },
    { name: 'PgBouncer', paths: ['/usr/sbin/pgbouncer'], packages: ['pgbouncer'] },
    { name: 'systemd-analyze', paths: ['/usr/bin/systemd-analyze'], packages: ['systemd'] },
    // The documents call the API with it.
    { name: 'curl', paths: ['/usr/bin/curl', '/bin/curl', '/usr/local/bin/curl'], packages: ['curl'] },
    // A token for root keys, and the tool with which the documents make a key in it.
    { name: 'SoftHSM', paths: ['/usr/lib/softhsm/libsofthsm2.so'], packages: ['softhsm2'] },
    { name: 'pkcs11-tool', paths: ['/usr/bin/pkcs11-tool'], packages: ['opensc'] },
    // They read the completions and the manual page of the command line.
    { name: 'zsh', paths: ['/usr/bin/zsh', '/bin/zsh'], packages: ['zsh'] },
    { name: 'fish', paths: ['/usr/bin/fish'], packages: ['fish'] },
    { name: 'groff', paths: ['/usr/bin/groff'], packages: ['groff-base'] },
    { name: 'mandoc', paths: ['/usr/bin/mandoc'], packages: ['mandoc'] },
  ].map((server) => ({ ...server, isSpare: true })),
];
const missing = () =>
  programs.filter(
    ({ variable, paths }) => ![variable && process.env[variable], ...paths].some((path) => path && existsSync(path)),
  );

if (process.argv.includes('--browser') && missing().length > 0) {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-q']);
    // One by one, so that a package that this release of Debian lacks does not prevent the others.
    for (const { packages } of missing()) {
      say(`Installing ${packages.join(', ')} (apt-get) …`);
      run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages]);
    }
  }
  for (const { name, variable, otherwise } of missing().filter(({ isSpare }) => !isSpare)) {
    if (otherwise) say(`Installing ${name} (${otherwise.flat().join(' ')}) …`);
    if (!otherwise || !run(...otherwise)) {
      fail(`No ${name} to test with. Install ${name}, or name one in ${variable}, and run this again.`);
    }
  }
}
