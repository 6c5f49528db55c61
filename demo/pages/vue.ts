import { createApp } from 'vue';
import { find } from './find.ts';
import { startFramework } from './framework.ts';
import VueCheckout from './VueCheckout.vue';
import vueCheckoutText from './VueCheckout.vue?raw';

startFramework({ name: 'VueCheckout.vue', text: vueCheckoutText }, (shop, onPaid) => {
  createApp(VueCheckout, { shop, onPaid }).mount(find(document, '#app'));
});
