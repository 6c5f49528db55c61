import { afterEach, expect, it } from 'vitest';
import { remoteRootKey } from '../keys/testing/remote-root-key.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { consoleOf } from './testing/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

it('shows which keys there are also while the root key is out of reach, and why it is', async () => {
  const service = remoteRootKey();
  rig = await startRig({ root: service.provider });
  const console = consoleOf(rig);
  const { cookie } = await console.operator('custodian', rig.acme.tenantId);
  const look = async () => {
    const answer = await console.call('GET', '/console/keys', { cookie });
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const before = await look();
  expect(before.root_key).toEqual({ status: 'reachable', until: null, reason: null, replaceable: true });
  expect(before.inventory[0]).toMatchObject({
    owner: 'vault',
    key: 'root key',
    kept: 'test:service, in a key service',
  });

  service.state.away = true;
  await rig.keyring.proveRootKey();
  const { root_key: root, ...after } = await look();
  expect(root).toEqual({
    status: 'unreachable',
    until: '2022-01-01T01:00:00+00:00',
    reason: 'The service does not answer.',
    replaceable: true,
  });
  expect(after).toEqual({ tenant_id: before.tenant_id, versions: before.versions, inventory: before.inventory });
  await console.close();
});
