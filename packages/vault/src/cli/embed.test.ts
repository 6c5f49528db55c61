import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { run } from './testing/commands.ts';

describe('embed', () => {
  it('prints the early frame, the pinned script tag and the policy, on one screen', async () => {
    const { code, out, err } = await run(['embed', '--public-url', 'https://vault.example']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /src="https:\/\/vault\.example\/js\/[0-9a-f]{16}\/basis-theory\.js"\n {2}integrity="sha384-\S+"\n {2}crossorigin/,
    );
    const [, inline = ''] = /^<script>(.*)<\/script>$/m.exec(out) ?? [];
    expect(inline).toMatch(/\("https:\/\/vault\.example"\)/);
    // Without an address of its own, it cannot ask where it came from.
    expect(inline).not.toMatch(/currentScript\??\.src/);
    expect(inline.length).toBeLessThan(1_000);
    const digest = createHash('sha256').update(inline).digest('base64');
    expect(out).toContain(`\nscript-src 'sha256-${digest}' https://vault.example; frame-src https://vault.example\n`);
    expect(out).toMatch(
      /src="https:\/\/vault\.example\/js\/[0-9a-f]{16}\/early\.js"\n {2}integrity="sha384-\S+"\n {2}crossorigin/,
    );
    expect(out.split('\n').length).toBeLessThanOrEqual(34);
  });

  it('prints the same for machines', async () => {
    const { out } = await run(['embed', '--json']);
    expect(JSON.parse(out)).toEqual({
      early: expect.stringContaining('("http://localhost:4100")'),
      earlyFile: expect.stringContaining('http://localhost:4100/js/'),
      script: expect.stringContaining('http://localhost:4100/js/'),
      anyScript: '<script src="http://localhost:4100/js/basis-theory.js"></script>',
      policy: expect.stringMatching(
        /^script-src 'sha256-\S+' http:\/\/localhost:4100; frame-src http:\/\/localhost:4100$/,
      ),
    });
  });

  it('refuses an address that is none of a vault', async () => {
    expect(await run(['embed', '--public-url', 'http://vault.example'])).toMatchObject({ code: 2, out: '' });
  });
});
