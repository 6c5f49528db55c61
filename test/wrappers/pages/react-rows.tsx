import type { ElementEvent } from '@tessera/js';
import { BasisTheoryProvider, TextElement, useBasisTheory } from '@tessera/react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';

window.told = [];
const hear = (event: ElementEvent) => {
  const about = event.type === 'lost' || event.type === 'change' ? [event.empty ? 'empty' : 'filled'] : [];
  window.told.push([event.type, ...about].join(' '));
};

const Rows = () => {
  const asked = new URLSearchParams(location.search);
  const apiBaseUrl = asked.get('vault') ?? '';
  const { bt, error } = useBasisTheory(asked.get('key') ?? undefined, { apiBaseUrl, elements: true });
  const [rows, setRows] = useState(['one', 'two']);
  const [isAway, setAway] = useState(false);
  const elsewhere = document.querySelector('#elsewhere') as Element;
  return (
    <BasisTheoryProvider bt={bt}>
      <button type="button" id="reverse" onClick={() => setRows(rows.toReversed())}>
        Reverse
      </button>
      <button type="button" id="teleport" onClick={() => setAway(!isAway)}>
        Teleport
      </button>
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <TextElement id={row} onReady={hear} onChange={hear} onLost={hear} />
          </li>
        ))}
      </ul>
      {isAway ? createPortal(<TextElement id="far" key="far" />, elsewhere) : <TextElement id="far" key="far" />}
      <output>{error?.message}</output>
    </BasisTheoryProvider>
  );
};

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root.');
createRoot(root).render(<Rows />);
