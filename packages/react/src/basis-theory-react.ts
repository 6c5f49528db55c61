import { BasisTheory, type HostedElement } from '@tessera/js';
import { createFailures, type Failures } from '@tessera/js/wrapping';

/**
 * The SDK as {@link useBasisTheory} creates it. It also finds elements by the `id` of their components.
 *
 * @example
 * ```ts
 * import type { BasisTheoryReact } from '@tessera/react';
 *
 * const pay = (bt: BasisTheoryReact) => bt.tokens.create({ type: 'card', data: bt.getElement('card') });
 * ```
 */
export class BasisTheoryReact extends BasisTheory {
  readonly #elements = new Map<string, HostedElement>();
  /** The fields that could not be mounted. Components fill this, and `useBasisTheory` reads it. */
  readonly failures: Failures = createFailures();

  /**
   * The element of the component with this `id`, while the component is mounted. A `ref` on the component gives the same element.
   *
   * @throws Error when no mounted component has this `id`.
   */
  getElement(id: string): HostedElement {
    const element = this.#elements.get(id);
    if (!element) throw new Error(`Unable to find an Element with id "${id}".`);
    return element;
  }

  /** Registers an element under an id. Components call this. */
  indexElement(id: string, element: HostedElement): void {
    this.#elements.set(id, element);
  }

  /** Removes an element of an id, if no other has taken the id since. Components call this. */
  disposeElement(id: string, element: HostedElement): void {
    if (this.#elements.get(id) === element) this.#elements.delete(id);
  }
}
