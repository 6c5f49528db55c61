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

export interface BasisTheoryState {
  /** The instance, once it is ready. */
  readonly bt: ShallowRef<BasisTheory | undefined>;
  /** Why it will not be. */
  readonly error: ShallowRef<Error | undefined>;
}

/** Where components look for the SDK. */
export const sharedState: InjectionKey<BasisTheoryState> = Symbol('BasisTheory');

const newState = (): BasisTheoryState => ({ bt: shallowRef(), error: shallowRef() });

const start = async ({ bt, error }: BasisTheoryState, apiKey: string, options?: InitOptions): Promise<void> => {
  try {
    // Its private fields cannot be read through a reactive proxy.
    bt.value = markRaw(await new BasisTheory().init(apiKey, options));
  } catch (thrown) {
    error.value = thrown as Error;
  }
};

/** What `app.use(BasisTheoryPlugin, …)` takes. */
export interface BasisTheoryPluginOptions extends InitOptions {
  /** A key of type `elements`. */
  readonly apiKey: string;
}

/** Gives all components of an app one instance of the SDK. On a server it makes none. */
export const BasisTheoryPlugin = {
  install: (app: App, { apiKey, ...options }: BasisTheoryPluginOptions): void => {
    const state = newState();
    app.provide(sharedState, state);
    if (typeof document !== 'undefined') void start(state, apiKey, options);
  },
};

/**
 * The SDK with a key, for this component and all under it. It is made once, when the component is mounted and the key is
 * there; later keys and options change nothing. Without a key, the instance of the plugin or of a component above.
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
