import { BasisTheory, type InitOptions } from '@tessera/js';
import {
  type App,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  markRaw,
  onMounted,
  provide,
  type ShallowRef,
  shallowRef,
  toValue,
  watch,
} from 'vue';

/**
 * What {@link useBasisTheory} returns.
 *
 * @example
 * ```ts
 * import type { BasisTheoryState } from '@tessera/vue';
 *
 * const status = ({ bt, error }: BasisTheoryState) => error.value?.message ?? (bt.value ? 'Ready' : 'Loading…');
 * ```
 */
export interface BasisTheoryState {
  /** The instance, once it is initialized. */
  readonly bt: ShallowRef<BasisTheory | undefined>;
  /** The error of `init`, if it failed. */
  readonly error: ShallowRef<Error | undefined>;
}

/** The injection key under which components find the SDK. */
export const sharedState: InjectionKey<BasisTheoryState> = Symbol('BasisTheory');

const newState = (): BasisTheoryState => ({ bt: shallowRef(), error: shallowRef() });

const start = async ({ bt, error }: BasisTheoryState, apiKey: string, options?: InitOptions): Promise<void> => {
  try {
    // A reactive proxy could not read its private fields.
    bt.value = markRaw(await new BasisTheory().init(apiKey, options));
  } catch (thrown) {
    error.value = thrown as Error;
  }
};

/**
 * The options of {@link BasisTheoryPlugin}.
 *
 * @example
 * ```ts
 * import type { BasisTheoryPluginOptions } from '@tessera/vue';
 *
 * const options: BasisTheoryPluginOptions = { apiKey: 'key_…', apiBaseUrl: 'https://vault.example', elements: true };
 * ```
 */
export interface BasisTheoryPluginOptions extends InitOptions {
  /** A key of type `elements`. */
  readonly apiKey: string;
}

/**
 * Provides all components of an app with one instance of the SDK. It does nothing on a server.
 *
 * @example
 * ```ts
 * import { BasisTheoryPlugin } from '@tessera/vue';
 * import { createApp } from 'vue';
 *
 * const app = createApp({});
 * app.use(BasisTheoryPlugin, { apiKey: 'key_…', apiBaseUrl: 'https://vault.example', elements: true });
 * ```
 */
export const BasisTheoryPlugin = {
  install: (app: App, { apiKey, ...options }: BasisTheoryPluginOptions): void => {
    const state = newState();
    app.provide(sharedState, state);
    if (typeof document !== 'undefined') void start(state, apiKey, options);
  },
};

/**
 * An instance of the SDK for this component and all inside it. It is created once, when the component is mounted and there is a key;
 * later keys and options are ignored. Without a key, the instance of the plugin or of a component above. The error of a wrong option
 * is in `error`; nothing is thrown.
 *
 * @example
 * ```ts
 * import { CardElement, useBasisTheory } from '@tessera/vue';
 * import { defineComponent, h } from 'vue';
 *
 * const Checkout = defineComponent(() => {
 *   const { bt } = useBasisTheory('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 *   return () => h('form', [h(CardElement, { id: 'card' }), h('button', { disabled: !bt.value }, 'Pay')]);
 * });
 * ```
 */
export const useBasisTheory = (
  apiKey?: MaybeRefOrGetter<string | undefined>,
  options?: InitOptions,
): BasisTheoryState => {
  if (apiKey === undefined) return inject(sharedState, newState, true);
  const state = newState();
  provide(sharedState, state);
  let isStarted = false;
  onMounted(() => {
    const begin = (key: string | undefined) => {
      if (!key || isStarted) return;
      isStarted = true;
      return start(state, key, options);
    };
    watch(() => toValue(apiKey), begin, { immediate: true });
  });
  return state;
};
