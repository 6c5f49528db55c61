import { ref } from 'lit/directives/ref.js';
import { html, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';
import type { CallHour } from './call-hours.ts';
import type { Drawing } from './draw-calls.ts';

/**
 * A picture of calls by hour, as wide as its place and in the colours of the page, until the view is left. Screen readers are told nothing
 * of it: what it shows stands in a table beside it.
 */
export const callsChart = ({ window, words, signal, language }: Scene, hours: () => readonly CallHour[]) => {
  const { calls } = words.overview;
  let box: HTMLElement | undefined;
  let drawing: Drawing | undefined;

  const draw = async () => {
    const { drawCalls } = await import('./draw-calls.ts');
    if (signal.aborted || !box?.isConnected) return;
    drawing?.end();
    drawing = drawCalls(box, { hours: hours(), language });
  };
  // A page without the picture still says everything in its table.
  const again = () => void draw().catch(() => {});

  const looks = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => window.matchMedia(query));
  for (const look of looks) look.addEventListener('change', again, { signal });
  const chosen = new MutationObserver(again);
  chosen.observe(window.document.documentElement, { attributeFilter: ['data-theme', 'dir'] });
  const size = new ResizeObserver(() => drawing?.resize());
  signal.addEventListener('abort', () => {
    chosen.disconnect();
    size.disconnect();
    drawing?.end();
  });

  const place = ref((element) => {
    if (!(element instanceof HTMLElement) || element === box) return;
    if (box) size.unobserve(box);
    box = element;
    size.observe(element);
    again();
  });
  return {
    draw: (): TemplateResult => html`<div class="chart" aria-hidden="true">
      <p class="row wrap">
        ${(['answered', 'refused', 'failed'] as const).map(
          (name) => html`<span class="row legend"><i class="series ${name}"></i>${calls[name]}</span>`,
        )}
      </p>
      <div class="plot" dir="ltr" ${place}></div>
    </div>`,
    /** Draws it again, after other calls have come. */
    again,
  };
};
