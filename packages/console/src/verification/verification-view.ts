import type { ConsoleVerification } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { attempts } from '../parts/attempts.ts';
import { fetching } from '../parts/fetched.ts';
import { follow } from '../parts/follow.ts';
import { emptyState, whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';
import { outcomeOf, stateOf } from './state-of.ts';

interface Runs {
  data: ConsoleVerification[];
}

const path = '/console/audit-verifications';

const goesOn = ({ data }: Runs) => data.some(({ state }) => state === 'running');

/** Verifies the audit log of a tenant: begins it, shows how far it is, and leads to the report. */
export const view: OpenView = (scene) => {
  const { words, call, tenant, signal, session, language, at } = scene;
  const { verification } = words;
  const load = (background = false) => call<Runs>('GET', path, { tenant: tenant.id, signal, background });
  let begun = false;
  /** Says what came of a run once it has ended. */
  const tell = (found: Runs) => {
    const [newest] = found.data;
    if (newest && !goesOn(found)) scene.say(outcomeOf(newest, words));
    return found;
  };
  const look = async () => tell(await load(true));
  const runs = fetching(scene, async () => {
    const found = await load();
    if (goesOn(found)) follow(scene, runs, look, goesOn);
    // A short one has ended before anybody looks.
    else if (begun) tell(found);
    begun = false;
    return found;
  });
  const beginnings = attempts(scene);
  const begin = () =>
    void beginnings.attempt(async () => {
      await call('POST', path, { tenant: tenant.id });
      begun = true;
      runs.again();
    });

  const row = (run: ConsoleVerification): TemplateResult => html`<tr>
    <th scope="row" class="when">${timeOf(run.started_at, language)}</th>
    <td>${run.started_by === session.operator.id ? session.operator.name : html`<code>${run.started_by}</code>`}</td>
    <td>${stateOf(run, scene)}</td>
    <td><a href=${at(pathOf('/verification/{id}', { id: run.id }))}>${verification.report}</a></td>
  </tr>`;

  const list = ({ data }: Runs): TemplateResult => {
    if (data.length === 0) return emptyState(verification.none, verification.noneText);
    const heads = [verification.started, verification.by, verification.state, verification.report];
    return html`<section class="sheet stack">
      <h2>${verification.history}</h2>
      <div class="scroller" tabindex="0" role="region" aria-label=${verification.history}>
        <table>
          <thead>
            <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
          </thead>
          <tbody>${data.map(row)}</tbody>
        </table>
      </div>
    </section>`;
  };
  return {
    title: verification.title,
    draw: () => {
      const { now } = runs;
      const isRunning = now.state === 'ready' && goesOn(now.value);
      return html`<p class="help">${verification.help}</p>
        <p>
          <button type="button" class="button primary" aria-disabled=${isRunning || beginnings.busy} @click=${() => isRunning || begin()}>
            ${verification.start}
          </button>
        </p>
        ${beginnings.note()} ${whenFetched(now, words, list)}`;
    },
  };
};
