import type { ElementType, HostedElement } from '@tessera/js';
import type { ComponentName } from '@tessera/js/wrapping';
import {
  createElement,
  type ForwardRefExoticComponent,
  forwardRef,
  type RefAttributes,
  useContext,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import { BasisTheoryContext } from './basis-theory-provider.ts';
import { type ElementProps, partsOf } from './props.ts';
import { useHostedElement } from './use-hosted-element.ts';

/**
 * A component that shows one type of element. Its `ref` holds the element, not a DOM node, and `null` until there is an SDK.
 *
 * @example
 * ```ts
 * import { CardElement, type ElementComponent } from '@tessera/react';
 *
 * const field: ElementComponent<'card'> = CardElement;
 * ```
 */
export type ElementComponent<T extends ElementType = ElementType> = ForwardRefExoticComponent<
  ElementProps<T> & RefAttributes<HostedElement>
>;

/** Creates the component for a type of element. */
export const createElementComponent = <T extends ElementType>(name: ComponentName<T>, type: T): ElementComponent<T> => {
  const Component = forwardRef<HostedElement, ElementProps>((props, ref) => {
    const { id, className, bt: own, handlers, options, fallback } = partsOf(props);
    const shared = useContext(BasisTheoryContext);
    const bt = own ?? shared;
    const place = useRef<HTMLDivElement>(null);
    const { element, failure } = useHostedElement(bt, type, options, handlers, place);

    useEffect(() => {
      if (!bt || !element || id === undefined) return;
      bt.indexElement(id, element);
      return () => bt.disposeElement(id, element);
    }, [bt, element, id]);

    // Until there is an SDK, the ref stays empty, as it does before a component is mounted.
    useImperativeHandle(ref, () => element as HostedElement, [element]);

    const shown = failure && (typeof fallback === 'function' ? fallback(failure) : fallback);
    // `null` beside it, because React would write a single text with `textContent`, and erase it with the iframe of a field that is back.
    return createElement('div', { id, className, ref: place }, null, shown);
  });
  Component.displayName = name;
  // The code here is the same for every type of element, so only the result has the precise type.
  return Component as ElementComponent<T>;
};
