import { earlyScript, startFrame } from '@tessera/js/early';
import { defineComponent, h, onMounted } from 'vue';

/**
 * Starts frames of the vault before the SDK is loaded, so that the first fields are there sooner. Servers render it as an inline script; put
 * it as near to the beginning of the page as possible. In a browser alone it starts them when it is mounted. `vault` is the URL of
 * the vault, of which only the origin counts; `frames` is how many elements the page shows first, one by default; `nonce` is that of the page's
 * content security policy.
 *
 * @example
 * ```ts
 * import { EarlyFrame } from '@tessera/vue';
 * import { h } from 'vue';
 *
 * const start = () => h(EarlyFrame, { vault: 'https://vault.example' });
 * ```
 */
export const EarlyFrame = defineComponent({
  name: 'EarlyFrame',
  props: { vault: { type: String, required: true }, frames: { type: Number, default: 1 }, nonce: String },
  setup: (props) => {
    onMounted(() => startFrame(props.vault, props.frames));
    return () => h('script', { nonce: props.nonce, 'data-frames': props.frames, innerHTML: earlyScript(props.vault) });
  },
});
