import type { ConsoleOperatorDetails } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import {
  type Identity,
  identityTable,
  type Passkey,
  passkeyTable,
  type SessionEntry,
  sessionTable,
} from '../account/sign-in-tables.ts';
import { pathOf, withQuery } from '../address.ts';
import { can, may } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import { copyable } from '../parts/copyable.ts';
import { fetching } from '../parts/fetched.ts';
import { whenFetched } from '../parts/states.ts';
import { timeOf } from '../parts/time.ts';
import type { OpenView } from '../scene.ts';

/** A person who may use the console: the role, how the person signs in, and where. */
export const view: OpenView = (scene) => {
  const { words, call, signal, session, at, language, params } = scene;
  const { operators, account, openId } = words;
  const id = params.id ?? '';
  const path = pathOf('/console/operators/{id}', { id });
  const found = fetching(scene, () => call<ConsoleOperatorDetails>('GET', path, { signal }));
  const manages = can(session, 'operators:manage');
  const isSelf = id === session.operator.id;
  const endings = attempts(scene);

  const removePasskey = ({ id: passkeyId, name }: Passkey) =>
    confirmByName(scene, {
      title: account.removeTitle,
      text: operators.removePasskeyText,
      name,
      action: account.remove,
      run: async () => {
        await call('DELETE', `${path}${pathOf('/passkeys/{id}', { id: passkeyId })}`);
        found.again();
      },
    });
  const removeIdentity = ({ id: identityId, name }: Identity) =>
    confirmByName(scene, {
      title: openId.removeTitle,
      text: openId.removeOtherText,
      name,
      action: account.remove,
      run: async () => {
        await call('DELETE', `${path}${pathOf('/identities/{id}', { id: identityId })}`);
        found.again();
      },
    });
  const endSession = ({ id: sessionId }: SessionEntry) =>
    void endings.attempt(async () => {
      await call('DELETE', `${path}${pathOf('/sessions/{id}', { id: sessionId })}`);
      found.again();
    });
  const revoke = ({ operator: { name } }: ConsoleOperatorDetails) =>
    confirmByName(scene, {
      title: operators.revokeTitle,
      text: operators.revokeText,
      name,
      action: operators.revoke,
      run: async () => {
        await call('DELETE', path);
        found.again();
        scene.say(operators.revoked);
      },
    });

  const facts = ({ operator }: ConsoleOperatorDetails): TemplateResult => {
    const tenant = session.tenants.find(({ id: tenantId }) => tenantId === operator.tenant_id);
    const row = (name: string, value: unknown) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="facts">
      ${row(words.tokens.id, copyable(id, scene))}
      ${row(operators.role, html`<span class="tag kind" lang="en">${operator.role}</span> ${operators.roles[operator.role]}`)}
      ${row(operators.scope, operator.tenant_id === null ? operators.allTenants : (tenant?.name ?? operator.tenant_id))}
      ${row(operators.state, operators.states[operator.state])}
      ${row(operators.invited, timeOf(operator.created_at, language))}
      ${row(
        operators.invitedBy,
        operator.created_by === null
          ? operators.commandLine
          : html`<a href=${at(pathOf('/operators/{id}', { id: operator.created_by }))}><code>${operator.created_by}</code></a>`,
      )}
      ${operator.revoked_at === null ? nothing : row(operators.revokedAt, timeOf(operator.revoked_at, language))}
    </dl>`;
  };
  const draw = (value: ConsoleOperatorDetails): TemplateResult => {
    const { operator, passkeys, identities, sessions } = value;
    // The last way to sign in stays.
    const removes = manages && passkeys.length + identities.length > 1;
    const isRevoked = operator.state === 'revoked';
    return html`<section class="sheet stack">
        <h2>${operator.name}</h2>
        ${facts(value)}
        ${
          may(session, 'log:read')
            ? html`<p><a href=${withQuery(at('/logs'), { entity_id: id })}>${operators.changes}</a></p>`
            : nothing
        }
      </section>
      ${
        isRevoked
          ? nothing
          : html`<section class="sheet stack">
                <h2>${account.passkeys}</h2>
                ${
                  passkeys.length === 0
                    ? html`<p class="soft">${operators.noPasskeys}</p>`
                    : passkeyTable(passkeys, scene, removes ? removePasskey : undefined)
                }
              </section>
              ${
                identities.length === 0
                  ? nothing
                  : html`<section class="sheet stack">
                      <h2>${openId.accounts}</h2>
                      ${identityTable(identities, scene, removes ? removeIdentity : undefined)}
                    </section>`
              }
              <section class="sheet stack">
                <h2>${account.sessions}</h2>
                ${endings.note()}
                ${
                  sessions.length === 0
                    ? html`<p class="soft">${operators.noSessions}</p>`
                    : sessionTable(sessions, scene, manages ? { run: endSession, busy: endings.busy } : undefined)
                }
              </section>`
      }
      ${
        manages && !isRevoked && !isSelf
          ? html`<p class="row end"><button type="button" class="button danger" @click=${() => revoke(value)}>${operators.revoke} …</button></p>`
          : nothing
      }`;
  };
  return { title: operators.one, draw: () => whenFetched(found.now, words, draw) };
};
