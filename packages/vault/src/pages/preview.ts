import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import type { Keyring } from '../keys/port.ts';
import { readPreviewTicket } from '../operators/preview-ticket.ts';
import { ApiError } from '../problem.ts';
import type { BuiltFiles } from './files.ts';
import { apart, frameHeaders } from './frame-headers.ts';
import { frameHtml, importMapOf } from './frame-html.ts';

/** Checks of the preview; tests take single ones away, to show that they are needed. */
export interface PreviewGuards {
  /** The page that a ticket is for, if it is one. */
  pageOf(keyring: Pick<Keyring, 'hashApiKey'>, ticket: string, now: number): string | undefined;
  /** What the frame may connect to. */
  connect: string;
}

export const previewGuards: PreviewGuards = { pageOf: readPreviewTicket, connect: "'none'" };

/**
 * Runs before the script of the frame, which asks about its key as soon as it starts. The policy of the document would refuse that, and
 * browsers report each refusal in their console, where it looks like a fault.
 */
export const askNothing = "window.fetch=()=>Promise.reject(new TypeError('A preview sends nothing.'))";

/** Where the frame of a preview is. Files that it loads are beside it, as for other frames. */
export const previewPath = (ticket: string): string => `/elements/?preview=${ticket}`;

/**
 * The frame of a field for the console, which shows it to operators. It is the frame of merchants with two differences: it may stand in pages
 * of the console alone, where no frame of a merchant may, and it can send nothing at all, so whatever is typed into it stays there.
 */
export const servePreviews = (
  {
    keyring,
    clock,
    frame,
  }: { keyring: Pick<Keyring, 'hashApiKey'>; clock: () => number; frame: BuiltFiles['frame'] | undefined },
  guards: PreviewGuards = previewGuards,
) => {
  return ({ method, url }: VaultRequest): VaultResponse | undefined => {
    if (!frame || method !== 'GET' || !url.includes('preview=')) return undefined;
    const { pathname, searchParams } = new URL(url);
    const ticket = searchParams.get('preview');
    if (pathname !== '/elements/' || ticket === null) return undefined;
    const page = guards.pageOf(keyring, ticket, clock());
    if (page === undefined) throw new ApiError('not-found', 'This preview is over. Load it again in the console.');
    const scripts = [importMapOf(frame.parts), askNothing, frame.text];
    return {
      status: 200,
      headers: {
        ...frameHeaders([page], scripts, { connect: guards.connect }),
        ...apart,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      },
      body: frameHtml(frame, [page], { before: askNothing }),
    };
  };
};
