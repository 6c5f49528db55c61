import { BasisTheory, type InitOptions } from '@tessera/js';
import { createFailures, type Failures } from '@tessera/js/wrapping';
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
  /** Why `init` failed, or why a field of this instance could not be mounted. */
  readonly error: ShallowRef<Error | undefined>;
  /** Tries again what failed: creates the instance anew, with the key of now, or mounts the fields that could not be mounted. */
  readonly retry: () => void;
}

/** The same for components, which tell in it of fields that could not be mounted. */
export interface SharedState extends BasisTheoryState {
  readonly failures: Failures;
  start(): void;
}

/** The injection key under which components find the SDK. */
export const sharedState: InjectionKey<SharedState> = Symbol('BasisTheory');

const newState = (keyOf: () => string | undefined = () => undefined, options?: InitOptions): SharedState => {
  const bt = shallowRef<BasisTheory>();
  const error = shallowRef<Error>();
  const failures = createFailures();
  let used: string | undefined;
  failures.subscribe(() => {
    error.value = failures.error();
  });
  const start = async () => {
    const key = keyOf();
    if (!key) return;
    used = key;
    try {
      const made = await new BasisTheory().init(key, options);
      if (used !== key) return;
      // A reactive proxy could not read its private fields.
      bt.value = markRaw(made);
      error.value = failures.error();
    } catch (thrown) {
      if (used === key) error.value = thrown as Error;
    }
  };
  const retry = () => {
    if (!bt.value || used !== keyOf()) void start();
    else failures.retry();
  };
  return { bt, error, failures, retry, start: () => void start() };
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
    const state = newState(() => apiKey, options);
    app.provide(sharedState, state);
    if (typeof document !== 'undefined') state.start();
  },
};

/**
 * An instance of the SDK for this component and all inside it. It is created once, when the component is mounted and there is a key;
 * later keys are ignored, except by `retry`. Without a key, the instance of the plugin or of a component above. Nothing is ever thrown:
 * whatever goes wrong is in `error`.
 *
 * @example
 * ```ts
 * import { CardElement, useBasisTheory } from '@tessera/vue';
 * import { defineComponent, h } from 'vue';
 *
 * const Checkout = defineComponent(() => {
 *   const { bt, error, retry } = useBasisTheory('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 *   return () => [
 *     h(CardElement, { id: 'card' }),
 *     error.value && h('button', { onClick: retry }, 'The card field could not be loaded. Try again'),
 *     h('button', { disabled: !bt.value || !!error.value }, 'Pay'),
 *   ];
 * });
 * ```
 */
export const useBasisTheory = (
  apiKey?: MaybeRefOrGetter<string | undefined>,
  options?: InitOptions,
): BasisTheoryState => {
  if (apiKey === undefined) return inject(sharedState, newState, true);
  const state = newState(() => toValue(apiKey), options);
  provide(sharedState, state);
  let isStarted = false;
  onMounted(() => {
    const begin = (key: string | undefined) => {
      if (!key || isStarted) return;
      isStarted = true;
      state.start();
    };
    watch(() => toValue(apiKey), begin, { immediate: true });
  });
  return state;
};
