import type { World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { fieldOf, openShop } from './world/shop.ts';

/** A password manager sets a value without an event, and the page changes an option that would test it. */
const askAbout = async (world: World): Promise<string> => {
  const page = await openShop(world, { number: 'text' });
  const field = await fieldOf(page, 'number');
  await field.evaluate(() => {
    const input = document.querySelector('input');
    if (input) input.value = 'Ada Lovelace';
  });
  return page.evaluate(async () => {
    const { number } = window.attack.fields;
    const answer = await number?.update({ validation: /^Ada/ } as object).then(
      () => 'changed',
      ({ code }: { code: string }) => code,
    );
    return `${answer}, ${(await number?.validate())?.valid ? 'right' : 'wrong'}`;
  });
};

prove('case 36: a value that came without an event is as safe from questions as one that was typed', {
  tag: '@firefox',
  guard: 'values that came without an event count before options change',
  attack: askAbout,
  held: 'field-not-empty, right',
  fallen: 'changed, right',
});
