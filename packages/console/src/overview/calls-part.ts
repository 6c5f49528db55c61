import type { ConsoleOverview } from '@tessera/contract/console';
import { html, type TemplateResult } from 'lit/html.js';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';
import { callHours } from './call-hours.ts';
import { callsChart } from './chart.ts';

/** The calls of the last day: a sentence with the sums, a picture, and a table of the same. */
export const callsPart = (scene: Scene, now: () => number) => {
  const { words, language } = scene;
  const { calls } = words.overview;
  let seen: Pick<ConsoleOverview, 'calls'> = { calls: [] };
  const hours = () => callHours(seen, now());
  const chart = callsChart(scene, hours);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  return (value: ConsoleOverview): TemplateResult => {
    if (value !== seen) {
      seen = value;
      chart.again();
    }
    const all = hours();
    const sum = (of: 'answered' | 'refused' | 'failed') => all.reduce((total, each) => total + each[of], 0);
    const [answered, refused, failed] = [sum('answered'), sum('refused'), sum('failed')];
    if (answered === 0) return html`<p class="soft">${calls.none}</p>`;
    return html`<p>${calls.sum(number(answered), number(refused), number(failed))}</p>
      ${chart.draw()}
      <details>
        <summary>${calls.asTable}</summary>
        <div class="scroller" tabindex="0" role="region" aria-label=${calls.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">${calls.hour}</th>
                <th scope="col">${calls.answered}</th>
                <th scope="col">${calls.refused}</th>
                <th scope="col">${calls.failed}</th>
              </tr>
            </thead>
            <tbody>
              ${all
                .filter((each) => each.answered > 0)
                .map(
                  (each) => html`<tr>
                    <th scope="row" class="when">${timeOf(new Date(each.start).toISOString(), language)}</th>
                    <td class="number">${number(each.answered)}</td>
                    <td class="number">${number(each.refused)}</td>
                    <td class="number">${number(each.failed)}</td>
                  </tr>`,
                )}
            </tbody>
          </table>
        </div>
      </details>`;
  };
};
