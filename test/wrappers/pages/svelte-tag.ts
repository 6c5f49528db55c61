import { mount } from 'svelte';
import Tag from './Tag.svelte';

const target = document.querySelector('#root');
if (!target) throw new Error('The page has no root.');
mount(Tag, { target });
