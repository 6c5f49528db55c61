import type { VaultClient } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { saveFile } from '../parts/save-file.ts';
import { problemNote } from '../parts/states.ts';
import type { Scene } from '../scene.ts';
import { type ExportForm, exportForms, exportLogs, mostExported } from './export-logs.ts';

type Filter = NonNullable<Parameters<VaultClient['logs']['list']>[0]>;

const pageSize = 1000;

/** Buttons that save what a filter of the log shows as a file, and how far that is, in a row with another one. */
export const logExport = (scene: Scene, filter: Filter): ((before: TemplateResult) => TemplateResult) => {
  const { vault, words, window, redraw, signal } = scene;
  let running: { count: number; stop: AbortController } | undefined;
  let error: Error | undefined;
  let said = '';

  const run = async (form: ExportForm) => {
    if (running) return;
    const stop = new AbortController();
    const mine = { count: 0, stop };
    const until = AbortSignal.any([signal, stop.signal]);
    running = mine;
    error = undefined;
    said = '';
    redraw();
    try {
      const { parts, count, cut } = await exportLogs(
        form,
        (start) =>
          vault.logs.list({ ...filter, size: pageSize, ...(start !== undefined && { start }) }, { signal: until }),
        (count) => {
          mine.count = count;
          redraw();
        },
      );
      const day = new Date().toISOString().slice(0, 10);
      saveFile(window as Window & typeof globalThis, `logs-${day}.${form}`, exportForms[form].mime, parts);
      said = cut ? words.logs.exportedPart(count, mostExported) : words.logs.exported(count);
    } catch (thrown) {
      if (!until.aborted) error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    running = undefined;
    if (!signal.aborted) redraw();
  };

  const button = (form: ExportForm, name: string) =>
    html`<button type="button" class="button" aria-disabled=${running !== undefined} @click=${() => run(form)}>${name}</button>`;

  return (before) =>
    html`<div class="row wrap">
        ${before}
        ${button('csv', words.logs.asCsv)} ${button('jsonl', words.logs.asJson)}
        ${
          running
            ? html`<progress aria-label=${words.logs.exporting}></progress>
                <span>${words.logs.exportedSoFar(running.count)}</span>
                <button type="button" class="button" @click=${() => running?.stop.abort()}>${words.actions.cancel}</button>`
            : nothing
        }
        <span role="status" class="soft">${said}</span>
      </div>
      ${error ? problemNote(error, words) : nothing}`;
};
