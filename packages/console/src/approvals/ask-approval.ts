import type { ApprovalAct } from '@tessera/contract/console';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { may } from '../api/session.ts';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';

interface Wish {
  tenantId: string;
  act: ApprovalAct;
  subject: string;
  title: string;
  /** Called when it was asked for. */
  asked(): void;
}

/** Asks for a reason, and then other operators for their approval. */
export const askApproval = (scene: Scene, { tenantId, act, subject, title, asked }: Wish): void => {
  const { words, call } = scene;
  const asking = attempts(scene);
  const submit = (event: Event) => {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason') ?? '');
    void asking.attempt(async () => {
      await call('POST', '/console/approvals', { tenant: tenantId, body: { act, subject, reason } });
      scene.closeDialog();
      scene.say(words.approvals.asked);
      asked();
    });
  };
  scene.showDialog({
    title,
    body: () => html`<form class="stack" @submit=${submit}>
      <p>${words.approvals.askText}</p>
      <label class="field">
        <span>${words.approvals.reason}</span>
        <input name="reason" autocomplete="off" required minlength="4" maxlength="300" />
      </label>
      ${asking.note()}
      <div class="row end">
        <button type="button" class="button" @click=${scene.closeDialog}>${words.actions.cancel}</button>
        <button class="button primary" aria-disabled=${asking.busy}>${words.approvals.ask}</button>
      </div>
    </form>`,
  });
};

/** The button to ask for the deletion of a tenant, where that takes two people and this one may be the first. */
export const askToDeleteButton = (
  scene: Scene,
  tenantId: string,
  asked: () => void,
): TemplateResult | typeof nothing => {
  const { session, words } = scene;
  if (!session.two_person.includes('delete-tenant') || !may(session, 'tenant:delete')) return nothing;
  const title = words.approvals.askDelete;
  const ask = () => askApproval(scene, { ...{ tenantId, subject: tenantId, title, asked }, act: 'delete-tenant' });
  return html`<button type="button" class="button" @click=${ask}>${title} …</button>`;
};
