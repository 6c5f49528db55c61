import { live } from 'lit/directives/live.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { inSight } from '../parts/in-sight.ts';
import type { Scene } from '../scene.ts';
import { type Completion, completeQuery, type Known } from './complete-query.ts';

interface SearchBox {
  draw(): TemplateResult;
}

const none: Completion = { from: 0, to: 0, suggestions: [] };

/**
 * The field for search queries, which completes what is typed: a combobox with a list (ARIA Authoring Practices, "Editable combobox with
 * list autocomplete").
 */
export const searchBox = (
  { words, redraw }: Scene,
  given: { query: string; known: () => Known; search: (query: string) => void },
): SearchBox => {
  let text = given.query;
  let completion = none;
  let active = -1;

  const close = () => {
    completion = none;
    active = -1;
    redraw();
  };
  const look = (input: HTMLInputElement) => {
    text = input.value;
    const caret = input.selectionStart ?? text.length;
    completion = completeQuery(text, caret, given.known(), new Date());
    active = -1;
    redraw();
  };
  const take = (input: HTMLInputElement, index: number) => {
    const { from, to, suggestions } = completion;
    const chosen = suggestions[index]?.text;
    if (chosen === undefined) return;
    text = text.slice(0, from) + chosen + text.slice(to);
    input.value = text;
    input.focus();
    input.setSelectionRange(from + chosen.length, from + chosen.length);
    look(input);
  };
  const move = (by: number) => {
    const count = completion.suggestions.length;
    active = count === 0 ? -1 : (active + by + (active < 0 && by < 0 ? 1 : 0) + count) % count;
    redraw();
    inSight(`query-${active}`);
  };
  const press = (event: KeyboardEvent) => {
    const input = event.target as HTMLInputElement;
    const open = completion.suggestions.length > 0;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (open ? move(1) : look(input)),
      ArrowUp: () => open && move(-1),
      ...(open && { Escape: close }),
      ...(active >= 0 && { Enter: () => take(input, active), Tab: () => take(input, active) }),
    };
    const act = acts[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    completion = none;
    given.search(text.trim());
  };
  const inputOf = (event: Event) =>
    (event.currentTarget as Element).closest('form')?.querySelector('input') as HTMLInputElement;

  return {
    draw: () => {
      const { suggestions } = completion;
      const open = suggestions.length > 0;
      return html`<form class="search" role="search" @submit=${submit}>
        <div class="combo">
          <input
            type="search"
            name="query"
            role="combobox"
            aria-label=${words.tokens.query}
            aria-describedby="query-help"
            aria-autocomplete="list"
            aria-controls="query-list"
            aria-expanded=${open ? 'true' : 'false'}
            aria-activedescendant=${active >= 0 ? `query-${active}` : nothing}
            placeholder=${words.tokens.placeholder}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            dir="ltr"
            .value=${live(text)}
            @input=${(event: Event) => look(event.target as HTMLInputElement)}
            @click=${(event: Event) => look(event.target as HTMLInputElement)}
            @keydown=${press}
            @blur=${close}
          />
          <ul id="query-list" role="listbox" aria-label=${words.tokens.suggestions} ?hidden=${!open}>
            ${suggestions.map(
              (suggestion, index) => html`<li
                id="query-${index}"
                role="option"
                aria-selected=${index === active ? 'true' : 'false'}
                @mousedown=${(event: Event) => {
                  event.preventDefault();
                  take(inputOf(event), index);
                }}
              >
                <code>${suggestion.text}</code><span class="soft">${words.tokens.kinds[suggestion.kind]}</span>
              </li>`,
            )}
          </ul>
        </div>
        <button class="button primary">${words.actions.search}</button>
      </form>`;
    },
  };
};
