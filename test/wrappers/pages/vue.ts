import { createApp, createSSRApp } from 'vue';
import Checkout from './Checkout.vue';
import './window.ts';

const isRendered = document.querySelector('#root h1') !== null;
const app = isRendered ? createSSRApp(Checkout) : createApp(Checkout);
app.mount('#root');
