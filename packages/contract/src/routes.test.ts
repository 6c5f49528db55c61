import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contract, Path } from './route.ts';
import { get } from './route.ts';
import { routes } from './routes.ts';

const route = (path: Path) => get(path, { summary: path, public: true });

test('a literal segment is tried before a parameter, however the contract is ordered', () => {
  const paths: Path[] = [
    '/tokens/{id}',
    '/tokens/decrypt',
    '/tokens/{id}/children/{child}',
    '/tokens/{id}/children/all',
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
      const sorted = routes(Object.fromEntries(shuffled.map((path) => [path, route(path)]))).map(
        (found) => found.route.path,
      );
      expect(sorted.indexOf('/tokens/decrypt')).toBeLessThan(sorted.indexOf('/tokens/{id}'));
      expect(sorted.indexOf('/tokens/{id}/children/all')).toBeLessThan(sorted.indexOf('/tokens/{id}/children/{child}'));
    }),
  );
});

test('routes are named by where they stand, also at the top', () => {
  const contract: Contract = { ping: route('/ping'), deep: { er: { list: route('/deep') } } };
  expect(routes(contract).map(({ name }) => name.join('.'))).toEqual(['ping', 'deep.er.list']);
});
