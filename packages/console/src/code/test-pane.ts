import type { ConsoleCodeRun } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { can } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import { TypedError } from '../parts/typed-error.ts';
import type { Scene } from '../scene.ts';
import { type CodeField, codeField } from './code-field.ts';
import { jsonObject } from './json-object.ts';

export interface TestPane {
  run(): void;
  /** `name` tells it from others of the same page. */
  draw(name?: string): TemplateResult | typeof nothing;
}

interface Tested {
  kind: 'formula' | 'transform';
  /** The code that is run as it stands there. */
  code(): CodeField;
  /** What the test data begin as. */
  first: Readonly<Record<string, unknown>>;
  /** What it is configured with, unless the test data say so themselves. */
  configuration?(): Record<string, unknown>;
  /** What the code belongs to, where that is saved already. */
  of?: { type: 'reactor' | 'reactor_formula' | 'proxy'; id: string } | undefined;
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** What a call is told, where it is told an error. */
const detailOf = ({ status, body }: ConsoleCodeRun): string | undefined => {
  if (status < 400 || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  return typeof body.detail === 'string' ? body.detail : undefined;
};

/** Below an editor: runs its code with test data behind the walls of reactors, and shows what becomes of it. */
export const testPane = (scene: Scene, { kind, code, first, configuration, of }: Tested): TestPane => {
  const { words, call, tenant, signal, session, language } = scene;
  const { tests } = words;
  const running = attempts(scene);
  let result: ConsoleCodeRun | undefined;
  let requests = false;

  const run = () => {
    if (!can(session, 'code:run')) return;
    void running.attempt(async () => {
      result = undefined;
      code().mark(undefined);
      const { args, sourceToken, configuration: own, ...others } = jsonObject(data.text, tests.notJson);
      const [strange] = Object.keys(others);
      if (strange !== undefined) throw new TypedError(`${tests.strange} ${strange}`);
      const body = {
        ...{ kind, code: code().text, args, source_token: sourceToken, requests, of },
        configuration: own ?? configuration?.() ?? {},
      };
      result = await call<ConsoleCodeRun>('POST', '/console/code-runs', { tenant: tenant.id, body, signal });
      if (result.spot) code().mark(result.spot);
    });
  };
  const data = codeField(scene, { label: tests.data[kind], value: pretty(first), low: true, run });

  const fault = (found: ConsoleCodeRun): TemplateResult | typeof nothing => {
    const { thrown, spot } = found;
    const detail = detailOf(found);
    if (!thrown && detail === undefined) return nothing;
    return html`<div class="note wrong">
      ${thrown ? html`<p dir="auto"><b>${thrown.name}</b>: ${thrown.message}</p>` : nothing}
      ${detail === undefined ? nothing : html`<p>${detail}</p>`}
      ${
        spot
          ? html`<button type="button" class="button small" @click=${() => code().goTo(spot)}>${tests.goTo} ${spot.line}</button>`
          : nothing
      }
    </div>`;
  };
  const shown = (found: ConsoleCodeRun, about: string): TemplateResult => html`<h3>
      ${tests.result} <span class="tag kind">${found.status}</span>
      <span class="soft">${found.duration_ms.toLocaleString(language)} ms</span>
    </h3>
    ${fault(found)}
    <pre class="value" dir="ltr" tabindex="0" aria-label="${tests.result}${about}" role="region"><code>${pretty(found.body)}</code></pre>
    ${
      found.console.length === 0
        ? nothing
        : html`<h3>${tests.console}</h3>
            <pre class="value" dir="ltr" tabindex="0" aria-label="${tests.console}${about}" role="region"><code>${found.console.join('\n')}</code></pre>`
    }`;
  const allow = (event: Event) => {
    requests = (event.target as HTMLInputElement).checked;
  };
  return {
    run,
    draw: (name) => {
      if (!can(session, 'code:run')) return nothing;
      const about = name === undefined ? '' : `: ${name}`;
      return html`<section class="sheet stack" aria-label="${tests.title}${about}">
            <h2>${tests.title}</h2>
            <p class="help">${tests.help}</p>
            ${data.draw()}
            <label class="check"><input type="checkbox" @change=${allow} /><span>${tests.requests}</span></label>
            <p class="row wrap">
              <button type="button" class="button primary" aria-disabled=${running.busy} @click=${run}>${tests.run}</button>
              <span class="soft"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span>
            </p>
            ${running.note()}
            <div role="status" class="stack">${running.busy ? html`<p class="soft">${tests.running}</p>` : result ? shown(result, about) : nothing}</div>
          </section>`;
    },
  };
};
