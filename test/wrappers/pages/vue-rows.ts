import { createApp } from 'vue';
import Rows from './Rows.vue';

createApp(Rows).mount('#root');
