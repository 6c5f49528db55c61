/** The ways to put fields into a page, as code for a vault. */
export const formsFor = (vault: string): { name: string; code: string }[] => [
  {
    name: 'npm',
    code: `import { BasisTheory } from '@tessera/js';

const bt = await new BasisTheory().init('ELEMENTS_KEY', { apiBaseUrl: ${JSON.stringify(vault)}, elements: true });
const card = bt.createElement('card');
await card.mount('#card');
const token = await bt.tokens.create({ type: 'card', data: card });`,
  },
  {
    name: 'React',
    code: `import { BasisTheoryProvider, CardElement, EarlyFrame, useBasisTheory } from '@tessera/react';

const Checkout = () => {
  const { bt, error } = useBasisTheory('ELEMENTS_KEY', { apiBaseUrl: ${JSON.stringify(vault)}, elements: true });
  const pay = () => bt?.tokens.create({ type: 'card', data: bt.getElement('card') });
  return (
    <BasisTheoryProvider bt={bt}>
      <EarlyFrame vault=${JSON.stringify(vault)} />
      <CardElement id="card" />
      <button onClick={pay} disabled={!bt || error !== undefined}>Pay</button>
    </BasisTheoryProvider>
  );
};`,
  },
  {
    name: 'Vue',
    // Line by line: a line of this file that begins with an import would be one.
    code: [
      '<script setup lang="ts">',
      "import { CardElement, useBasisTheory } from '@tessera/vue';",
      "import { useTemplateRef } from 'vue';",
      '',
      `const { bt, error } = useBasisTheory('ELEMENTS_KEY', { apiBaseUrl: ${JSON.stringify(vault)}, elements: true });`,
      "const card = useTemplateRef<InstanceType<typeof CardElement>>('card');",
      "const pay = () => bt.value?.tokens.create({ type: 'card', data: card.value?.element ?? null });",
      '</script>',
      '',
      '<template>',
      '  <CardElement id="card" ref="card" :bt="bt" />',
      '  <button @click="pay" :disabled="!bt || error !== undefined">Pay</button>',
      '</template>',
    ].join('\n'),
  },
];

/** A page by script tags, which loads nothing but what the vault serves. */
export const pageWith = (early: string, script: string): string => `<!doctype html>
<html lang="en">
<head>
${early}
</head>
<body>
<form id="checkout">
  <div id="card"></div>
  <button>Pay</button>
</form>
${script}
<script src="/checkout.js" type="module"></script>
</body>
</html>

// checkout.js, on your own origin
const bt = await BasisTheory.init('ELEMENTS_KEY', { elements: true });
const card = bt.createElement('card');
await card.mount('#card');
document.querySelector('#checkout').onsubmit = async (event) => {
  event.preventDefault();
  const token = await bt.tokens.create({ type: 'card', data: card });
};`;
