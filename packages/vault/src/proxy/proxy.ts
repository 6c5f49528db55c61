import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { outgoing } from '../egress/headers.ts';
import { readBytes } from '../http/body.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { passOn } from '../http/response.ts';
import type { Services } from '../services.ts';
import { auditUse, openReferences } from '../tokens/detokenize.ts';
import { isSearched, readTemplates } from './body.ts';
import { encryptedHeader, openHeader } from './encrypted.ts';
import { formPieces, textPieces } from './pieces.ts';
import { asApiError, mayHaveLeft } from './problems.ts';
import { answerHeaders, requestHeaders } from './proxy-headers.ts';
import type { StoredProxy } from './stored/proxies.ts';
import { openSettings, type ProxySettings } from './stored/settings.ts';
import { settingsIn, without } from './stored/settings-in.ts';
import { streamedBody } from './streamed.ts';
import { readTarget } from './target.ts';
import { compileTexts } from './texts.ts';
import { passage } from './transforms/passage.ts';

/** Steps for each byte of a body, of decoding it and finding the places of tokens in it. */
const bodyCost = 30;

/** A proxied call: who makes it, its URL at the vault, and the stored proxy that it names, if it names one. */
export interface ProxyCall {
  request: VaultRequest;
  url: Pick<URL, 'pathname' | 'search'>;
  stored: StoredProxy | undefined;
  context: Context;
}

const plain: ProxySettings = { configuration: {}, requestTransforms: [], responseTransforms: [] };

/**
 * Sends a request on to its destination, with the data of tokens in the places of their ids, and hands back what the destination
 * answers (API reference, Proxy). The destination is the one that the call names, or that of a stored proxy, whose transforms change
 * what passes. Throws `ApiError`.
 */
export const proxy = (services: Services) => {
  const { egress, clock, keyring } = services;
  const now = () => new Date(clock());

  const send = async ({ request, url, stored, context }: ProxyCall): Promise<VaultResponse> => {
    const { caller, effort } = context;
    const target = stored
      ? readTarget(stored.destinationUrl, url, 'destination_url')
      : readTarget(request.headers.get('BT-PROXY-URL'), url);
    const { host } = egress.destination(caller.tenantId, target.address);
    const settings = stored ? openSettings(keyring, stored) : plain;

    const encrypted = await openHeader(services, { caller, effort }, request.headers.get(encryptedHeader));
    const fields = requestHeaders([...request.headers]);
    // Whoever calls without a key may use no token, and what looks like a reference to one is text that a partner has sent.
    const detokenizes = stored ? stored.detokenizes && caller.applicationId !== stored.id : true;
    // What nobody looks into goes on as it comes.
    const contentType = request.headers.get('Content-Type');
    const passes = settings.requestTransforms.length === 0 && !(detokenizes && isSearched(contentType));
    const streamed = passes ? await streamedBody(request) : undefined;
    const bytes = streamed ? new Uint8Array() : await readBytes(request);
    await effort.reserve(bytes.byteLength * bodyCost);
    const templates = detokenizes
      ? readTemplates(bytes, {
          contentType,
          contentEncoding: request.headers.get('Content-Encoding'),
        })
      : undefined;
    const asked = await compileTexts(effort, [
      { at: 'query', pieces: detokenizes ? formPieces(target.query) : [target.query] },
    ]);
    const head = await compileTexts(
      effort,
      fields.map(([name, value]) => ({ at: `headers.${name}`, pieces: detokenizes ? textPieces(value) : [value] })),
    );
    const own = stored ? settingsIn(head.expression, settings.configuration) : {};
    const body =
      templates && (await compileTexts(effort, [{ at: 'body', pieces: templates.pieces }], templates.encode));
    const expressions = [asked.expression, without(head.expression, own), ...(body ? [body.expression] : [])];
    const used = await openReferences(
      services,
      { caller, effort },
      'proxy',
      expressions,
      encrypted === undefined ? {} : { encrypted },
    );

    const [query = ''] = await asked.fill(used.scope, now);
    const values = await head.fill({ ...used.scope, ...own }, now);
    const to = query === '' ? target.address : `${target.address}?${query}`;
    egress.destination(caller.tenantId, to);
    const through = passage({ services, context, stored, settings, encrypted, call: { method: request.method, url } });
    try {
      const sent = await through.request({
        headers: outgoing(fields.map(([name], place) => [name, values[place] ?? ''])),
        body: body ? (await body.fill(used.scope, now)).join('') : (streamed ?? bytes),
      });
      await auditUse(services, caller, 'proxy', used, host);
      if (stored) await services.reads.add([auditOf(services, 'proxy')(caller, 'use', stored.id)]);
      const answer = await egress
        .fetch({ ...{ tenantId: caller.tenantId, url: to, method: request.method, signal: request.signal }, ...sent })
        .catch((error: unknown) => {
          if (mayHaveLeft(error)) through.leaves();
          throw error;
        });
      through.leaves();
      const { headers, body: received } = await through.answer(answer);
      return passOn(answer.status, answerHeaders(headers), received);
    } catch (error) {
      await through.undo();
      throw error;
    }
  };

  return (call: ProxyCall): Promise<VaultResponse> =>
    send(call).catch((error: unknown) => {
      throw asApiError(error);
    });
};
