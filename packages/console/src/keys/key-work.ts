import type { ConsoleKeys } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pathOf } from '../address.ts';
import { signWithPasskey } from '../api/passkeys.ts';
import { can } from '../api/session.ts';
import { askApproval } from '../approvals/ask-approval.ts';
import { attempts } from '../parts/attempts.ts';
import { confirmByName } from '../parts/confirm-name.ts';
import type { Scene } from '../scene.ts';

type Version = ConsoleKeys['versions'][number];

/** What those who look after keys do with versions: make a new one, and destroy one that nothing needs. `changed` looks at the keys again. */
export const keyWork = (scene: Scene, changed: () => void) => {
  const { window, words, call, tenant, signal, session, language, at } = scene;
  const { keys } = words;
  const manages = can(session, 'keys:manage');
  const rotating = attempts(scene);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);

  const rotate = () =>
    void rotating.attempt(async () => {
      const { version } = await call<{ version: number }>('POST', '/console/keys/versions', { tenant: tenant.id });
      changed();
      scene.say(keys.rotated(number(version)));
    });

  /** Has the person type a name and touch the passkey for what a path does, and says that it was done. */
  const confirm = (
    path: string,
    { done, ...words }: { title: string; text: string; name: string; action: string; done: string },
  ) => {
    const post = <Answer>(to: string, body?: unknown) => call<Answer>('POST', to, { tenant: tenant.id, body, signal });
    confirmByName(scene, {
      ...words,
      run: async () => {
        const options = await post<PublicKeyCredentialRequestOptionsJSON>(`${path}/options`);
        await post(path, { response: await signWithPasskey(window, options) });
        changed();
        scene.say(done);
      },
    });
  };
  const destroy = ({ version }: Version) =>
    confirm(pathOf('/console/keys/versions/{version}/destruction', { version: String(version) }), {
      ...{ title: keys.destroyTitle(number(version)), text: keys.destroyText, action: keys.destroy },
      ...{ name: `${tenant.name} ${version}`, done: keys.destroyed(number(version)) },
    });
  const replaceVaultKey = () =>
    confirm('/console/keys/vault-key', {
      ...{ title: keys.vaultKey, text: keys.vaultKeyText, action: keys.vaultKey },
      ...{ name: keys.vaultKeyName, done: keys.vaultKeyDone },
    });
  const ask = ({ version }: Version) =>
    askApproval(scene, {
      ...{ tenantId: tenant.id, act: 'destroy-key', subject: String(version) },
      title: `${keys.askDestroy}: ${keys.version(number(version))}`,
      asked: () => scene.go(at('/approvals')),
    });

  const button = (text: string, run: () => void, kind: string): TemplateResult =>
    html`<button type="button" class="button ${kind}" @click=${run}>${text} …</button>`;

  return {
    /** The button that makes a new version, with what went wrong; nothing for those who only look. */
    rotate: (): TemplateResult | typeof nothing =>
      manages
        ? html`<p>
              <button type="button" class="button" aria-disabled=${rotating.busy} @click=${rotate}>${keys.rotate}</button>
            </p>
            ${rotating.note()}`
        : nothing,
    /** The button that replaces the vault key, for those who look after all tenants; nothing where it takes a command. */
    replaceVaultKey: ({ root_key: root }: Pick<ConsoleKeys, 'root_key'>): TemplateResult | typeof nothing =>
      manages && root.replaceable && session.operator.tenant_id === null
        ? html`<p>${button(keys.vaultKey, replaceVaultKey, '')}</p>`
        : nothing,
    /** What can be done with a version: destroying it, and asking for that, once no value needs it. */
    actions: (version: Version): TemplateResult | typeof nothing => {
      if (!manages || version.state !== 'old' || version.values > 0) return nothing;
      return html`<span class="row">
        ${session.two_person.includes('destroy-key') ? button(keys.askDestroy, () => ask(version), 'small') : nothing}
        ${button(keys.destroy, () => destroy(version), 'small danger')}
      </span>`;
    },
  };
};

export type KeyWork = ReturnType<typeof keyWork>;
