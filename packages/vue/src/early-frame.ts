import { earlyScript, startFrame } from '@tessera/js/early';
import { defineComponent, h, onMounted } from 'vue';

/**
 * Starts a frame of the vault before the SDK is loaded, so that the first field is there sooner. Servers render it as an inline script; put
 * it as near to the beginning of the page as possible. In a browser alone it starts the frame when it is mounted. `vault` is the URL of
 * the vault, of which only the origin counts; `nonce` is that of the page's content security policy.
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
  props: { vault: { type: String, required: true }, nonce: String },
  setup: (props) => {
    onMounted(() => startFrame(props.vault));
    return () => h('script', { nonce: props.nonce, innerHTML: earlyScript(props.vault) });
  },
});
