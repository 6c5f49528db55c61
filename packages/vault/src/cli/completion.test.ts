import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { commands } from './main.ts';
import { options } from './options.ts';
import { run } from './testing/commands.ts';

const scriptFor = async (shell: string): Promise<string> => {
  const { code, out, err } = await run(['completion', shell]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

describe('completion bash', () => {
  /** What bash offers for the last of the words. */
  const offered = async (...words: string[]): Promise<string[]> => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a folder'));
    writeFileSync(join(folder, 'a file.json'), '');
    writeFileSync(join(folder, 'completion.bash'), await scriptFor('bash'));
    const program = `source completion.bash
      COMP_WORDS=(tessera-vault "$@") COMP_CWORD=$#
      _tessera_vault
      for entry in "\${COMPREPLY[@]}"; do printf '%s\\n' "$entry"; done
      complete -p tessera-vault`;
    const written = execFileSync('bash', ['--noprofile', '--norc', '-uc', program, 'bash', ...words], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = written.trimEnd().split('\n');
    expect(lines.pop()).toBe('complete -F _tessera_vault tessera-vault');
    return lines;
  };

  it('offers the first words of commands', async () => {
    const firsts = [...new Set(Object.keys(commands).map((name) => name.split(' ')[0]))];
    expect(await offered('')).toEqual([...firsts, '--help', '--version']);
    expect(await offered('ap')).toEqual(['applications']);
    expect(await offered('x')).toEqual([]);
  });

  it('offers the second words, and none where there is none', async () => {
    expect(await offered('applications', '')).toEqual(['create', 'list', 'rotate', 'delete', '--help']);
    expect(await offered('applications', 'r')).toEqual(['rotate']);
  });

  it.each(Object.entries(commands))('offers the flags of %s', async (name, { flags }) => {
    expect(await offered(...name.split(' '), '--')).toEqual([...flags.map((flag) => `--${flag}`), '--help']);
  });

  it('offers what a flag takes: words, files or folders', async () => {
    expect(await offered('serve', '--log-level', '')).toEqual([...options['log-level'].choices]);
    expect(await offered('applications', 'create', '--preset', 're')).toEqual(['read', 'reactor', 'reports']);
    const files = ['a file.json', 'a folder'];
    expect((await offered('formulas', 'publish', '--formula', 'a')).toSorted()).toEqual(files);
    expect(await offered('backup', '--to', 'a')).toEqual(['a folder']);
    expect(await offered('serve', '--port', '')).toEqual([]);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect((await offered('reactor', 'run', 'a f')).toSorted()).toEqual(files);
  });
});

describe.each(['zsh', 'fish'])('completion %s', (shell) => {
  it('names every command and flag of the table', async () => {
    const script = await scriptFor(shell);
    for (const [name, { flags }] of Object.entries(commands)) {
      const line = script
        .split('\n')
        .filter((each) => name.split(' ').every((word) => each.includes(word)))
        .join('\n');
      for (const flag of flags) expect(line, `${name} ${flag}`).toContain(shell === 'zsh' ? `--${flag}` : `-l ${flag}`);
    }
  });

  it.runIf(has(shell))('is a script that the shell can read', async () => {
    const file = join(temporaryFolder(), 'completion');
    writeFileSync(file, await scriptFor(shell));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

it('completion is for shells that it knows', async () => {
  expect(await run(['completion', 'csh'])).toMatchObject({
    code: 2,
    err: '--shell must be one of bash, zsh, fish. Did you mean zsh?\n',
  });
  expect((await run(['completion'])).err).toContain('--shell SHELL is needed');
});

describe('man', () => {
  it('tells every command with its flags', async () => {
    const { out } = await run(['man']);
    for (const [name, { flags, typed }] of Object.entries(commands)) {
      const part = out.split(`\n.SS ${name}\n`)[1]?.split(/\n\.S[SH] /)[0] ?? '';
      expect(part.split('No variable stands for it.'), name).toHaveLength(typed.length + 1);
      for (const flag of flags) expect(part, name).toContain(`\\fB\\-\\-${flag.replaceAll('-', '\\-')}\\fR`);
    }
  });

  it.runIf(has('groff'))('is a page that groff sets without a warning', async () => {
    const { out } = await run(['man']);
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-P-cbou', '-ww', '-b'], {
      input: out,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('EXIT STATUS');
  });

  it.runIf(has('mandoc'))('passes the checks of mandoc', async () => {
    const { out } = await run(['man']);
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], { input: out, encoding: 'utf8' });
    // The page has no date: it belongs to the release that prints it.
    expect(stdout.split('\n').filter((line) => !/missing date/.test(line))).toEqual(['']);
  });
});
