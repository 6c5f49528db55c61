import * as z from 'zod';
import { get, post } from '../route.ts';
import { timestamp } from '../shared.ts';

/** What a page needs to embed fields of a vault. */
export const EmbeddingView = z.object({
  vault_url: z.string(),
  early: z.string().describe('The inline script that starts a frame while the other script loads.'),
  early_file: z.string().describe('The same as a file of the vault, for pages whose policy refuses inline scripts.'),
  script: z.string().describe('The script tag, pinned to the script that this vault serves.'),
  any_script: z.string().describe('The script tag that stays the same and brings whatever version the vault has.'),
  policy: z.string().describe("The directives to add to the page's Content Security Policy."),
});

export const embedding = {
  retrieve: get('/console/embedding', {
    summary: 'Say what a page needs to embed fields of a tenant',
    response: EmbeddingView,
    permission: 'fields:embed',
  }),
  preview: post('/console/embedding/previews', {
    summary: 'Ask for a frame of the vault that shows a field in the console',
    description: 'Whatever is typed into it stays in it: the frame can send nothing.',
    response: z.object({
      frame: z.string().describe('Where the frame is: on the origin of the vault.'),
      expires_at: timestamp.describe('Until when it has to be loaded.'),
    }),
    status: 201,
    permission: 'fields:embed',
  }),
};
