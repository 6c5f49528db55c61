import { HostedElement } from '@tessera/js';

declare global {
  interface Window {
    /** Events, with the number of the render whose listener heard them: `change in 0`. */
    told: string[];
    /** How often each of these methods of elements was called. */
    calls: Record<'mount' | 'on' | 'update', number>;
  }
}

window.told = [];
window.calls = { mount: 0, on: 0, update: 0 };

// Counts calls; what they do stays as it is.
for (const name of ['mount', 'on', 'update'] as const) {
  const method = HostedElement.prototype[name];
  Object.assign(HostedElement.prototype, {
    [name](this: HostedElement, ...args: unknown[]) {
      window.calls[name] += 1;
      return Reflect.apply(method, this, args);
    },
  });
}
