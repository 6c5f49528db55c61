import { type Pair, server } from './pair.ts';

const nonce = 'nonce_1111111111111111111111';
const tokens = ['c06d0789-0a38-40be-b7cc-c28a718f76f1'];
const body = { nonce, tokens, permissions: ['token:read'] };

/** Sessions are younger than the documents; these pairs follow what published clients send and get for them. */
export const sessions: Pair[] = [
  {
    source: 'published clients: Create Session',
    caller: { type: 'elements', permissions: [] },
    request: { method: 'POST', path: '/sessions' },
    call: 'sessions.create',
    args: [],
    status: 403,
  },
  {
    source: 'published clients: Authorize Session, of which there is none',
    caller: server('token:general:read:high'),
    request: { method: 'POST', path: '/sessions/authorize', body },
    call: 'sessions.authorize',
    args: [body],
    status: 404,
  },
];
