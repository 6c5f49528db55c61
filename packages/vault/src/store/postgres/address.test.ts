import { describe, expect, it } from 'vitest';
import { addressOf } from './address.ts';

const parameters = (url: string) => new URL(addressOf(url).connectionString).searchParams;

describe('the address of a database', () => {
  it.each([
    ['postgres://u@db.example/v', 'verify-full'],
    ['postgresql://u@192.0.2.1:6432/v', 'verify-full'],
    ['postgres://u@localhost/v?host=db.example', 'verify-full'],
    ['postgres://u@127.0.0.1.db.example/v', 'verify-full'],
    // What providers put into the URLs they give.
    ['postgres://u@db.example/v?sslmode=require', 'verify-full'],
    ['postgres://u@db.example/v?sslmode=prefer', 'verify-full'],
    ['postgres://u@localhost/v', null],
    ['postgres://u@127.0.0.1:6432/v', null],
    ['postgres://u@[::1]/v', null],
    ['postgres://u@localhost/v?host=/run/postgresql', null],
    ['postgres://u@db.example/v?sslmode=disable', 'disable'],
    ['postgres://u@db.example/v?sslmode=no-verify', 'no-verify'],
    ['postgres://u@db.example/v?uselibpqcompat=true&sslmode=require', 'require'],
  ])('over a network is spoken to over verified TLS, unless it says otherwise: %s', (url, mode) => {
    expect(parameters(url).get('sslmode')).toBe(mode);
  });

  it('keeps options of its own', () => {
    expect(parameters('postgres://u@localhost/v?options=-c%20geqo%3Doff').get('options')).toBe('-c geqo=off');
    expect(parameters('postgres://u@localhost/v').get('options')).toBeNull();
  });

  it('is named to people without user and password', () => {
    expect(addressOf('postgres://me:s3cret@db.example:6432/vault').where).toBe('The database db.example:6432/vault');
    expect(addressOf('postgres://me:s3cret@localhost/vault?host=/run/pg').where).toBe('The database /run/pg/vault');
  });

  it.each(['', 'vault', 'mysql://u@h/v', 'postgres://u@h', 'postgres://u:p%@@h/'])(
    'is refused without being quoted when it is none: %s',
    (url) => {
      expect(() => addressOf(url)).toThrow(
        expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/^The database URL cannot/) }),
      );
    },
  );
});
