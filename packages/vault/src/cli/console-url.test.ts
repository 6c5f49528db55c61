import { describe, expect, it } from 'vitest';
import { consoleOrigin } from './console-url.ts';

const values = {
  'console-port': 4200,
  'console-host': '127.0.0.1',
  'console-public-url': undefined,
  'public-url': undefined,
  secure: false,
};

describe('the origin of the console', () => {
  it('is localhost where it listens on loopback and nothing else is said', () => {
    expect(consoleOrigin(values)).toBe('http://localhost:4200');
    expect(consoleOrigin({ ...values, secure: true }, 4300)).toBe('https://localhost:4300');
  });

  it('has to be named where other machines reach it', () => {
    expect(() => consoleOrigin({ ...values, 'console-host': '0.0.0.0' })).toThrow('--console-public-url');
    const url = 'https://console.example';
    expect(consoleOrigin({ ...values, 'console-host': '0.0.0.0', 'console-public-url': `${url}/` })).toBe(url);
  });

  it.each([
    ['console.example', 'origin'],
    ['https://console.example/login', 'origin'],
    ['https://192.0.2.7', 'host name'],
    ['http://127.0.0.1:4200', 'host name'],
    ['https://[::1]:4200', 'host name'],
    ['http://console.example', 'https'],
    ['https://vault.example:4200', 'another host'],
  ])('cannot be %s', (url, reason) => {
    const wrong = { ...values, 'console-public-url': url, 'public-url': 'https://vault.example' };
    expect(() => consoleOrigin(wrong)).toThrow(reason);
  });
});
