import type { World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { inputIn, openShop } from './world/shop.ts';

/** Where the focus of a page cannot go, by how it is put out of reach. */
const hidden = {
  'behind a dialog': () => {
    document.querySelector('dialog')?.showModal();
  },
  inert: () => document.querySelector('#number')?.setAttribute('inert', ''),
  invisible: () => document.querySelector('#number')?.setAttribute('style', 'visibility: hidden'),
} as const;

/**
 * A page moves the focus to its field while a one-time code is typed elsewhere. Says whether all of it came to the code, and some of it to
 * the field: which key is the first to come there depends on when the browser has moved the focus from process to process.
 */
const typeElsewhere = async (world: World, where: keyof typeof hidden) => {
  const page = await openShop(world);
  await page.evaluate((isModal) => {
    const html = isModal ? '<dialog><input id="code-box"></dialog>' : '<input id="code-box">';
    document.body.insertAdjacentHTML('beforeend', html);
  }, where === 'behind a dialog');
  await page.evaluate(hidden[where]);
  await page.evaluate(async () => {
    document.querySelector<HTMLElement>('#code-box')?.focus();
    const { number } = window.attack.fields;
    number?.focus();
    // What the frame was told before this, it has carried out by the time it answers.
    await number?.validate();
  });
  await page.keyboard.type('123');
  const [code, number] = [await page.locator('#code-box').inputValue(), await inputIn(page, 'number').inputValue()];
  return { codeIsWhole: code === '123', fieldTookKeys: number !== '' };
};

for (const where of Object.keys(hidden) as (keyof typeof hidden)[]) {
  prove(
    `case 40: a field that is ${where} takes no keys that are typed elsewhere, although its page moves the focus to it`,
    {
      tag: '@firefox',
      guard: 'a field takes the focus that its page has given it',
      lacking: ['a frame waits for the focus of its window'],
      attack: (world) => typeElsewhere(world, where),
      held: { codeIsWhole: true, fieldTookKeys: false },
      fallen: { codeIsWhole: false, fieldTookKeys: true },
    },
  );
}
