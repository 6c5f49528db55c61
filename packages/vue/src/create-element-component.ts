import type { BasisTheory, ElementType, HostedElement } from '@tessera/js';
import {
  type ComponentName,
  changedOptions,
  type ElementFailure,
  type EventType,
  isGone,
  lossOf,
} from '@tessera/js/wrapping';
import {
  defineComponent,
  getCurrentInstance,
  h,
  inject,
  markRaw,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  onMounted,
  type PublicProps,
  shallowRef,
  type VNode,
  watch,
} from 'vue';
import { componentProps, type ElementProps, eventTypes, optionsOf } from './props.ts';
import { sharedState } from './use-basis-theory.ts';

/**
 * A component that shows one type of element. A template ref has the `element`, or `undefined` until there is an SDK.
 *
 * @example
 * ```ts
 * import { CardElement, type ElementComponent } from '@tessera/vue';
 *
 * const field: ElementComponent<'card'> = CardElement;
 * const pay = ({ element }: InstanceType<typeof field>) => element && bt.tokens.create({ type: 'card', data: element });
 * ```
 */
export type ElementComponent<T extends ElementType = ElementType> = new () => {
  readonly $props: ElementProps<T> & PublicProps;
  /** `fallback` is shown in the place of a field that could not be mounted. */
  readonly $slots: { fallback?(failure: ElementFailure): unknown };
  readonly element: HostedElement | undefined;
};

/** Creates the component for a type of element. */
export const createElementComponent = <T extends ElementType>(name: ComponentName<T>, type: T): ElementComponent<T> => {
  const component = defineComponent({
    name,
    props: componentProps,
    emits: [...(Object.keys(eventTypes) as EventType[]), 'error'],
    expose: ['element'],
    setup: (props, { attrs, emit, slots }) => {
      const shared = inject(sharedState, undefined);
      const instance = getCurrentInstance();
      const place = shallowRef<HTMLElement>();
      const element = shallowRef<HostedElement>();
      const failure = shallowRef<ElementFailure>();
      const isHere = shallowRef(false);
      /** The element once its inputs are ready, so that it can mirror another one. */
      const ready = shallowRef<HostedElement>();
      const options = () => {
        const { id } = attrs;
        return { ...(typeof id === 'string' && { targetId: id }), ...optionsOf(props) };
      };

      /** Tells the page of an error, or the window where the page does not listen. */
      const tell = (error: Error, retry?: () => void) => {
        if (instance?.vnode.props?.onError) emit('error', error, retry);
        else if (!slots.fallback) reportError(error);
      };
      const fail = (error: Error | undefined, retry: () => void = () => {}) => {
        if (failure.value) shared?.failures.remove(failure.value);
        failure.value = error && { error, retry };
        if (!failure.value) return;
        // The failures of an instance that the page created itself belong to no `useBasisTheory`.
        if (!props.bt) shared?.failures.add(failure.value);
        tell(failure.value.error, retry);
      };

      const mount = async (made: HostedElement): Promise<void> => {
        const target = place.value;
        // Being mounted already, because `retry` was called twice.
        if (!target || made.state.startsWith('mount')) return;
        fail(undefined);
        try {
          await made.mount(target);
        } catch (thrown) {
          // If the element was replaced while mounting, its failure no longer matters.
          if (element.value === made) fail(thrown as Error, () => void mount(made));
        }
      };
      const begin = (made: HostedElement): void => {
        made.on('ready', () => {
          ready.value = made;
          if (element.value === made) fail(undefined);
        });
        for (const event of Object.keys(eventTypes) as EventType[]) made.on(event, (heard) => emit(event, heard));
        made.on('lost', (event) => {
          // The next frame shows nothing of another element until it is told to.
          ready.value = undefined;
          const loss = lossOf(event);
          if (loss && element.value === made) fail(loss, () => void mount(made));
        });
        void mount(made);
      };
      const create = (bt: BasisTheory): void => {
        fail(undefined);
        try {
          // A reactive proxy could not read its private fields.
          element.value = markRaw(bt.createElement<ElementType>(type, options()));
        } catch (thrown) {
          fail(thrown as Error, () => create(bt));
          return;
        }
        begin(element.value);
      };

      // `sync`, because a component that is being unmounted does not wait.
      watch(
        [() => props.bt ?? shared?.bt.value, isHere] as const,
        ([bt, isThere]) => {
          element.value?.unmount();
          element.value = undefined;
          // What failed stays listed when the component goes: a page that shows the error in its place would have it come and go for ever.
          if (bt && isThere && place.value) create(bt);
        },
        { flush: 'sync' },
      );
      watch(options, async (now, before) => {
        const changes = changedOptions(before, now);
        const told = element.value;
        try {
          if (changes) await told?.update(changes);
        } catch (thrown) {
          if (!isGone(told)) tell(thrown as Error);
        }
      });

      const show = async (shown: HostedElement | undefined, source: HostedElement | undefined) => {
        try {
          if (source) await shown?.setValueRef(source);
        } catch (thrown) {
          if (!isGone(shown, source)) tell(thrown as Error);
        }
      };
      watch([ready, () => props.valueRef] as const, ([shown, source]) => show(shown, source));
      watch(
        () => props.valueRef,
        (source, _, onCleanup) => {
          // Its frame may be another one by now, which knows of nobody who shows what is in it.
          const again = source?.on('ready', () => void show(ready.value, source));
          onCleanup(() => again?.unsubscribe());
        },
        { immediate: true },
      );

      const arrive = () => {
        isHere.value = true;
      };
      const leave = () => {
        isHere.value = false;
      };
      onMounted(arrive);
      onActivated(arrive);
      onDeactivated(leave);
      onBeforeUnmount(leave);
      return { element, failure, place };
    },
    render() {
      return h('div', { ref: 'place' }, (this.failure && this.$slots.fallback?.(this.failure)) as VNode[] | undefined);
    },
  });
  // Vue cannot infer the types of the props, because their table is computed at run time.
  return component as unknown as ElementComponent<T>;
};
