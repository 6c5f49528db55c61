import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import type { Scene } from '../scene.ts';
import type { Associations, Node } from './associations.ts';

const [columnWidth, rowHeight, boxWidth, boxHeight] = [236, 62, 192, 46];

interface Placed extends Node {
  x: number;
  y: number;
}

/** Where each token stands: its distance from the first one is its column. */
const placed = (nodes: Associations): Map<string, Placed> => {
  const rows = new Map<number, number>();
  return new Map(
    [...nodes].map(([id, node]) => {
      const row = rows.get(node.depth) ?? 0;
      rows.set(node.depth, row + 1);
      return [id, { ...node, x: node.depth * columnWidth, y: row * rowHeight }];
    }),
  );
};

const shortId = (id: string): string => (id.length > 20 ? `${id.slice(0, 9)}…${id.slice(-9)}` : id);

const edge = (from: Placed, to: Placed) => {
  const [x1, y1] = [from.x + boxWidth, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return svg`<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" />`;
};

/** A picture of a token, its children and theirs. Each token is a link; those whose children are not shown yet have a button. */
export const associationGraph = (nodes: Associations, scene: Scene, expand: (id: string) => void): TemplateResult => {
  const { words, at } = scene;
  const places = placed(nodes);
  const all = [...places.values()];
  const width = Math.max(...all.map(({ x }) => x)) + boxWidth + 2;
  const height = Math.max(...all.map(({ y }) => y)) + boxHeight + 2;
  const edges = all.flatMap((from) =>
    (from.children ?? []).flatMap((id) => {
      const to = places.get(id);
      return to ? [edge(from, to)] : [];
    }),
  );
  const box = ({ id, type, depth, x, y }: Placed) => svg`<a
      href=${at(pathOf('/tokens/{id}', { id }))} transform="translate(${x + 1} ${y + 1})">
      <rect class=${depth === 0 ? 'node here' : 'node'} width=${boxWidth} height=${boxHeight} rx="10"><title>${id}</title></rect>
      <text x="12" y="19" class="node-type">${type}</text>
      <text x="12" y="36" class="node-id">${shortId(id)}</text>
    </a>`;
  const closed = all.filter(({ children }) => children === undefined);
  const cut = all.filter(({ more }) => more);
  return html`<div class="scroller graph" dir="ltr" tabindex="0" role="region" aria-label=${words.tokens.associations}>
      <svg role="group" aria-label=${words.tokens.associations} viewBox="0 0 ${width} ${height}" width=${width} height=${height}>
        ${edges}${all.map(box)}
      </svg>
    </div>
    ${
      closed.length > 0
        ? html`<p class="row wrap">
            ${closed
              .slice(0, 12)
              .map(
                ({ id }) =>
                  html`<button type="button" class="button small" @click=${() => expand(id)}>${words.tokens.childrenOf} <code>${shortId(id)}</code></button>`,
              )}
          </p>`
        : nothing
    }
    ${cut.length > 0 ? html`<p class="soft">${words.tokens.moreChildren(cut.map(({ id }) => shortId(id)).join(', '))}</p>` : nothing}`;
};
