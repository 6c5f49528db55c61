/** A request that must fail, with a secret somewhere in it. */
export interface BadRequest {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Keys of three kinds, so that a request can fail at every gate. */
export interface Keys {
  server: string;
  elements: string;
  management: string;
}

const json = 'application/json';

/** Requests that fail in every way the vault knows, each of them with `secret` in a place from which it could leak. */
export function badRequests(secret: string, keys: Keys): BadRequest[] {
  const card = { number: secret, expiration_month: 12, expiration_year: 2030, cvc: '9471' };
  const post = (name: string, path: string, body: unknown, headers: Record<string, string> = {}): BadRequest => ({
    name,
    method: 'POST',
    path,
    headers: { 'bt-api-key': keys.server, 'content-type': json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const get = (name: string, path: string, headers: Record<string, string> = {}): BadRequest => ({
    name,
    method: 'GET',
    path,
    headers: { 'bt-api-key': keys.server, ...headers },
  });

  const manage = (request: BadRequest): BadRequest => ({
    ...request,
    headers: { ...request.headers, 'bt-api-key': keys.management },
  });
  const formula = { name: 'x', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };

  return [
    post('JSON that breaks off', '/tokens', `{"type":"card","data":{"number":"${secret}"`),
    post('JSON with text before it', '/tokens', `${secret} {}`),
    post('JSON with a name twice', '/tokens', `{"type":"token","type":"${secret}","data":"x"}`),
    post('a number that loses digits', '/tokens', `{"type":"token","data":${secret}0000000001}`),
    post('too deep', '/tokens', `{"type":"token","data":${'['.repeat(200)}"${secret}"${']'.repeat(200)}}`),
    post('too long', '/tokens', { type: 'token', data: `${secret} `.repeat(200_000) }),
    post('no JSON object', '/tokens', [secret]),
    post('another content type', '/tokens', `<number>${secret}</number>`, { 'content-type': 'application/xml' }),
    post('a form', '/tokens', `number=${secret}`, { 'content-type': 'application/x-www-form-urlencoded' }),
    post('an encoding that is not there', '/tokens', secret, { 'content-encoding': 'gzip' }),
    post('an unknown token type', '/tokens', { type: secret, data: 'x' }),
    post('a wrong check digit', '/tokens', { type: 'card_number', data: secret.replace(/.$/, other) }),
    post('separators in a number', '/tokens', { type: 'card_number', data: secret.replace(/(.{4})/g, '$1 ') }),
    post('a number where text belongs', '/tokens', { type: 'card', data: { ...card, number: Number(secret) } }),
    post('a wrong month', '/tokens', { type: 'card', data: { ...card, expiration_month: secret } }),
    post('a wrong year', '/atomic/cards', { card: { ...card, expiration_year: Number(secret) } }),
    post('a wrong code', '/atomic/cards', { card: { ...card, cvc: secret } }),
    post('a card that is a text', '/atomic/cards', { card: secret }),
    post('a property that nobody knows', '/atomic/cards', { card: { [secret]: secret } }),
    post('a wrong impact level', '/tokens', { type: 'token', data: secret, privacy: { impact_level: secret } }),
    post('a lowered impact level', '/tokens', { type: 'card', data: card, privacy: { impact_level: 'low' } }),
    post('metadata that is a text', '/tokens', { type: 'token', data: secret, metadata: secret }),
    post('metadata that is no text', '/tokens', { type: 'token', data: 'x', metadata: { order: [secret] } }),
    post('a bad container', '/tokens', { type: 'token', data: 'x', container: secret }),
    post('a token of a bad type in a document', '/tokenize', { a: secret, b: { type: secret, data: secret } }),
    post('a bad card in a document', '/tokenize', [secret, { type: 'card', data: { number: '4242' } }]),
    post('a bank with a wrong check digit', '/atomic/banks', {
      bank: { routing_number: secret, account_number: secret },
    }),
    post('separators in an account', '/atomic/banks', {
      bank: { routing_number: '021000021', account_number: secret.replace(/(.{4})/g, '$1-') },
    }),
    post('a routing number', '/tokens', { type: 'us_bank_routing_number', data: secret }),
    post('an IBAN', '/tokens', { type: 'iban', data: secret }),
    post('a sort code', '/tokens', { type: 'uk_bank_sort_code', data: secret }),
    post('a British account', '/tokens', { type: 'uk_bank_account_number', data: secret }),
    post('a BSB', '/tokens', { type: 'au_bank_bsb', data: secret }),
    post('an account number', '/tokens', { type: 'us_bank_account_number', data: Number(secret) }),
    post('a social security number', '/tokens', { type: 'social_security_number', data: secret }),
    post('an employer', '/tokens', { type: 'employer_id_number', data: [secret] }),
    manage(
      post('code that breaks off', '/reactor-formulas', { ...formula, code: `const number = ${secret} ${secret};` }),
    ),
    manage(post('code that exports a number', '/reactor-formulas', { ...formula, code: `module.exports = ${secret}` })),
    manage(post('an icon that is none', '/reactor-formulas', { ...formula, icon: secret })),
    manage(post('a setting of a wrong name', '/reactor-formulas', { ...formula, configuration: [{ name: secret }] })),
    manage(post('a formula that is not there', '/reactors', { name: secret, formula: { id: secret } })),
    manage({ ...post('settings that are none', '/tenants/self', { name: [secret], settings: secret }), method: 'PUT' }),
    manage(get('logs of a number', `/logs?entity_type=${secret}&start_date=${secret}`)),
    manage(get('a reactor by a number', `/reactors/${secret}`)),
    post('a number in place of a token', '/proxy', { a: `{{ ${secret} }}` }, { 'bt-proxy-url': 'https://psp.example' }),
    post('a number for a destination', '/proxy', { a: secret }, { 'bt-proxy-url': `https://${secret}/${secret}` }),
    post('a number that is not allowed', '/proxy', secret, { 'bt-proxy-url': `https://n${secret}.example` }),
    get('a bank by its number', `/atomic/banks/${secret}/decrypt`),
    post('no permission', '/tokens', { type: 'card', data: card }, { 'bt-api-key': keys.management }),
    post('no permission for elements', '/tokens', { type: 'token', data: secret }, { 'bt-api-key': keys.elements }),
    post(
      'an expression from elements',
      '/tokens',
      { type: 'card', data: card, mask: secret, id: secret },
      {
        'bt-api-key': keys.elements,
      },
    ),
    post('a wrong key', '/tokens', { type: 'card', data: card }, { 'bt-api-key': secret }),
    post(
      'a page that is not allowed',
      '/tokens',
      { type: 'card', data: card },
      {
        'bt-api-key': keys.elements,
        'bt-elements-page': `https://${secret}.example`,
      },
    ),
    post('a path that is not there', `/tokens/${secret}/${secret}`, card),
    { ...post('a method that is not there', '/tokens', card), method: 'PUT' },
    { ...post('a change of nothing', `/atomic/cards/${secret}`, { card }), method: 'PATCH' },
    { ...post('a bad change', `/atomic/cards/${secret}`, { card: { number: 42 } }), method: 'PATCH' },
    { ...get('a deletion of nothing', `/tokens/${secret}`), method: 'DELETE' },
    get('a token by its number', `/tokens/${secret}`),
    get('a card by its number', `/atomic/cards/${secret}`),
    get('a path that is not encoded well', `/tokens/${secret}%E0%A4%A`),
    get('a bad page', `/tokens?page=${secret}`),
    get('a bad size', `/tokens?size=${secret}`),
    get('a bad type', `/tokens?type=${secret}`),
    get('a bad filter', `/permissions?application_type=${secret}`),
    get('an application', `/applications/${secret}`, { 'bt-api-key': keys.management }),
    get('a path and headers that nobody reads', `/${secret}`, {
      'user-agent': secret,
      referer: `https://shop.example/${secret}`,
      cookie: `number=${secret}`,
      'bt-idempotency-key': secret,
    }),
    get('a trace id that is a number', '/nothing', { 'bt-trace-id': secret }),
    get('a trace id with a number in it', '/nothing', {
      'bt-trace-id': `order:${secret.replace(/(.{4})(?=.)/g, '$1-')}`,
    }),
  ];
}

/** Another digit, so that a right number becomes a wrong one. */
const other = (digit: string): string => String((Number(digit) + 1) % 10);
