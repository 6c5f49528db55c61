import type { ElementType, HostedElement } from '@tessera/js';
import { type ComponentName, changedOptions, type EventType, isGone } from '@tessera/js/wrapping';
import {
  defineComponent,
  h,
  inject,
  markRaw,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  onMounted,
  type PublicProps,
  shallowRef,
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
  readonly element: HostedElement | undefined;
};

/** Creates the component for a type of element. */
export const createElementComponent = <T extends ElementType>(name: ComponentName<T>, type: T): ElementComponent<T> => {
  const component = defineComponent({
    name,
    props: componentProps,
    emits: Object.keys(eventTypes) as EventType[],
    expose: ['element'],
    setup: (props, { attrs, emit }) => {
      const shared = inject(sharedState, undefined);
      const place = shallowRef<HTMLElement>();
      const element = shallowRef<HostedElement>();
      const isHere = shallowRef(false);
      /** The element once its inputs are ready, so that it can mirror another one. */
      const ready = shallowRef<HostedElement>();
      const options = () => {
        const { id } = attrs;
        return { ...(typeof id === 'string' && { targetId: id }), ...optionsOf(props) };
      };

      const begin = async (made: HostedElement, target: HTMLElement): Promise<void> => {
        made.on('ready', () => {
          ready.value = made;
        });
        for (const event of Object.keys(eventTypes) as EventType[]) made.on(event, (heard) => emit(event, heard));
        try {
          await made.mount(target);
        } catch (thrown) {
          // If the element was replaced while mounting, its failure no longer matters.
          if (element.value === made) throw thrown;
        }
      };

      // `sync`, because a component that is being unmounted does not wait. Errors go to Vue's error handler.
      watch(
        [() => props.bt ?? shared?.bt.value, isHere] as const,
        ([bt, isThere]) => {
          element.value?.unmount();
          element.value = undefined;
          if (!bt || !isThere || !place.value) return;
          // A reactive proxy could not read its private fields.
          const made = markRaw(bt.createElement<ElementType>(type, options()));
          element.value = made;
          return begin(made, place.value);
        },
        { flush: 'sync' },
      );
      watch(options, async (now, before) => {
        const changes = changedOptions(before, now);
        const told = element.value;
        try {
          if (changes) await told?.update(changes);
        } catch (thrown) {
          if (!isGone(told)) throw thrown;
        }
      });

      watch([ready, () => props.valueRef] as const, async ([shown, source]) => {
        try {
          if (source) await shown?.setValueRef(source);
        } catch (thrown) {
          if (!isGone(shown, source)) throw thrown;
        }
      });

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
      return { element, place };
    },
    render: () => h('div', { ref: 'place' }),
  });
  // Vue cannot infer the types of the props, because their table is computed at run time.
  return component as unknown as ElementComponent<T>;
};
