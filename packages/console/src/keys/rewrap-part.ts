import type { ConsoleRewrap } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { can } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import { fetching } from '../parts/fetched.ts';
import { follow } from '../parts/follow.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

interface Rewraps {
  data: ConsoleRewrap[];
}

const path = '/console/key-rewraps';

const goesOn = ({ data }: Rewraps) => data.some(({ state }) => state === 'running');

/**
 * Moving values to the version in use: begins it, shows how far it is while the vault does it, and what came of the last one. `ended` looks
 * at the keys again.
 */
export const rewrapPart = (scene: Scene, ended: () => void): ((isNeeded: boolean) => TemplateResult) => {
  const { words, call, tenant, signal, session, language } = scene;
  const { keys } = words;
  const manages = can(session, 'keys:manage');
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const load = (background = false) => call<Rewraps>('GET', path, { tenant: tenant.id, signal, background });
  let begun = false;
  const look = async () => {
    const found = await load(true);
    if (!goesOn(found)) ended();
    return found;
  };
  const rewraps = fetching(scene, async () => {
    const found = await load();
    if (goesOn(found)) follow(scene, rewraps, look, goesOn);
    // Of few values, it has ended before anybody looks.
    else if (begun) ended();
    begun = false;
    return found;
  });
  const doing = attempts(scene);
  const begin = () =>
    void doing.attempt(async () => {
      await call('POST', path, { tenant: tenant.id });
      begun = true;
      rewraps.again();
    });
  const stop = ({ id }: ConsoleRewrap) =>
    void doing.attempt(async () => {
      await call('DELETE', `${path}${pathOf('/{id}', { id })}`, { tenant: tenant.id });
      rewraps.again();
      ended();
    });

  const running = (run: ConsoleRewrap): TemplateResult => {
    const { done, total } = run.progress ?? { done: 0, total: 0 };
    return html`<p class="row">
        ${
          total === 0
            ? keys.counting
            : html`<progress aria-label=${keys.rewrapping} max=${total} value=${done}></progress> ${number(done)} /
                ${number(total)}`
        }
        ${
          manages
            ? html`<button type="button" class="button small" aria-disabled=${doing.busy} @click=${() => stop(run)}>${keys.stop}</button>`
            : nothing
        }
      </p>`;
  };
  const told = ({ state, ended_at: at, failed }: ConsoleRewrap): TemplateResult => {
    if (state === 'running') return html`<p class="soft">${keys.goesOn}</p>`;
    return html`<p class=${state === 'done' ? 'soft' : 'note'}>${keys.outcomes[state]} ${timeOf(at, language)}</p>
      ${failed > 0 ? html`<p class="note wrong">${keys.unopened(number(failed))}</p>` : nothing}`;
  };
  const draw = ({ data }: Rewraps, isNeeded: boolean): TemplateResult => {
    const [newest] = data;
    const wanted = () => html`<p>${isNeeded ? keys.rewrapText : keys.rewrapNone}</p>
      ${
        isNeeded && manages
          ? html`<p><button type="button" class="button" aria-disabled=${doing.busy} @click=${begin}>${keys.rewrap}</button></p>`
          : nothing
      }`;
    // That it goes on and how it ended is said to those who hear the page, and not each number in between.
    return html`${newest?.state === 'running' ? running(newest) : wanted()}
      <div class="stack" role="status">${newest ? told(newest) : nothing}</div>`;
  };
  return (isNeeded) => html`<section class="sheet stack" tabindex="-1" aria-label=${keys.rewraps}>
    <h2>${keys.rewraps}</h2>
    ${whenFetched(rewraps.now, words, (value) => draw(value, isNeeded))} ${doing.note()}
  </section>`;
};
