import type { SaveProxy, StoredProxy } from '@tessera/client';
import { html, type TemplateResult } from 'lit/html.js';
import { applicationChoice, chosenApplication } from '../code/application-choice.ts';
import { attempts } from '../parts/attempts.ts';
import type { Scene } from '../scene.ts';
import { configurationFields } from './configuration-fields.ts';
import { transformFields } from './transform-fields.ts';

/** What a form gives of a proxy. */
export type WantedProxy = Required<
  Pick<
    SaveProxy,
    'name' | 'destinationUrl' | 'requireAuth' | 'disableDetokenization' | 'requestTransforms' | 'responseTransforms'
  >
> & {
  application: { id: string } | undefined;
  /** Settings to replace; null for those to remove. */
  configuration: Record<string, string | null>;
};

/** The form of a stored proxy. `save` gets what stands in it. */
export const proxyForm = (
  scene: Scene,
  { proxy, action, save }: { proxy?: StoredProxy; action: string; save(wanted: WantedProxy): Promise<void> },
): (() => TemplateResult) => {
  const { proxies } = scene.words;
  const saving = attempts(scene);
  const application = applicationChoice(scene, proxy?.applicationId);
  const settings = configurationFields(scene, proxy?.configuration ?? {});
  const shared = { configuration: settings.whole, id: proxy?.id };
  const requests = transformFields(scene, { side: 'request', first: proxy?.requestTransforms ?? [], ...shared });
  const responses = transformFields(scene, { side: 'response', first: proxy?.responseTransforms ?? [], ...shared });
  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    void saving.attempt(async () =>
      save({
        ...{ name: text('name'), destinationUrl: text('destination_url'), requireAuth: data.has('require_auth') },
        ...{ application: chosenApplication(data), disableDetokenization: !data.has('detokenize') },
        configuration: settings.changes(),
        ...{ requestTransforms: requests.transforms(), responseTransforms: responses.transforms() },
      }),
    );
  };
  return () => html`<form class="sheet stack" @submit=${submit}>
    <label class="field narrow"><span>${proxies.name}</span><input name="name" required maxlength="200" autocomplete="off" value=${proxy?.name ?? ''} /></label>
    <label class="field"><span>${proxies.destination}</span><input name="destination_url" type="url" required maxlength="400" autocomplete="off" spellcheck="false" dir="ltr" placeholder="https://api.partner.example/v1" value=${proxy?.destinationUrl ?? ''} /></label>
    <label class="check"><input type="checkbox" name="require_auth" ?checked=${proxy?.requireAuth ?? true} /><span>${proxies.requireAuth}</span></label>
    <label class="check"><input type="checkbox" name="detokenize" ?checked=${!(proxy?.disableDetokenization ?? false)} /><span>${proxies.detokenize}</span></label>
    ${requests.draw()} ${responses.draw()} ${application()} ${settings.draw()} ${saving.note()}
    <div class="row"><button class="button primary" aria-disabled=${saving.busy}>${action}</button></div>
  </form>`;
};
