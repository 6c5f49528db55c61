import type { ElementEvent, HostedElement } from '@tessera/js';
import { BasisTheoryProvider, CardElement, useBasisTheory } from '@tessera/react';
import { Suspense, useRef, useState } from 'react';
import { Boundary } from './boundary.tsx';

/** Suspends as long as its promise is pending. */
const Slow = ({ until }: { until: { promise: Promise<void>; isDone: boolean } | undefined }) => {
  if (until && !until.isDone) throw until.promise;
  return null;
};

const pause = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const until = { promise, isDone: false };
  const end = () => {
    until.isDone = true;
    resolve();
  };
  return { until, end };
};

export const Checkout = () => {
  const asked = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);
  const { bt, error, retry } = useBasisTheory(asked.get('key') ?? undefined, {
    apiBaseUrl: asked.get('vault') ?? '',
    elements: true,
  });
  const card = useRef<HostedElement>(null);
  const [isShown, show] = useState(true);
  const [isDisabled, disable] = useState(false);
  const [render, setRender] = useState(0);
  const [waiting, wait] = useState<ReturnType<typeof pause>>();
  const [said, say] = useState('');
  const hear = (event: ElementEvent) => window.told.push(`${event.type} in ${render}`);

  const pay = async () => {
    const token = await bt?.tokens.create({ type: 'card', data: card.current });
    say(`${token?.id} ${bt?.getElement('card') === card.current}`);
  };
  const find = () => {
    try {
      say(String(bt?.getElement('card').type));
    } catch (thrown) {
      say(String(thrown));
    }
  };

  return (
    <BasisTheoryProvider bt={bt}>
      <h1>Checkout</h1>
      <Boundary>
        <Suspense fallback={<p>One moment</p>}>
          {isShown && (
            <CardElement
              id="card"
              className="field"
              ref={card}
              disabled={isDisabled}
              style={{ base: { color: 'navy', '::placeholder': { color: 'grey' } } }}
              onReady={hear}
              onChange={hear}
              onFocus={(event) => hear(event)}
              onBlur={(event) => hear(event)}
              onKeyDown={(event) => hear(event)}
              onError={({ message }) => window.told.push(message)}
              fallback={(failure) => (
                <button type="button" onClick={failure.retry}>
                  Try again
                </button>
              )}
            />
          )}
          <Slow until={waiting?.until} />
        </Suspense>
        <CardElement id="mirror" readOnly valueRef={card} fallback="No mirror" />
      </Boundary>
      <button type="button" onClick={() => show(!isShown)}>
        Show or hide
      </button>
      <button type="button" onClick={() => disable(!isDisabled)}>
        Enable or disable
      </button>
      <button type="button" onClick={() => setRender(render + 1)}>
        Render again
      </button>
      <button type="button" onClick={() => wait(pause())}>
        Suspend
      </button>
      <button type="button" onClick={() => waiting?.end()}>
        Resume
      </button>
      <button type="button" onClick={pay}>
        Pay
      </button>
      <button type="button" onClick={retry}>
        Begin anew
      </button>
      <button type="button" onClick={find}>
        Find
      </button>
      <output>{error ? error.message : said}</output>
    </BasisTheoryProvider>
  );
};
