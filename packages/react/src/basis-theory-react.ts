import { BasisTheory, type HostedElement } from '@tessera/js';

/** The SDK as the hook makes it: it also finds the elements on the page by the `id` of their components. */
export class BasisTheoryReact extends BasisTheory {
  readonly #elements = new Map<string, HostedElement>();

  /**
   * The element of the component with that `id`, while it is on the page. A `ref` on the component does the same.
   * @throws Error when there is none.
   */
  getElement(id: string): HostedElement {
    const element = this.#elements.get(id);
    if (!element) throw new Error(`Unable to find an Element with id "${id}".`);
    return element;
  }

  /** Makes an element known by an id; components do that. */
  indexElement(id: string, element: HostedElement): void {
    this.#elements.set(id, element);
  }

  /** Forgets the element of an id. */
  disposeElement(id: string): void {
    this.#elements.delete(id);
  }
}
