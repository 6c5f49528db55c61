import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { html, type TemplateResult } from 'lit/html.js';
import { asModal } from '../parts/as-modal.ts';
import { inSight } from '../parts/in-sight.ts';
import type { Words } from '../words/words.ts';

/** Something that can be done by its name. */
export interface Command {
  name: string;
  /** What kind of thing it is, such as a page. */
  kind: string;
  run(): void;
}

export interface Palette {
  readonly isOpen: boolean;
  open(): void;
  draw(words: Words): TemplateResult;
}

const most = 12;

/** How well a name fits what was typed: all its words have to be in it, and those at its beginning count more. */
const rank = (name: string, typed: readonly string[]): number => {
  const lower = name.toLocaleLowerCase();
  if (!typed.every((word) => lower.includes(word))) return -1;
  return typed.reduce((sum, word) => sum + (lower.startsWith(word) ? 2 : 1), 0);
};

/** The commands that fit, the best first. */
export const fitting = (commands: readonly Command[], text: string): Command[] => {
  const typed = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands
    .map((command) => ({ command, fit: rank(`${command.name} ${command.kind}`, typed) }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, most)
    .map(({ command }) => command);
};

interface Commands {
  /** Everything that is found by its name. */
  named(): readonly Command[];
  /** What can be done with a text itself, such as looking for it. */
  about(text: string): readonly Command[];
}

/** Ctrl K, or ⌘ K. */
export const isPaletteKey = ({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !shiftKey && !altKey;

/** A window in which everything can be reached by typing. */
export const createPalette = (redraw: () => void, { named, about }: Commands): Palette => {
  let isOpen = false;
  let text = '';
  let active = 0;
  let box: Element | undefined;
  const keep = (element: Element | undefined) => {
    box = element;
    asModal(element);
  };
  const found = (): Command[] => {
    const wanted = text.trim();
    return [...fitting(named(), wanted), ...(wanted === '' ? [] : about(wanted))];
  };

  const close = () => {
    // What had the focus before has it again, which the browser sees to when it closes the dialog itself.
    if (box instanceof HTMLDialogElement && box.open) box.close();
    isOpen = false;
    redraw();
  };
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const commands = found();
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => {
        active = (active + 1) % Math.max(1, commands.length);
      },
      ArrowUp: () => {
        active = (active + commands.length - 1) % Math.max(1, commands.length);
      },
      Enter: () => run(commands[active]),
    };
    const act = acts[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
    redraw();
    inSight(`palette-${active}`);
  };
  const type = (event: Event) => {
    text = (event.target as HTMLInputElement).value;
    active = 0;
    redraw();
  };

  return {
    get isOpen() {
      return isOpen;
    },
    open: () => {
      isOpen = true;
      text = '';
      active = 0;
      redraw();
    },
    draw: ({ palette }) => {
      const commands = found();
      return html`<dialog class="palette" aria-label=${palette.title} ${ref(keep)} @close=${close} @click=${(event: Event) => event.target === event.currentTarget && close()}>
        <div>
          <input
            role="combobox"
            aria-label=${palette.title}
            aria-controls="palette-list"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-activedescendant=${commands.length > 0 ? `palette-${active}` : ''}
            placeholder=${palette.placeholder}
            autocomplete="off"
            spellcheck="false"
            .value=${live(text)}
            @input=${type}
            @keydown=${press}
          />
          <ul id="palette-list" role="listbox" aria-label=${palette.title}>
            ${commands.map(
              (command, index) => html`<li
                id="palette-${index}"
                role="option"
                aria-selected=${index === active}
                @click=${() => run(command)}
              >
                <span>${command.name}</span><span class="soft">${command.kind}</span>
              </li>`,
            )}
          </ul>
          <p class="soft" role="status">${commands.length === 0 ? palette.nothing : palette.help}</p>
        </div>
      </dialog>`;
    },
  };
};
