import type { ElementEvent, ElementType, HostedElement, OptionsOf } from '@tessera/js';
import { changedOptions, type ElementFailure, type EventType, isGone, lossOf } from '@tessera/js/wrapping';
import { type RefObject, useEffect, useInsertionEffect, useRef, useState } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';
import { type Hearing, handlerNames } from './props.ts';

interface Held {
  readonly bt: BasisTheoryReact | undefined;
  readonly element?: HostedElement | undefined;
  /** Why it could not be created or mounted. */
  readonly error?: Error | undefined;
}

const create = (bt: BasisTheoryReact | undefined, type: ElementType, options: OptionsOf): Held => {
  try {
    return { bt, element: bt?.createElement(type, options) };
  } catch (error) {
    return { bt, error: error as Error };
  }
};

/** An element that is mounted with its listeners, until `end` is called. */
interface Stay {
  readonly element: HostedElement;
  isEnding: boolean;
  /** Mounts it, or mounts it again. */
  mount(): void;
  end(): void;
}

const begin = (
  element: HostedElement,
  target: HTMLElement,
  hear: (event: ElementEvent) => void,
  fail: (error: Error | undefined) => void,
): Stay => {
  const subscriptions = (Object.keys(handlerNames) as EventType[]).map((type) => element.on(type, hear));
  let isHere = true;
  const mount = () => {
    // Being mounted already, because `retry` was called twice.
    if (element.state.startsWith('mount')) return;
    element.mount(target).catch((error: Error) => isHere && fail(error));
  };
  const end = () => {
    isHere = false;
    element.unmount();
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
  mount();
  return { element, isEnding: false, mount, end };
};

/**
 * An element that is mounted in `place` as long as the component is, or why it is not. It is created while rendering, which loads nothing,
 * and mounted in an effect. Nothing is thrown.
 */
export const useHostedElement = (
  bt: BasisTheoryReact | undefined,
  type: ElementType,
  options: OptionsOf,
  handlers: Hearing,
  place: RefObject<HTMLElement | null>,
): { readonly element: HostedElement | undefined; readonly failure: ElementFailure | undefined } => {
  const [held, hold] = useState(() => create(bt, type, options));
  if (held.bt !== bt) hold(create(bt, type, options));
  const { element, error } = held;

  // Listeners are subscribed once per element. They call the functions of the latest render.
  const latest = useRef({ handlers, options });
  useInsertionEffect(() => {
    latest.current = { handlers, options };
  });

  const stay = useRef<Stay>(undefined);
  useEffect(() => {
    const target = place.current;
    if (!element || !target) return;
    const fail = (now: Error | undefined) =>
      hold((before) => (before.element === element && before.error !== now ? { ...before, error: now } : before));
    const hear = (event: ElementEvent) => {
      const source = latest.current.handlers.valueRef?.current;
      if (event.type === 'ready') fail(undefined);
      if (event.type === 'ready' && source) show(element, source, latest);
      const handler: ((event: never) => void) | undefined = latest.current.handlers[handlerNames[event.type]];
      handler?.(event as never);
      const loss = event.type === 'lost' && lossOf(event);
      if (loss) fail(loss);
    };
    // StrictMode, and Suspense after each pause, clean up an effect and run it again at once. The element must survive this, or what
    // was typed would be lost.
    const left = stay.current;
    // Another element, of another SDK, leaves before the new one comes into the same place.
    if (left && left.element !== element) left.end();
    const mine = left?.isEnding && left.element === element ? left : begin(element, target, hear, fail);
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

  // By now the ref holds what it does after this render, which may be another element than before.
  const [source, setSource] = useState<HostedElement | null>();
  useEffect(() => setSource(handlers.valueRef?.current));
  useEffect(() => {
    if (!element || !source) return;
    if (element.mounted && source.mounted) show(element, source, latest);
    // Its frame may be another one by then, which knows of nobody who shows what is in it.
    const again = source.on('ready', () => show(element, source, latest));
    return () => again.unsubscribe();
  }, [element, source]);

  const told = useRef({ element, options });
  useEffect(() => {
    const changes = told.current.element === element ? changedOptions(told.current.options, options) : undefined;
    told.current = { element, options };
    if (!element || !changes) return;
    element.update(changes).catch((thrown: Error) => isGone(element) || tell(latest.current.handlers, thrown));
  });

  const retry = () => {
    if (!element) return hold(create(bt, type, latest.current.options));
    hold({ bt, element });
    stay.current?.mount();
  };
  const failure = useFailure(bt, error, retry, latest);
  return { element, failure };
};

/** Has an element show what is in another one. */
const show = (
  element: HostedElement,
  source: HostedElement,
  latest: RefObject<{ readonly handlers: Hearing }>,
): void => {
  element
    .setValueRef(source)
    .catch((thrown: Error) => isGone(element, source) || tell(latest.current.handlers, thrown));
};

/** Tells the page of an error, or the window where the page does not listen. */
const tell = ({ onError, isCovered }: Hearing, error: Error, retry?: () => void): void => {
  if (onError) onError(error, retry);
  else if (!isCovered) reportError(error);
};

/** Tells of an error once, and lists it among those of the SDK until it is over. */
const useFailure = (
  bt: BasisTheoryReact | undefined,
  error: Error | undefined,
  retry: () => void,
  latest: RefObject<{ readonly handlers: Hearing }>,
): ElementFailure | undefined => {
  const again = useRef(retry);
  useInsertionEffect(() => {
    again.current = retry;
  });
  const [failure, setFailure] = useState<ElementFailure>();
  if (failure?.error !== error) setFailure(error && { error, retry: () => again.current() });

  const told = useRef<ElementFailure>(undefined);
  useEffect(() => {
    const before = told.current;
    if (before === failure) return;
    told.current = failure;
    // Not when the component goes: a page that shows the error in its place would have it come and go for ever.
    if (before) bt?.failures.remove(before);
    if (!failure) return;
    bt?.failures.add(failure);
    tell(latest.current.handlers, failure.error, failure.retry);
  }, [bt, failure, latest]);
  return failure;
};
