const { elementsKey } = await fetch('/config.json').then((answer) => answer.json());
const bt = await BasisTheory.init(elementsKey, { elements: true });

const card = bt.createElement('card');
await card.mount('#card');

const parts = {
  cardNumber: 'card number',
  expirationDate: 'expiry date',
  cvc: 'security code',
};
const sentence = ({ validation: [wrong] = [], message }) => {
  if (!wrong) return message;
  const part = parts[wrong.targetId] ?? 'card';
  if (wrong.empty) return `Enter the ${part}.`;
  return wrong.type === 'incomplete' ? `Complete the ${part}.` : `Check the ${part}.`;
};

const form = document.querySelector('form');
card.on('keydown', ({ key }) => key === 'Enter' && form.requestSubmit());
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const said = document.querySelector('output');
  try {
    const { id, data } = await bt.tokens.create({ type: 'card', data: card });
    said.textContent = `Token ${id} stands for ${data.number}.`;
  } catch (error) {
    said.textContent = sentence(error);
  }
});
