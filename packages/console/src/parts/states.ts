import { BasisTheoryApiError, type Problem } from '@tessera/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { PasskeyError } from '../api/passkeys.ts';
import type { GateWords } from '../words/gate-words.ts';
import type { Fetched } from './fetched.ts';

/** Refusals that say themselves what is missing, whatever the role is. */
const untilDone: ReadonlySet<string | undefined> = new Set([
  'approval-needed',
  'agreement-required',
  'touch-refused',
  'passkey-needed',
  'fresh-sign-in-needed',
]);

/** What a person can do about an error, by its kind or status. */
const adviceOn = ({ status, data }: BasisTheoryApiError, { problems }: GateWords): string => {
  if (untilDone.has(data?.type)) return problems.needed;
  if (status === -1) return problems.noAnswer;
  if (status === 401) return problems.signedOut;
  if (status === 403) return problems.forbidden;
  if (status === 404) return problems.notFound;
  if (status === 429) return problems.tooMany;
  return status >= 500 ? problems.server : problems.request;
};

/** What went wrong, in a sentence: that of the page for errors that people meet, and of the server for others, which is English. */
export const titleOf = (error: Error, { problems }: GateWords): string => {
  if (!(error instanceof BasisTheoryApiError)) return error.message;
  if (error.status === -1) return problems.noAnswerTitle;
  const { type = '', title = problems.title }: Problem = error.data ?? {};
  return Object.hasOwn(problems.titles, type) ? problems.titles[type as keyof typeof problems.titles] : title;
};

/** An error with what to do about it. What else the server says of it is English, and is shown as text, whatever it holds. */
export const problemNote = (
  error: Error,
  words: GateWords,
  again?: () => void,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult => {
  const retry = again
    ? html`<button type="button" class="button" @click=${again}>${words.actions.tryAgain}</button>`
    : nothing;
  if (error instanceof PasskeyError) {
    return html`<div class="note wrong" role="alert"><p>${words.signIn[error.reason]}</p>${retry}</div>`;
  }
  const known = error instanceof BasisTheoryApiError ? error : undefined;
  const { detail, errors = {}, instance }: Problem = known?.data ?? {};
  return html`<div class="note wrong" role="alert">
    <h2>${titleOf(error, words)}</h2>
    ${detail ? html`<p lang="en" dir="auto">${detail}</p>` : nothing}
    ${
      Object.keys(errors).length > 0
        ? html`<ul>
            ${Object.entries(errors).map(([name, messages]) => html`<li><code>${name}</code> <span lang="en" dir="auto">${messages.join(' ')}</span></li>`)}
          </ul>`
        : nothing
    }
    <p class="soft">${known ? adviceOn(known, words) : words.problems.unexpected}</p>
    ${instance ? html`<p class="soft">${words.problems.trace} <code>${instance}</code></p>` : nothing}
    ${retry} ${more}
  </div>`;
};

/** Stands where rows will be, until they come. */
export const skeleton = (words: GateWords, rows = 6): TemplateResult =>
  html`<div class="skeleton" role="status">
    <span class="sr-only">${words.states.loading}</span>
    ${Array.from({ length: rows }, () => html`<i></i>`)}
  </div>`;

/** Says that there is nothing, why, and what one could do. */
export const emptyState = (
  title: string,
  text: string,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult =>
  html`<div class="empty">
    <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
      <rect x="6" y="6" width="16" height="16" rx="3" /><rect x="26" y="6" width="16" height="16" rx="3" />
      <rect x="6" y="26" width="16" height="16" rx="3" /><path d="M28 34h12M34 28v12" />
    </svg>
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </div>`;

/** Draws what was fetched, or what there is to say while it is not there. */
export const whenFetched = <Value>(
  fetched: Fetched<Value>,
  words: GateWords,
  draw: (value: Value) => TemplateResult,
  wait: () => TemplateResult = () => skeleton(words),
): TemplateResult => {
  if (fetched.state === 'failed') return problemNote(fetched.error, words, fetched.again);
  if (fetched.state === 'loading' && fetched.stale === undefined) return wait();
  const [value, busy] =
    fetched.state === 'ready' ? [fetched.value, nothing] : [fetched.stale as Value, 'true' as const];
  // The same elements while it is fetched again: what was typed in them stays, and so does the focus.
  return html`<div class="fetched" aria-busy=${busy}>${draw(value)}</div>`;
};
