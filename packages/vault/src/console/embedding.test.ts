import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asResponse } from '../http/messages.ts';
import { makePreviewTicket } from '../operators/preview-ticket.ts';
import { askNothing, type PreviewGuards, previewGuards, servePreviews } from '../pages/preview.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { consoleOf, consoleOrigin } from './testing/console-rig.ts';
import { revealFiles } from './testing/revealing.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ place: storageInFiles(), files: revealFiles });
});
afterAll(async () => {
  await rig.close();
});

const developer = async () => {
  const console = consoleOf(rig);
  const { cookie } = await console.operator('developer', rig.acme.tenantId);
  return { console, cookie };
};

it('says what the command embed prints', async () => {
  const { console, cookie } = await developer();
  const { status, body } = await console.call('GET', '/console/embedding', { cookie });
  const inline = 'early("https://vault.test")';
  const digest = createHash('sha256').update(inline).digest('base64');
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      vault_url: 'https://vault.test',
      early: `<script>${inline}</script>`,
      policy: `script-src 'sha256-${digest}' https://vault.test; frame-src https://vault.test`,
    },
  });
});

it('says that nobody told the console where the vault is', async () => {
  const console = consoleOf(rig, { vaultOrigin: undefined });
  const { cookie } = await console.operator('developer', rig.acme.tenantId);
  for (const [method, path] of [
    ['GET', '/console/embedding'],
    ['POST', '/console/embedding/previews'],
  ] as const)
    expect((await console.call(method, path, { cookie })).text).toContain('--public-url');
});

describe('the frame of the preview', () => {
  const ask = async () => {
    const { console, cookie } = await developer();
    const { body } = await console.call('POST', '/console/embedding/previews', { cookie });
    return String(body.frame);
  };
  const get = async (frame: string, guards?: PreviewGuards) => {
    const path = frame.slice('https://vault.test'.length);
    if (!guards) return await rig.send('GET', path);
    const { keyring, clock } = rig;
    const served = servePreviews({ keyring, clock, frame: revealFiles.frame }, guards)(new Request(frame));
    const answer = served ? asResponse(served) : new Response(null, { status: 404 });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const policyOf = ({ headers }: { headers: Headers }) => headers.get('content-security-policy') ?? '';

  it('may stand in the console alone, and can send nothing', async () => {
    const answer = await get(await ask());
    expect(answer.status).toBe(200);
    expect(policyOf(answer)).toContain(`frame-ancestors ${consoleOrigin};`);
    expect(policyOf(answer)).toContain("connect-src 'none'");
    expect(answer.text).toContain(`data-page-origins="[&quot;${consoleOrigin}&quot;]"`);
    expect(answer.text).toContain(`<script>${askNothing}</script>`);
    expect(policyOf(answer)).toContain(createHash('sha256').update(askNothing).digest('base64'));
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // The frame of merchants names the console nowhere.
    expect(policyOf(await rig.send('GET', '/elements/'))).not.toContain(consoleOrigin);
  });

  it('is there for two minutes', async () => {
    const frame = await ask();
    rig.pass(119_999);
    expect((await get(frame)).status).toBe(200);
    rig.pass(1);
    expect((await get(frame)).status).toBe(404);
  });

  it('is there for nobody who makes a ticket, or another page of one; without that guard it would be', async () => {
    const later = rig.clock() + 60_000;
    const [, mark] = makePreviewTicket(rig.keyring, consoleOrigin, later).split('.');
    const said = (page: unknown, until: unknown) => Buffer.from(JSON.stringify([page, until])).toString('base64url');
    const forged = [
      `${said('https://evil.example', later)}.${mark}`,
      `${said(consoleOrigin, later + 1)}.${mark}`,
      `${said(consoleOrigin, String(later))}.${mark}`,
      `${said(['https://evil.example'], later)}.${mark}`,
      `${said(consoleOrigin, later)}.${'A'.repeat(43)}`,
      `${Buffer.from('null').toString('base64url')}.${mark}`,
      ...['', '.', 'x', `${'A'.repeat(700)}.${mark}`],
    ];
    for (const ticket of forged) {
      const frame = `https://vault.test/elements/?preview=${ticket}`;
      expect((await get(frame)).status, ticket).toBe(404);
    }
    const believing: PreviewGuards = { ...previewGuards, pageOf: () => 'https://evil.example' };
    const shown = await get(`https://vault.test/elements/?preview=${forged[0]}`, believing);
    expect(policyOf(shown)).toContain('frame-ancestors https://evil.example;');
  });

  it('could send what is typed without the policy', async () => {
    const open = await get(await ask(), { ...previewGuards, connect: "'self'" });
    expect(policyOf(open)).not.toContain("connect-src 'none'");
  });
});
