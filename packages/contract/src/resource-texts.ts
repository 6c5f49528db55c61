import type { contract } from './contract.ts';

/** What the resources are, for the API description. */
export const resourceTexts: Readonly<Record<string, string>> = {
  applicationKeys: 'Further API keys of an application, to replace one without a gap.',
  applications: 'API keys, and what each of them may do.',
  atomicBanks: 'Bank accounts through the older endpoints for them alone.',
  atomicCards: 'Cards through the older endpoints for them alone.',
  detokenize: 'Documents whose references to tokens become data, all at once.',
  enrichments: 'What is known of cards by their first digits.',
  keys: 'Keys with which data is encrypted before it is sent.',
  logs: 'The audit: who did what with which object, and when.',
  permissions: 'The permissions that applications may have.',
  proxies: 'Destinations with what is done to the requests that go there, and to their answers.',
  proxy: 'Requests that the vault sends to another server with the data of tokens in them.',
  reactorFormulas: 'Code that runs on the data of tokens inside the vault.',
  reactors: 'Formulas with their settings, ready to be called.',
  sessions: 'Short permissions for a page to show or change certain tokens.',
  tenants: 'The tenant of the key: its settings and its usage.',
  tokenIntents: 'Encrypted data that becomes a token within a day or is destroyed.',
  tokenize: 'Documents whose values become tokens, all at once.',
  tokens: 'Encrypted data, and what stands in its place.',
  webhooks: 'Addresses that are told of what happens.',
} satisfies Record<keyof typeof contract, string>;
