import { describe, expect, it } from 'vitest';
import { commands } from './main.ts';
import { run, vault } from './testing/commands.ts';

describe('the program', () => {
  const helps = [
    ['--help'],
    ['keys', '--help'],
    ['serve', '-h'],
    ...Object.keys(commands).map((name) => [name, '--help']),
  ];

  it.each(helps)('helps on one screen: %s %s', async (...args) => {
    const { code, out, err } = await run(args.flatMap((arg) => arg.split(' ')));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    // The list of all commands is longer than the help of any of them.
    expect(out.split('\n').length).toBeLessThanOrEqual(args[0] === '--help' ? 37 : 24);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('says of each flag what it means for the command, and which may be left out before its value', async () => {
    const helpOf = async (...words: string[]) => (await run([...words, '--help'])).out;
    expect(await helpOf('bins', 'import')).toContain('  [--file] FILE ');
    expect(await helpOf('keys', 'shares')).toContain('  [--action] ACTION ');
    expect(await helpOf('keys', 'rotate')).toMatch(/--tenant-id ID +Only this tenant, else all\n/);
    expect(await helpOf('tenants', 'delete')).not.toContain('else all');
    expect(await helpOf('keys', 'approve')).toContain('Each flag but --proposal, --operator-key may be a variable.');
    expect(await helpOf('keys', 'status')).toContain('--tenant-id is TESSERA_TENANT_ID.');
    // A variable that says so is not read.
    const asked = await run(['keys', 'shares'], { TESSERA_ACTION: 'create' });
    expect(asked).toMatchObject({ code: 2, err: '--action ACTION is needed.\n' });
    expect(await helpOf('backup')).toMatch(/--to PLACE +Folder to make for the backup\n/);
  });

  it('says its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('names commands as a checkout runs them where npm runs it, and not where it is installed', async () => {
    const checkout = { npm_lifecycle_event: 'vault' };
    const shownBy = async (args: string[], environment: Record<string, string>) => {
      const { out, err } = await run(args, environment);
      return out + err;
    };
    const { folder } = await vault();
    const old = await run(['keys', 'rotate', '--data-dir', folder], checkout);
    for (const args of [['--help'], ['audit', 'verify', '--help'], ['keys', 'rotate', '--help'], ['destroy']]) {
      const said = await shownBy(args, checkout);
      expect(said).toContain('npm run -s vault -- ');
      expect(said).not.toMatch(/tessera-vault (?!:)/);
      expect(await shownBy(args, {})).toContain('tessera-vault');
    }
    expect(old.out).toContain('\n  npm run -s vault -- keys rewrap\n');
    expect(await shownBy(['serve', '--data-dir', `${folder}-none`], checkout)).toContain(
      `Make one with: npm run -s vault -- init --data-dir ${folder}-none`,
    );
  });

  it('does not guess at commands', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '' });
    expect(await run(['destroy'])).toMatchObject({
      code: 2,
      err: 'There is no command "destroy". See: tessera-vault --help\n',
    });
    expect((await run(['toString'])).code).toBe(2);
    expect((await run(['tenants', 'crate'])).err).toContain(
      'no command "tenants crate". Did you mean "tenants create"?',
    );
    expect((await run(['init', '--tennant', 'Acme'])).err).toContain('init does not know --tennant.');
  });
});
