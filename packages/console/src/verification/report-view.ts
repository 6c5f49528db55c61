import type { ConsoleVerification } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { fetching } from '../parts/fetched.ts';
import { follow } from '../parts/follow.ts';
import { whenFetched } from '../parts/states.ts';
import type { OpenView } from '../scene.ts';
import { outcomeOf, stateOf } from './state-of.ts';

const goesOn = ({ state }: ConsoleVerification) => state === 'running';

/** A time as a report has it: in UTC, the same for every reader. */
const utc = (text: string | null): string => (text === null ? '–' : `${text.slice(0, 19).replace('T', ' ')} UTC`);

/** What came of a verification, for somebody who was not there. It prints on plain pages, without what is around it. */
export const view: OpenView = (scene) => {
  const { words, call, tenant, signal, params, language, window, session, at } = scene;
  const { report } = words;
  const path = pathOf('/console/audit-verifications/{id}', { id: params.id ?? '' });
  const load = (background = false) =>
    call<ConsoleVerification>('GET', path, { tenant: tenant.id, signal, background });
  const look = async () => {
    const run = await load(true);
    if (!goesOn(run)) scene.say(outcomeOf(run, words));
    return run;
  };
  const found = fetching(scene, async () => {
    const run = await load();
    if (goesOn(run)) follow(scene, found, look, goesOn);
    return run;
  });
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const fact = (name: string, value: unknown) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

  const verdict = (run: ConsoleVerification): TemplateResult => {
    if (run.state === 'running') return html`<p class="note">${report.running} ${stateOf(run, scene)}</p>`;
    const isClean = run.result?.findings_total === 0;
    return html`<p class=${isClean ? 'note' : 'note wrong'}><b>${outcomeOf(run, words)}</b></p>`;
  };

  const findings = ({ result }: ConsoleVerification): TemplateResult | typeof nothing => {
    if (!result || result.findings_total === 0) return nothing;
    const { findings: shown, findings_total: total } = result;
    return html`<h2>${report.findings}</h2>
      ${shown.length < total ? html`<p>${report.firstOnly(number(shown.length), number(total))}</p>` : nothing}
      <div class="scroller" tabindex="0" role="region" aria-label=${report.findings}>
        <table>
          <thead>
            <tr>
              <th scope="col">${report.kind}</th>
              <th scope="col">${report.place}</th>
              <th scope="col">${report.what}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              ({ kind, row, seal, token_id: token, message }) => html`<tr>
                <td><code>${kind}</code></td>
                <td>
                  ${row === undefined ? nothing : html`${report.row} ${number(row)}`}
                  ${seal === undefined ? nothing : html`${report.seal} ${number(seal)}`}
                  ${token === undefined ? nothing : html`<code>${token}</code>`}
                </td>
                <td>${message}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  };

  const draw = (run: ConsoleVerification): TemplateResult => html`<article class="sheet stack report">
    ${verdict(run)}
    <h2>${report.subject}</h2>
    <dl class="facts">
      ${fact(report.tenant, html`${tenant.name} <code>${tenant.id}</code>`)}
      ${fact(report.vault, html`<code>${window.location.origin}</code>`)}
      ${fact(report.id, html`<code>${run.id}</code>`)}
      ${fact(
        report.by,
        html`${run.started_by === session.operator.id ? session.operator.name : nothing} <code>${run.started_by}</code>`,
      )}
      ${fact(report.began, utc(run.started_at))} ${fact(report.ended, utc(run.ended_at))}
      ${
        run.result
          ? html`${fact(report.rows, number(run.result.rows))} ${fact(report.seals, number(run.result.seals))}
            ${fact(report.unsealed, number(run.result.unsealed))} ${fact(report.tokens, number(run.result.tokens))}`
          : nothing
      }
    </dl>
    ${findings(run)}
    <h2>${report.method}</h2>
    <p>${report.methodText}</p>
    <h2>${report.limits}</h2>
    <p>${report.limitsText}</p>
    <section class="signatures">
      <h2>${report.signatures}</h2>
      <p>${report.signature}</p>
      <p>${report.signature}</p>
    </section>
  </article>`;

  return {
    title: report.title,
    draw: () => html`<p class="row screen-only">
        <button type="button" class="button primary" @click=${() => window.print()}>${report.print}</button>
        <a class="button" href=${at('/verification')}>${report.all}</a>
      </p>
      ${whenFetched(found.now, words, draw)}`,
  };
};
