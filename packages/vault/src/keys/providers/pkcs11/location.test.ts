import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RootKeyError } from '../../errors.ts';
import { parsePkcs11Uri } from './location.ts';

const query = '?module-path=/usr/lib/hsm.so';

describe('a PKCS #11 URI', () => {
  it('names token, key, module and the file of the PIN, with percent-encoding', () => {
    expect(
      parsePkcs11Uri(
        'token=The%20payments%3B%C3%BC;serial=12;manufacturer=Acme;model=Two;slot-id=7;object=root;id=%00%FFa;type=secret-key' +
          '?module-path=/usr/lib/my%20hsm.so&pin-source=file:/etc/tessera/a%20pin',
      ),
    ).toEqual({
      location: {
        module: '/usr/lib/my hsm.so',
        token: { label: 'The payments;ü', serial: '12', manufacturer: 'Acme', model: 'Two' },
        slotId: 7,
        label: 'root',
        id: new Uint8Array([0, 255, 97]),
      },
      pinFile: '/etc/tessera/a pin',
      uri: 'pkcs11:token=The%20payments%3B%C3%BC;serial=12;manufacturer=Acme;model=Two;slot-id=7;object=root;id=%00%FFa;type=secret-key',
    });
  });

  it.each(['file:/etc/pin', 'file:///etc/pin', '/etc/pin'])('names the file of the PIN as %s', (source) => {
    expect(parsePkcs11Uri(`token=t;object=o${query}&pin-source=${source}`).pinFile).toBe('/etc/pin');
  });

  it('needs no PIN, and finds a key by its id alone', () => {
    expect(parsePkcs11Uri(`slot-id=0;id=%01${query}`)).toMatchObject({
      location: { slotId: 0, id: new Uint8Array([1]), token: {} },
      pinFile: undefined,
    });
  });

  it.each([
    ['a PIN in the URI', `token=t;object=o${query}&pin-value=hunter2`, 'name a file as pin-source'],
    ['a PIN in the path', `token=t;object=o;pin-value=hunter2${query}`, 'name a file as pin-source'],
    ['an attribute that is not known', `token=t;object=o;library-version=3${query}`, 'no attribute "library-version"'],
    ['an attribute of the path in the query', `token=t${query}&object=o`, 'no attribute "object"'],
    ['an attribute without a name', `token=t;;object=o${query}`, 'of such a name'],
    ['an attribute that stands twice', `token=t;token=u;object=o${query}`, 'stands twice'],
    ['an empty value', `token=;object=o${query}`, 'token is empty'],
    ['a character that has to be encoded', `token=a b;object=o${query}`, 'percent-encoded'],
    ['half of an encoded character', `token=%4;object=o${query}`, 'percent-encoded'],
    ['bytes that are not UTF-8', `token=%FF;object=o${query}`, 'not UTF-8'],
    ['no module', 'token=t;object=o', 'module-path names'],
    ['a module by a relative path', 'token=t;object=o?module-path=hsm.so', 'module-path names'],
    ['no key', `token=t${query}`, 'named by object'],
    ['no token', `object=o${query}`, 'The token is named by'],
    ['a slot that is no number', `slot-id=-1;object=o${query}`, 'whole number'],
    ['a private key', `token=t;object=o;type=private${query}`, 'is secret-key'],
    ['a program that prints the PIN', `token=t;object=o${query}&pin-source=|/bin/hunter2`, 'names a file'],
    ['a PIN on another host', `token=t;object=o${query}&pin-source=file://host/pin`, 'names a file'],
    ['a PIN in place of its file', `token=t;object=o${query}&pin-source=hunter2`, 'names a file'],
    ['too much', `token=${'t'.repeat(5000)};object=o${query}`, '4096'],
  ])('is refused with %s', (_, rest, reason) => {
    expect(() => parsePkcs11Uri(rest)).toThrow(expect.objectContaining({ name: 'RootKeyError', code: 'malformed' }));
    expect(() => parsePkcs11Uri(rest)).toThrow(reason);
    expect(() => parsePkcs11Uri(rest)).not.toThrow('hunter2');
  });

  it('is read from any text without failing otherwise', () => {
    const parts = fc.constantFrom(
      'token=',
      'object=',
      'id=',
      ';',
      '?',
      '&',
      '%',
      '%41',
      'pin-source=',
      'module-path=/',
      '=',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ maxLength: 3 })), { maxLength: 20 }), (words) => {
        try {
          parsePkcs11Uri(words.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(RootKeyError);
        }
      }),
    );
  });
});
