import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTemplates } from './body.ts';
import { destination } from './testing/destination.ts';

const { psp, create, through } = destination();

const utf16 = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');

describe('a body of text that the vault cannot read', () => {
  it.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['GZIP', (text: string) => gzipSync(text)],
    ['deflate', (text: string) => deflateSync(text)],
    ['br', (text: string) => brotliCompressSync(text)],
    ['identity, gzip', (text: string) => gzipSync(text)],
    // What a header says of bytes need not be true.
    ['x-none', (text: string) => Buffer.from(text)],
  ])('is refused where it is said to be %s, and no reference leaves', async (encoding, pack) => {
    const id = await create('secret');
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/xml', 'text/plain', '']) {
      const { status, body, sent } = await through('POST', '', {
        headers: { 'Content-Type': type, 'Content-Encoding': encoding },
        body: pack(`{"a":"{{ ${id} }}"}`).toString('latin1'),
      });
      expect([status, body.proxy_error.type, sent], type).toEqual([415, 'unsupported-media-type', undefined]);
    }
  });

  it.each(['text/plain; charset=utf-16', 'application/json; charset=utf-16le', 'text/xml; charset="iso-8859-1"'])(
    'is refused where a reference stands in it as %s',
    async (type) => {
      const id = await create('secret');
      const text = `{"a":"{{ ${id} }}"}`;
      const { status, sent } = await through('POST', '', {
        headers: { 'Content-Type': type },
        body: type.includes('16') ? utf16(text) : text,
      });
      expect([status, sent]).toEqual([415, undefined]);
    },
  );

  it.each(['multipart/form-data; boundary=x', 'application/octet-stream', 'image/png'])(
    'passes as %s, in which nothing is ever replaced',
    async (type) => {
      const headers = { 'Content-Type': type, 'Content-Encoding': 'gzip' };
      const { status, sent } = await through('POST', '', { headers, body: '{{ x }}' });
      expect([status, sent?.body, sent?.headers['content-encoding']]).toEqual([200, '{{ x }}', 'gzip']);
    },
  );

  it('would go on with the reference in it if nobody looked at its encoding', () => {
    const packed = gzipSync('{"a":"{{ id }}"}');
    const contentType = 'application/json';
    expect(() => readTemplates(packed, { contentType, contentEncoding: 'gzip' })).toThrow(/compressed/);
    expect(readTemplates(packed, { contentType, contentEncoding: null })).toBeUndefined();
  });

  it('is read where the encoding is named as none', async () => {
    const id = await create('secret');
    const { sent } = await through('POST', '', {
      headers: { 'Content-Encoding': 'Identity' },
      body: { a: `{{ ${id} }}` },
    });
    expect(sent?.body).toBe('{"a":"secret"}');
    expect(psp.seen).toHaveLength(1);
  });
});
