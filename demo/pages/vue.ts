import { createApp } from 'vue';
import { find } from './find.ts';
import { startFramework } from './framework.ts';
import VueCheckout from './VueCheckout.vue';
import vueCheckoutText from './VueCheckout.vue?raw';

startFramework(
  { name: 'VueCheckout.vue', text: vueCheckoutText, at: 'const { bt, error }' },
  (shop, onPaid, onHeard) => {
    createApp(VueCheckout, { shop, onPaid, onHeard }).mount(find(document, '#app'));
  },
);
