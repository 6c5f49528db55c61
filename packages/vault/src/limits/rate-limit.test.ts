import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../access/authenticate.ts';
import { ApiError } from '../problem.ts';
import { type Budgets, localBudgets } from './budgets.ts';
import { rateLimit } from './rate-limit.ts';

const start = () => {
  let now = 10_000;
  const budgets = localBudgets(() => now);
  return {
    budgets,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** How many of some calls get through. */
    through: (name: string, calls: number, perSecond = 10) =>
      Array.from({ length: calls }, () => budgets.take(name, perSecond)).filter((wait) => wait === 0).length,
  };
};

describe('an allowance', () => {
  it('lets as many calls through as a second has, then one for each part of a second that passes', () => {
    const { budgets, pass, through } = start();
    expect(through('a', 11)).toBe(10);
    expect(budgets.take('a', 10)).toBe(100);
    pass(250);
    expect(through('a', 5)).toBe(2);
    pass(3_600_000);
    expect(through('a', 30)).toBe(10);
  });

  it('never lets more through in any time than that time has, beside one full allowance', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 20 })), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), steps, (perSecond, calls) => {
        const { pass, through } = start();
        let passed = 0;
        let total = 0;
        for (const [milliseconds, count] of calls) {
          pass(milliseconds);
          passed += milliseconds;
          total += through('a', count, perSecond);
          expect(total).toBeLessThanOrEqual(perSecond + (passed * perSecond) / 1000 + 1e-6);
        }
      }),
    );
  });

  it('names a wait after which the call does get through', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (perSecond) => {
        const { budgets, pass, through } = start();
        through('a', perSecond, perSecond);
        pass(Number(budgets.take('a', perSecond)));
        expect(budgets.take('a', perSecond)).toBe(0);
      }),
    );
  });

  it('is counted by name, and outlasts a flood of other names that is spread over time', () => {
    const { pass, through } = start();
    expect(through('a', 2, 1)).toBe(1);
    for (let i = 0; i < 9_000; i += 1) through(`other ${i}`, 1);
    expect(through('a', 1, 1)).toBe(0);
    pass(1000);
    expect(through('a', 2, 1)).toBe(1);
  });

  it('keeps nobody waiting because a clock stepped back', () => {
    const { pass, through } = start();
    expect(through('a', 11)).toBe(10);
    pass(-3_600_000);
    expect(through('a', 1)).toBe(0);
    pass(1000);
    expect(through('a', 11)).toBe(10);
  });
});

describe('a rate limit', () => {
  const caller = (type: Caller['type']): Caller => ({
    tenantId: 'tenant',
    origin: { from: '192.0.2.1', trace: 'trace' },
    applicationId: `the ${type} one`,
    type,
    permissions: new Set(),
    deduplicates: false,
    quota: { tokens: undefined, bytes: undefined },
    testMode: false,
  });
  const rates = { elements: 1, others: 2 };

  const attempt = async (limit: ReturnType<typeof rateLimit>, type: Caller['type'], address: string) => {
    try {
      await limit(caller(type), address);
      return 'through';
    } catch (error) {
      return error instanceof ApiError ? `${error.status} ${error.headers['Retry-After']}` : 'another error';
    }
  };

  it('counts a key on a page per visitor, where a visitor with IPv6 has a network of addresses', async () => {
    const limit = rateLimit(
      localBudgets(() => 0),
      rates,
    );
    const from = async (...addresses: string[]) => {
      const answers: string[] = [];
      for (const address of addresses) answers.push(await attempt(limit, 'elements', address));
      return answers;
    };
    expect(await from('192.0.2.1', '192.0.2.1', '192.0.2.2')).toEqual(['through', '429 1', 'through']);
    expect(await from('2001:db8:0:1::1', '2001:db8::1:0:0:0:2', '2001:db8:0:2::1')).toEqual([
      'through',
      '429 1',
      'through',
    ]);
  });

  it('counts every other key over all addresses', async () => {
    const limit = rateLimit(
      localBudgets(() => 0),
      rates,
    );
    const answers: string[] = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      answers.push(await attempt(limit, 'server_to_server', address));
    }
    expect(answers).toEqual(['through', 'through', '429 1']);
  });

  it('says in whole seconds how long to wait', async () => {
    const slow: Budgets = { take: async () => 1001 };
    expect(await attempt(rateLimit(slow, rates), 'management', '192.0.2.1')).toBe('429 2');
  });
});
