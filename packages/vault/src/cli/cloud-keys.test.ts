import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyArn, startAwsKms } from '../keys/providers/testing/aws-stand-in.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { run, serve, vault } from './testing/commands.ts';

/** A vault whose root key is in AWS KMS, with credentials in the environment. */
const cloudVault = async () => {
  const aws = await startAwsKms();
  onTestFinished(aws.close);
  const { folder, made } = await vault();
  const ca = join(temporaryFolder(), 'aws.pem');
  writeFileSync(ca, aws.ca);
  const uri = `awskms:${keyArn()}?endpoint=${aws.origin}&ca-file=${ca}`;
  const user = aws.user({ sessionToken: 'a-session-token-of-the-canary' });
  const environment = {
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
    AWS_SESSION_TOKEN: String(user.sessionToken),
  };
  const moved = await run(['keys', 'rotate', '--root', '--to', uri, '--data-dir', folder], environment);
  expect(moved).toMatchObject({ code: 0, err: '' });
  const secrets = [user.secretAccessKey, String(user.sessionToken)];
  return { aws, folder, made, uri, environment, secrets, moved: moved.out };
};

describe('a root key in a key service of a cloud', { timeout: 60_000 }, () => {
  it('opens a vault that serves, and no secret of it is in files, logs, answers or metrics', async () => {
    const { aws, folder, made, uri, environment, secrets, moved } = await cloudVault();
    const flags = ['--root-key', uri, '--metrics-port', '0', '--log-level', 'debug'];
    const { url, end, err } = await serve(folder, flags, environment);
    const headers = { 'BT-API-KEY': made.key };
    expect((await fetch(`${url}/applications/key`, { headers })).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
    const [, metricsUrl = ''] = /"metrics_url":"([^"]+)"/.exec(err()) ?? [];
    const metrics = await (await fetch(metricsUrl)).text();
    expect(metrics).toMatch(
      /^tessera_root_key_call_duration_seconds_count\{provider="awskms",operation="unwrap"\} [1-9]/m,
    );
    expect(metrics).toMatch(/^tessera_root_key_last_success_timestamp_seconds\{provider="awskms"\} \d/m);
    expect(await end()).toBe(0);
    const status = await run(['keys', 'status', '--data-dir', folder, '--root-key', uri], environment);
    expect(status.out).toContain(`at awskms:${keyArn()} (AWS KMS SYMMETRIC_DEFAULT)`);
    const inventory = await run(['keys', 'inventory', '--data-dir', folder, '--root-key', uri, '--json'], environment);
    expect(inventory.out).toContain('AWS KMS SYMMETRIC_DEFAULT');

    for (const each of aws.keys.values()) each.state = 'Disabled';
    const refused = await run(['keys', 'status', '--data-dir', folder, '--root-key', uri], environment);
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('the key is disabled') });
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
    const seen = [moved, metrics, err(), status.out, inventory.out, refused.err, ...files].join('\n');
    for (const secret of secrets) expect(seen).not.toContain(secret);
    // What would be found if it were there.
    expect(seen).toContain(keyArn());
  });
});
