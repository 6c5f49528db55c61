import { BasisTheoryApiError, type CursorPaginatedList, type Token } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf, withQuery } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { emptyState, problemNote, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView, Scene } from '../scene.ts';
import { searchBox } from './search-box.ts';
import { oneLine, someMetadata } from './shown-data.ts';
import { tokenTypes } from './token-types.ts';

const size = 50;

/** The most calls for one page: a search looks at so many tokens per call, and may have found none of them yet. */
const mostCalls = 20;

type Page = CursorPaginatedList<Token>;

/** A page of results. A search that found none so far goes on where it stopped. */
const readPage = async ({ vault, query, signal }: Scene): Promise<Page> => {
  const words = query.get('query') ?? '';
  let start = query.get('start') ?? undefined;
  for (let calls = 1; ; calls += 1) {
    const page =
      words === ''
        ? await vault.tokens.listV2({ size, ...(start !== undefined && { start }) }, { signal })
        : await vault.tokens.searchV2({ query: words, size, ...(start !== undefined && { start }) }, { signal });
    start = page.pagination.next;
    if (page.data.length > 0 || start === undefined || calls === mostCalls) return page;
  }
};

/** The message about the query itself, which belongs beside its field. */
const queryError = (error: Error): string | undefined =>
  error instanceof BasisTheoryApiError ? error.data?.errors?.query?.join(' ') : undefined;

const row = (token: Token, scene: Scene): TemplateResult => {
  const address = scene.at(pathOf('/tokens/{id}', { id: token.id }));
  return html`<tr>
    <th scope="row"><a href=${address}><code>${token.id}</code></a></th>
    <td><span class="tag kind">${token.type}</span></td>
    <td class="wide"><code>${oneLine(token)}</code></td>
    <td class="wide">${someMetadata(token)}</td>
    <td><code class="soft">${token.container ?? ''}</code></td>
    <td class="when">${timeOf(token.createdAt, scene.language)}</td>
  </tr>`;
};

const results = (page: Page, scene: Scene): TemplateResult => {
  const { words, query } = scene;
  const text = query.get('query') ?? undefined;
  const { next } = page.pagination;
  const link = (start: string | undefined) => withQuery(scene.at('/tokens'), { query: text, start });
  if (page.data.length === 0 && next === undefined && !query.has('start')) {
    return text === undefined
      ? emptyState(words.tokens.none, words.tokens.noneText)
      : emptyState(
          words.tokens.noneFound,
          words.tokens.noneFoundText,
          html`<a class="button" href=${link(undefined).split('?')[0] ?? ''}>${words.tokens.showAll}</a>`,
        );
  }
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${words.tokens.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.tokens.id}</th>
            <th scope="col">${words.tokens.type}</th>
            <th scope="col">${words.tokens.masked}</th>
            <th scope="col">${words.tokens.metadata}</th>
            <th scope="col">${words.tokens.container}</th>
            <th scope="col">${words.tokens.created}</th>
          </tr>
        </thead>
        <tbody>${page.data.map((token) => row(token, scene))}</tbody>
      </table>
    </div>
    <nav class="pager" aria-label=${words.states.pages}>
      ${query.has('start') ? html`<a class="button" href=${link(undefined)}>${words.states.first}</a>` : nothing}
      <span class="soft">${words.shell.shown(page.data.length)}</span>
      ${next === undefined ? html`<span class="soft">${words.states.end}</span>` : html`<a class="button" rel="next" href=${link(next)}>${words.states.next}</a>`}
    </nav>`;
};

/** The tokens of a tenant, by search. */
export const view: OpenView = (scene) => {
  const { words, query, go, at } = scene;
  const page = fetching(scene, () => readPage(scene));
  const box = searchBox(scene, {
    query: query.get('query') ?? '',
    known: () => {
      const tokens = page.now.state === 'ready' ? page.now.value.data : [];
      return {
        types: tokenTypes,
        metadataKeys: [...new Set(tokens.flatMap(({ metadata = {} }) => Object.keys(metadata)))].slice(0, 50),
        containers: [...new Set(tokens.flatMap(({ container = [] }) => container))],
      };
    },
    search: (text) => go(withQuery(at('/tokens'), { query: text })),
  });
  const body = () => {
    const { now } = page;
    const message = now.state === 'failed' ? queryError(now.error) : undefined;
    if (message !== undefined) return html`<p class="field-error" role="alert">${message}</p>`;
    // The place in a list belongs to one operator, so a shared address may lead to the list alone.
    if (now.state === 'failed' && query.has('start')) {
      const first = withQuery(at('/tokens'), { query: query.get('query') ?? undefined });
      return problemNote(now.error, words, now.again, html`<a class="button" href=${first}>${words.states.first}</a>`);
    }
    return whenFetched(now, words, (value) => results(value, scene));
  };
  return {
    title: words.tokens.title,
    draw: () => html`${box.draw()}
      <p id="query-help" class="help">${words.tokens.help} <code>type:card AND metadata.order:7</code></p>
      ${body()}`,
  };
};
