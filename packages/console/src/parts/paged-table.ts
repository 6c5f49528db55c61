import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import type { Scene } from '../scene.ts';

interface PagedTable {
  /** What the table is of. */
  label: string;
  /** The place of the list. */
  path: string;
  headings: readonly string[];
  rows: readonly TemplateResult[];
  /** Where the page before this one ended. */
  start: string | undefined;
  /** Where this page ends, if there is more. */
  after: string | undefined;
}

/** A page of a list that is read by a cursor, with the ways to the first page and to the next one. */
export const pagedTable = (
  { words, at }: Scene,
  { label, path, headings, rows, start, after }: PagedTable,
): TemplateResult => html`<div class="scroller" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  </div>
  <nav class="pager" aria-label=${words.states.pages}>
    ${start === undefined ? nothing : html`<a class="button" href=${at(path)}>${words.states.first}</a>`}
    <span class="soft">${words.shell.shown(rows.length)}</span>
    ${after === undefined ? html`<span class="soft">${words.states.end}</span>` : html`<a class="button" rel="next" href=${withQuery(at(path), { start: after })}>${words.states.next}</a>`}
  </nav>`;
