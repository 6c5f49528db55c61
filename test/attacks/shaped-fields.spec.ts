import { shopOrigin, test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { inputIn } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

const open = async (world: World, type: 'text' | 'bankAccountNumber', options: object = {}) => {
  const page = await world.open(shopOrigin);
  await page.evaluate(([key, fields, given]) => window.attack.mount(key, fields, given), [
    world.accounts.acme.elements,
    { number: type },
    options,
  ] as const);
  return page;
};

prove('case 19: a pattern that no browser finishes does not hang the field', {
  guard: 'patterns of a page run in counted steps',
  attack: async (world) => {
    const page = await open(world, 'text', { validation: /^(a+)+$/ });
    await inputIn(page, 'number').fill(`${'a'.repeat(33)}!`);
    return page.evaluate(() =>
      window.attack.fields.number?.validate().then(
        ({ valid }) => `answered: ${valid}`,
        ({ code }: { code: string }) => code,
      ),
    );
  },
  held: 'answered: false',
  fallen: 'timeout',
});

/** An account number that happens to be a routing number too, and would be answered in clear at the place of one. */
const account = '021000021';

prove('case 30: an account number is not answered in clear as a routing number', {
  guard: 'a property takes its own field',
  attack: async (world) => {
    const page = await open(world, 'bankAccountNumber');
    await inputIn(page, 'number').pressSequentially(account);
    return page.evaluate(async () => {
      const data = { routing_number: '$number', account_number: '123456789' };
      const ending = await window.attack.make('tokens.create', { type: 'bank', data });
      if (ending === 'pending') return ending;
      if (!('value' in ending)) return (ending as { code?: string }).code;
      return (ending.value as { data: { routing_number: string } }).data.routing_number;
    });
  },
  held: 'wrong-field',
  fallen: account,
});
