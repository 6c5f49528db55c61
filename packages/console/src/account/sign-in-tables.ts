import type { Answer } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { timeOf } from '../parts/time.ts';
import type { Scene } from '../scene.ts';

export type Passkeys = Answer<typeof consoleContract.session.listPasskeys>;
export type Passkey = Passkeys['data'][number];
export type Identities = Answer<typeof consoleContract.session.listIdentities>;
export type Identity = Identities['data'][number];
export type Sessions = Answer<typeof consoleContract.session.list>;
export type SessionEntry = Sessions['data'][number];

/** Passkeys of an operator. Without `remove`, all stay. */
export const passkeyTable = (
  data: readonly Passkey[],
  { words, language }: Scene,
  remove?: (passkey: Passkey) => void,
): TemplateResult => {
  const { account } = words;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${account.passkeys}>
    <table>
      <thead>
        <tr>
          <th scope="col">${account.name}</th>
          <th scope="col">${account.made}</th>
          <th scope="col">${account.used}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (passkey) => html`<tr>
            <th scope="row"><bdi>${passkey.name}</bdi> ${passkey.synced ? html`<span class="tag">${account.synced}</span>` : nothing}</th>
            <td class="when">${timeOf(passkey.created_at, language)}</td>
            <td class="when">${passkey.last_used_at === null ? account.never : timeOf(passkey.last_used_at, language)}</td>
            <td>${remove ? html`<button type="button" class="button small danger" @click=${() => remove(passkey)}>${account.remove} …</button>` : nothing}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

/** Accounts of an operator at an OpenID provider. Without `remove`, all stay. */
export const identityTable = (
  data: readonly Identity[],
  { words, language }: Scene,
  remove?: (identity: Identity) => void,
): TemplateResult => {
  const { account, openId } = words;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${openId.accounts}>
    <table>
      <thead>
        <tr>
          <th scope="col">${openId.account}</th>
          <th scope="col">${openId.issuer}</th>
          <th scope="col">${openId.linked}</th>
          <th scope="col">${account.used}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (identity) => html`<tr>
            <th scope="row"><bdi>${identity.name}</bdi><br /><code class="soft">${identity.subject}</code></th>
            <td><code>${identity.issuer}</code></td>
            <td class="when">${timeOf(identity.created_at, language)}</td>
            <td class="when">${identity.last_used_at === null ? account.never : timeOf(identity.last_used_at, language)}</td>
            <td>${remove ? html`<button type="button" class="button small danger" @click=${() => remove(identity)}>${account.remove} …</button>` : nothing}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

/** Sessions of an operator. The one that the reader is in is ended by signing out. */
export const sessionTable = (
  data: readonly SessionEntry[],
  { words, language }: Scene,
  end?: { run(session: SessionEntry): void; busy: boolean },
): TemplateResult => {
  const { account } = words;
  const act = (entry: SessionEntry) => {
    if (entry.current) return html`<span class="tag kind">${account.current}</span>`;
    if (!end) return nothing;
    return html`<button type="button" class="button small" aria-disabled=${end.busy} @click=${() => end.run(entry)}>${account.end}</button>`;
  };
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${account.sessions}>
    <table>
      <thead>
        <tr>
          <th scope="col">${account.address}</th>
          <th scope="col">${account.by}</th>
          <th scope="col">${account.since}</th>
          <th scope="col">${account.used}</th>
          <th scope="col"><span class="sr-only">${words.palette.action}</span></th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          (entry) => html`<tr>
            <th scope="row"><code>${entry.address}</code></th>
            <td><bdi>${entry.passkey ?? entry.identity}</bdi></td>
            <td class="when">${timeOf(entry.created_at, language)}</td>
            <td class="when">${timeOf(entry.last_used_at, language)}</td>
            <td>${act(entry)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};
