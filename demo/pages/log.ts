import { literal } from './literal.ts';
import type { PaymentFields } from './payment-form.ts';

const kept = 300;

/** The live log: what elements said, what was called, and what this page itself asked of the network. */
export const createLog = (list: HTMLElement) => {
  const write = (kind: string, name: string, text: string) => {
    const row = document.createElement('p');
    row.className = kind;
    const time = document.createElement('time');
    time.textContent = `${(performance.now() / 1000).toFixed(2)} s`;
    const subject = document.createElement('b');
    subject.textContent = name;
    row.append(time, ' ', subject, ' ', text);
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.append(row);
    while (list.childElementCount > kept) list.firstElementChild?.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
  };

  /** Notes one event of an element. */
  const hear = (name: string, { type, ...rest }: { type: string }) => {
    const details = literal(rest);
    write('event', name, details === '{  }' ? type : `${type} ${details}`);
  };

  const watch = (elements: PaymentFields['elements']) => {
    for (const [name, element] of Object.entries(elements)) {
      write('event', name, 'ready');
      for (const type of ['change', 'focus', 'blur', 'keydown'] as const) {
        element.on(type, (event: { type: string }) => hear(name, event));
      }
    }
  };

  /** Passes a call through and notes what it came to. */
  const call = async <Answer>(
    name: string,
    asked: string,
    answer: Promise<Answer>,
  ): Promise<Answer> => {
    write('call-row', name, asked);
    try {
      const value = await answer;
      write(
        'call-row',
        name,
        value === undefined ? 'done' : `answered ${literal(value)}`,
      );
      return value;
    } catch (error) {
      const { name: kind, message } =
        error instanceof Error ? error : new Error(String(error));
      write('call-row failed', name, `rejected with ${kind}: ${message}`);
      throw error;
    }
  };

  /** The browser's own record of what this page requested. Requests of the frames are not in it: they are not ours. */
  const network = () =>
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        if (!(entry instanceof PerformanceResourceTiming)) continue;
        if (!['fetch', 'iframe'].includes(entry.initiatorType)) continue;
        const { origin, pathname } = new URL(entry.name);
        const where = origin === location.origin ? pathname : `${origin}${pathname}`;
        write(
          'request',
          entry.initiatorType,
          `${where} ${entry.responseStatus || ''} in ${Math.round(entry.duration)} ms`,
        );
      }
    }).observe({ type: 'resource', buffered: true });

  return {
    hear,
    watch,
    call,
    network,
    text: () => [...list.children].map((row) => row.textContent).join('\n'),
  };
};

export type Log = ReturnType<typeof createLog>;
