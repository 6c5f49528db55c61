import type { ElementEvent, ElementType, HostedElement, OptionsOf } from '@tessera/js';
import { changedOptions, type EventType, isGone } from '@tessera/js/wrapping';
import { type RefObject, useEffect, useInsertionEffect, useRef, useState } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';
import { type ComponentProps, type Handlers, handlerNames } from './props.ts';

/** Returns a function that throws in the next render, where an error boundary catches it. */
const useRaise = (): ((thrown: unknown) => void) => {
  const [, setNothing] = useState<undefined>();
  return (thrown) =>
    setNothing(() => {
      throw thrown;
    });
};

const create = (bt: BasisTheoryReact | undefined, type: ElementType, options: OptionsOf) => ({
  bt,
  element: bt?.createElement(type, options),
});

/** An element that is mounted with its listeners, until `end` is called. */
interface Stay {
  readonly element: HostedElement;
  isEnding: boolean;
  end(): void;
}

const begin = (
  element: HostedElement,
  target: HTMLElement,
  hear: (event: ElementEvent) => void,
  raise: (thrown: unknown) => void,
): Stay => {
  const subscriptions = (Object.keys(handlerNames) as EventType[]).map((type) => element.on(type, hear));
  let isHere = true;
  element.mount(target).catch((thrown) => isHere && raise(thrown));
  const end = () => {
    isHere = false;
    element.unmount();
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
  return { element, isEnding: false, end };
};

/**
 * An element that is mounted in `place` as long as the component is. It is created while rendering, which loads nothing, and mounted
 * in an effect.
 */
export const useHostedElement = (
  bt: BasisTheoryReact | undefined,
  type: ElementType,
  options: OptionsOf,
  handlers: Handlers & Pick<ComponentProps, 'valueRef'>,
  place: RefObject<HTMLElement | null>,
): HostedElement | undefined => {
  const [held, hold] = useState(() => create(bt, type, options));
  if (held.bt !== bt) hold(create(bt, type, options));
  const { element } = held;
  const raise = useRaise();

  // Listeners are subscribed once per element. They call the functions of the latest render.
  const latest = useRef(handlers);
  useInsertionEffect(() => {
    latest.current = handlers;
  });

  const stay = useRef<Stay>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `raise` only uses a state setter, which never changes.
  useEffect(() => {
    const target = place.current;
    if (!element || !target) return;
    const hear = (event: ElementEvent) => {
      const source = latest.current.valueRef?.current;
      if (event.type === 'ready' && source) {
        element.setValueRef(source).catch((thrown) => isGone(element, source) || raise(thrown));
      }
      const handler: ((event: never) => void) | undefined = latest.current[handlerNames[event.type]];
      handler?.(event as never);
    };
    // StrictMode, and Suspense after each pause, clean up an effect and run it again at once. The element must survive this, or what
    // was typed would be lost.
    const left = stay.current;
    const mine = left?.isEnding && left.element === element ? left : begin(element, target, hear, raise);
    mine.isEnding = false;
    stay.current = mine;
    return () => {
      mine.isEnding = true;
      queueMicrotask(() => {
        if (!mine.isEnding) return;
        if (stay.current === mine) stay.current = undefined;
        mine.end();
      });
    };
  }, [element, place]);

  const told = useRef({ element, options });
  useEffect(() => {
    const changes = told.current.element === element ? changedOptions(told.current.options, options) : undefined;
    told.current = { element, options };
    if (!element || !changes) return;
    element.update(changes).catch((thrown) => isGone(element) || raise(thrown));
  });

  return element;
};
