import type { Log } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Scene } from '../scene.ts';
import type { Actors } from './actors.ts';
import { followLogs } from './follow-logs.ts';
import { logTable } from './log-table.ts';

/** Entries that are shown, the newest; the list of the log has the others. */
const most = 200;

/** Milliseconds between two announcements for readers of screens: each entry would be too many. */
const announceEvery = 5000;

type State = 'off' | 'connecting' | 'following' | 'paused' | 'over';

/** Follows the log live, as far as it fits the filter of the page. */
export const liveLog = (scene: Scene, actors: Actors, fits: (log: Log) => boolean) => {
  const { window, words, tenant, signal, redraw } = scene;
  const { logs } = words;
  let state: State = 'off';
  let entries: Log[] = [];
  let hasGap = false;
  let fresh = 0;
  let since: string | undefined;
  let said = '';
  let isAnnouncing = false;
  let life = new AbortController();

  const become = (next: State) => {
    state = next;
    redraw();
  };
  const announce = () => {
    if (isAnnouncing) return;
    isAnnouncing = true;
    window.setTimeout(() => {
      isAnnouncing = false;
      if (signal.aborted || fresh === 0) return;
      said = logs.fresh(fresh);
      fresh = 0;
      redraw();
    }, announceEvery);
  };
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      window.setTimeout(resolve, milliseconds);
    });

  const start = () => {
    life = new AbortController();
    const until = AbortSignal.any([signal, life.signal]);
    become('connecting');
    void followLogs({
      fetch: (input, init) => window.fetch(input, init),
      ...{ tenant: tenant.id, signal: until, pause },
      since,
      entry: (log, id) => {
        if (until.aborted) return;
        since = id;
        if (!fits(log)) return;
        entries = [log, ...entries].slice(0, most);
        fresh += 1;
        announce();
        redraw();
      },
      gap: () => {
        hasGap = true;
        redraw();
      },
      connected: (stands) => !until.aborted && become(stands ? 'following' : 'connecting'),
      over: () => !until.aborted && become('over'),
    });
  };
  const stop = (next: State) => {
    life.abort();
    become(next);
  };
  const toggle = () => {
    if (state !== 'off') {
      entries = [];
      hasGap = false;
      said = '';
      since = undefined;
      return stop('off');
    }
    start();
  };

  const waits = () => state === 'paused' || state === 'over';
  const section = (): TemplateResult => html`<section class="sheet stack" aria-label=${logs.live}>
    <div class="row wrap">
      <button type="button" class="button" @click=${waits() ? start : () => stop('paused')}>${waits() ? logs.goOn : logs.pause}</button>
      <span class="soft">${logs.liveStates[state]}</span>
      <span class="sr-only" role="status" aria-live="polite">${said}</span>
    </div>
    ${hasGap ? html`<p class="note">${logs.gap}</p>` : nothing}
    ${entries.length === 0 ? html`<p class="soft">${logs.noneYet}</p>` : logTable(entries, scene, actors, logs.newest)}
  </section>`;

  return {
    button: () =>
      html`<button type="button" class="button" aria-pressed=${state === 'off' ? 'false' : 'true'} @click=${toggle}>${logs.follow}</button>`,
    section: () => (state === 'off' ? nothing : section()),
  };
};
