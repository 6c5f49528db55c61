import type { Log, PaginatedList } from '@tessera/client';
import { keyed } from 'lit/directives/keyed.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { withQuery } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, problemNote, whenFetched } from '../parts/states.ts';
import { fromLocalInput, localInput } from '../parts/time.ts';
import type { OpenView, Scene } from '../scene.ts';
import { createActors } from './actors.ts';
import { liveLog } from './live-log.ts';
import { logExport } from './log-export.ts';
import { logTable } from './log-table.ts';

const size = 50;

/** The filters of the address: names of the API, so that they read the same in both. */
const names = ['entity_type', 'entity_id', 'trace_id', 'start_date', 'end_date'] as const;

type FilterText = Readonly<Partial<Record<(typeof names)[number], string>>>;

const filterOf = (query: URLSearchParams): FilterText =>
  Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name) ?? '']] : [])));

type Asked = NonNullable<Parameters<Scene['vault']['logs']['list']>[0]>;

const asked = (filter: FilterText): Asked => ({
  details: 'true',
  ...(filter.entity_type && { entityType: filter.entity_type as NonNullable<Asked['entityType']> }),
  ...(filter.entity_id && { entityId: filter.entity_id }),
  ...(filter.trace_id && { traceId: filter.trace_id }),
  ...(filter.start_date && { startDate: filter.start_date }),
  ...(filter.end_date && { endDate: filter.end_date }),
});

const filterForm = (filter: FilterText, scene: Scene): TemplateResult => {
  const { words, language, go, at } = scene;
  const kinds = Object.entries(words.logs.kinds).sort(([, a], [, b]) => a.localeCompare(b, language));
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    go(
      withQuery(at('/logs'), {
        entity_type: text('entity_type'),
        entity_id: text('entity_id'),
        trace_id: text('trace_id'),
        start_date: fromLocalInput(text('start_date')),
        end_date: fromLocalInput(text('end_date')),
      }),
    );
  };
  const known = kinds.some(([kind]) => kind === filter.entity_type) || !filter.entity_type;
  return html`<form class="filters" @submit=${submit}>
    <label class="field">
      <span>${words.logs.kind}</span>
      <select name="entity_type">
        <option value="">${words.logs.everything}</option>
        ${known ? nothing : html`<option selected>${filter.entity_type}</option>`}
        ${kinds.map(([kind, name]) => html`<option value=${kind} ?selected=${kind === filter.entity_type}>${name}</option>`)}
      </select>
    </label>
    <label class="field grow">
      <span>${words.logs.which}</span>
      <input name="entity_id" autocomplete="off" spellcheck="false" maxlength="400" .value=${filter.entity_id ?? ''} />
    </label>
    <label class="field grow">
      <span>${words.failures.trace}</span>
      <input name="trace_id" autocomplete="off" spellcheck="false" maxlength="128" .value=${filter.trace_id ?? ''} />
    </label>
    <label class="field">
      <span>${words.logs.from}</span>
      <input type="datetime-local" step="1" name="start_date" .value=${localInput(filter.start_date ?? null)} />
    </label>
    <label class="field">
      <span>${words.logs.until}</span>
      <input type="datetime-local" step="1" name="end_date" .value=${localInput(filter.end_date ?? null)} />
    </label>
    <button class="button primary">${words.actions.filter}</button>
    ${Object.keys(filter).length > 0 ? html`<a class="button" href=${at('/logs')}>${words.actions.clear}</a>` : nothing}
  </form>`;
};

/** The audit log of a tenant. */
export const view: OpenView = (scene) => {
  const { words, query, vault, signal, at } = scene;
  const filter = filterOf(query);
  const start = query.get('start') ?? undefined;
  const link = (next: string | undefined) => withQuery(at('/logs'), { ...filter, start: next });
  const page = fetching(scene, () =>
    vault.logs.list({ ...asked(filter), size, ...(start !== undefined && { start }) }, { signal }),
  );
  const actors = createActors(scene);
  const files = logExport(scene, asked(filter));
  const live = liveLog(
    scene,
    actors,
    ({ entityType, entityId, traceId }) =>
      (!filter.entity_type || filter.entity_type === entityType) &&
      (!filter.entity_id || filter.entity_id === entityId) &&
      (!filter.trace_id || filter.trace_id === traceId),
  );

  const list = ({ data, pagination }: PaginatedList<Log>) => {
    if (data.length === 0 && start === undefined) return emptyState(words.logs.none, words.logs.noneText);
    return html`${logTable(data, scene, actors)}
      <nav class="pager" aria-label=${words.states.pages}>
        ${start === undefined ? nothing : html`<a class="button" href=${link(undefined)}>${words.states.first}</a>`}
        <span class="soft">${start === undefined ? words.logs.count(pagination.totalItems) : words.shell.shown(data.length)}</span>
        ${pagination.next === undefined ? html`<span class="soft">${words.states.end}</span>` : html`<a class="button" rel="next" href=${link(pagination.next)}>${words.states.next}</a>`}
      </nav>`;
  };
  return {
    title: words.logs.title,
    draw: () => {
      const { now } = page;
      return html`${keyed(query.toString(), filterForm(filter, scene))}
      ${files(live.button())} ${live.section()}
      ${
        now.state === 'failed' && start !== undefined
          ? problemNote(
              now.error,
              words,
              now.again,
              html`<a class="button" href=${link(undefined)}>${words.states.first}</a>`,
            )
          : whenFetched(now, words, list)
      }`;
    },
  };
};
