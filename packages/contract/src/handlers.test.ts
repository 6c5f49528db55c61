import { expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { type Handlers, handledRoutes, type PartialHandlers } from './handlers.ts';
import { del, get, put } from './route.ts';

const things = {
  list: get('/things', {
    summary: 'List',
    public: true,
    query: z.object({ page: z.coerce.number<number>() }),
    response: z.string(),
  }),
  update: put('/things/{id}/parts/{part_id}', {
    summary: 'Change',
    permission: 'thing:update',
    body: z.object({ a_b: z.int() }),
    response: z.object({ ok: z.boolean() }),
  }),
  delete: del('/things/{id}', { summary: 'Delete', permission: 'thing:delete' }),
};
const small = { things };
type Served = Handlers<typeof small, { caller: string }>;

test('a handler is told its parameters, its query or body, and its context', () => {
  expectTypeOf<Parameters<Served['things']['update']>[0]>().toMatchObjectType<{
    params: { id: string; part_id: string };
    body: { a_b: number };
    caller: string;
  }>();
  expectTypeOf<Parameters<Served['things']['list']>[0]>().toMatchObjectType<{ query: { page: number } }>();
  expectTypeOf<Parameters<Served['things']['delete']>[0]>().not.toHaveProperty('body');
  expectTypeOf<Parameters<Served['things']['list']>[0]>().not.toHaveProperty('body');
});

test('leaving a route out, or answering something else, does not compile', () => {
  const update: Served['things']['update'] = ({ params }) => ({ ok: params.id === params.part_id });
  const whole: Served = { things: { list: () => 'all', update, delete: () => undefined } };
  // @ts-expect-error `delete` is missing
  const part: Served = { things: { list: () => 'all', update } };
  // @ts-expect-error the response of `list` is text
  const wrong: Served['things']['list'] = () => 1;
  // @ts-expect-error the path has no parameter of this name
  const stranger: Served['things']['delete'] = ({ params }) => params.name;
  expect([whole, part, wrong, stranger]).toHaveLength(4);
});

test('routes without a handler are left out', async () => {
  const handlers: PartialHandlers<typeof small, { caller: string }> = {
    things: { list: ({ query, caller }) => `${caller} ${query.page}` },
  };
  const [only, ...others] = handledRoutes(small, handlers);
  expect(others).toEqual([]);
  expect(only?.name).toEqual(['things', 'list']);
  expect(await only?.handle({ params: {}, query: { page: 3 }, caller: 'me' })).toBe('me 3');
});

test('a route must say who may call it', () => {
  // @ts-expect-error neither a permission nor public
  get('/open', { summary: 'Open' });
  // @ts-expect-error both
  const both = get('/both', { summary: 'Both', permission: 'a', public: true });
  expect(both.path).toBe('/both');
});
