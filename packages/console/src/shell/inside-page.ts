import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Session, TenantName } from '../api/session.ts';
import { mark } from '../parts/mark.ts';
import { inTenant, type MenuName, menuOf } from '../places.ts';
import type { Dialog } from '../scene.ts';
import { languageNames, type Words } from '../words/words.ts';
import { dialogBox } from './dialog-box.ts';
import { menuIcon } from './icons.ts';
import type { Preferences } from './preferences.ts';
import { toast } from './toast.ts';

/** Everything that the page around a view shows. */
export interface Inside {
  words: Words;
  session: Session;
  tenant: TenantName | undefined;
  menu: MenuName | undefined;
  title: string;
  body: TemplateResult;
  preferences: Preferences;
  language: string;
  /** The dialogs that are open, the uppermost last. */
  dialogs: readonly Dialog[];
  palette: TemplateResult | typeof nothing;
  said: string;
  menuIsOpen: boolean;
}

/** What can be done with it. */
export interface Acts {
  openPalette(): void;
  toggleMenu(): void;
  dialogClosed(dialog: Dialog): void;
  chooseTenant(id: string): void;
  prefer(preferences: Preferences): void;
  signOut(): void;
}

const choice = <Value extends string>(
  label: string,
  chosen: Value,
  options: readonly (readonly [Value, string])[],
  change: (value: Value) => void,
): TemplateResult => html`<label class="field">
  <span>${label}</span>
  <select @change=${(event: Event) => change((event.target as HTMLSelectElement).value as Value)}>
    ${options.map(([value, name]) => html`<option value=${value} .selected=${live(value === chosen)}>${name}</option>`)}
  </select>
</label>`;

const account = (
  { words, session: { operator }, preferences, language }: Inside,
  { prefer, signOut }: Acts,
): TemplateResult => {
  const { shell } = words;
  const close = (event: Event) => {
    (event.currentTarget as HTMLDetailsElement).open = false;
  };
  const leave = (event: FocusEvent) => {
    const { currentTarget, relatedTarget } = event;
    if (relatedTarget instanceof Node && !(currentTarget as Element).contains(relatedTarget)) close(event);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    close(event);
    (event.currentTarget as Element).querySelector('summary')?.focus();
  };
  return html`<details class="account" @focusout=${leave} @keydown=${press}>
    <summary>
      <span class="initial" aria-hidden="true">${Array.from(operator.name.trim())[0] ?? '·'}</span>
      <span class="who"><span class="sr-only">${shell.account}: </span><b>${operator.name}</b><small lang="en">${operator.role}</small></span>
    </summary>
    <div class="sheet drop">
      <p><b>${operator.name}</b><br /><span class="soft" lang="en">${operator.role}</span></p>
      ${choice(
        shell.theme,
        preferences.theme ?? 'system',
        [
          ['system', shell.themeSystem],
          ['light', shell.themeLight],
          ['dark', shell.themeDark],
        ],
        (theme) => prefer({ ...preferences, theme: theme === 'system' ? undefined : theme }),
      )}
      ${choice(shell.language, language, languageNames, (chosen) => prefer({ ...preferences, language: chosen }))}
      <button type="button" class="button" @click=${signOut}>${shell.signOut}</button>
    </div>
  </details>`;
};

const tenantSwitch = (
  { words, session: { tenants }, tenant }: Inside,
  { chooseTenant }: Acts,
): TemplateResult | typeof nothing => {
  if (tenants.length === 0) return nothing;
  if (tenants.length === 1)
    return html`<p class="tenant"><span class="sr-only">${words.shell.tenant}</span> ${tenants[0]?.name}</p>`;
  return html`<label class="tenant">
    <span class="sr-only">${words.shell.tenant}</span>
    <select @change=${(event: Event) => chooseTenant((event.target as HTMLSelectElement).value)}>
      ${tenants.map(({ id, name }) => html`<option value=${id} .selected=${live(id === tenant?.id)}>${name}</option>`)}
    </select>
  </label>`;
};

/** The page around every view: where one is, where one can go, and who one is. */
export const insidePage = (inside: Inside, acts: Acts): TemplateResult => {
  const { words, session, tenant, dialogs, said } = inside;
  const { shell } = words;
  const home = tenant ?? session.tenants[0];
  const focusMain = (event: Event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  };
  const leaveMenu = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !inside.menuIsOpen) return;
    acts.toggleMenu();
    document.querySelector<HTMLElement>('.menu-button')?.focus();
  };
  return html`<a class="skip" href="#main" @click=${focusMain}>${shell.skip}</a>
    <header class="bar">
      <button
        type="button"
        class="quiet menu-button"
        aria-label=${shell.menu}
        aria-controls="menu"
        aria-expanded=${inside.menuIsOpen}
        @click=${acts.toggleMenu}
        @keydown=${leaveMenu}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M3 5h14M3 10h14M3 15h14" /></svg>
      </button>
      <a class="brand" href="/">${mark}<span>Tessera</span></a>
      ${tenantSwitch(inside, acts)}
      <button type="button" class="find" @click=${acts.openPalette}>
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><circle cx="9" cy="9" r="5.5" /><path d="m13.5 13.5 4 4" /></svg>
        <span>${shell.find}</span><kbd>Ctrl K</kbd>
      </button>
      ${account(inside, acts)}
    </header>
    <div class="below">
      <nav id="menu" @keydown=${leaveMenu} class=${inside.menuIsOpen ? 'menu open' : 'menu'} aria-label=${shell.menu}>
        <ul>
          ${menuOf(session).map(({ path, menu }) =>
            home
              ? html`<li>
                  <a href=${inTenant(home.id, path)} aria-current=${menu === inside.menu ? 'page' : nothing}>${menuIcon(menu)} ${words.menu[menu]}</a>
                </li>`
              : nothing,
          )}
        </ul>
      </nav>
      <main id="main" tabindex="-1">
        <h1 tabindex="-1">${inside.title}</h1>
        ${inside.body}
      </main>
    </div>
    ${toast(dialogs.length === 0 ? said : '', 'status')}
    ${repeat(
      dialogs,
      (dialog) => dialog,
      (dialog) => dialogBox(dialog, dialog === dialogs.at(-1) ? said : '', acts.dialogClosed),
    )}
    ${inside.palette}`;
};
