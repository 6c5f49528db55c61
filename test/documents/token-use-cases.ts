import { like, type Pair, server } from './pair.ts';
import { audit, create, general, maskedUser, user, userIndexes, userMask } from './token-page.ts';

const cardMask = {
  number: '{{ data.number | reveal_last: 4 }}',
  expiration_month: '{{ data.expiration_month }}',
  expiration_year: '{{ data.expiration_year }}',
};

const cardIndexes = ['{{ data.number }}', '{{ data.number | last4 }}'];

const bankData = { routing_number: '110000000', account_number: '00123456789' };

const bankMask = {
  routing_number: '{{ data.routing_number }}',
  account_number: '{{ data.account_number | reveal_last: 4 }}',
};

const bankIndexes = ['{{ data.routing_number }}', '{{ data.account_number }}', '{{ data.account_number | last4 }}'];

const credentials = { username: 'johndoe', password: '8n%C%r+4DG*7BdPjZ6km9Nc#' };

/** "Use Cases" of the page "What are tokens?". */
export const useCases: Pair[] = [
  create('Tokenize Credit Cards', {
    caller: server('token:pci:create'),
    body: {
      id: '{{ data.number | alias_preserve_format }}',
      type: 'card',
      data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
      fingerprint_expression: '{{ data.number }}',
      mask: cardMask,
      search_indexes: cardIndexes,
      privacy: { classification: 'pci', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      id: '{{ data.number | alias_preserve_format }}',
      type: 'card',
      data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
      fingerprintExpression: '{{ data.number }}',
      mask: cardMask,
      searchIndexes: cardIndexes,
      privacy: { classification: 'pci', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: like('3829018309324938'),
      type: 'card',
      data: { number: 'XXXX XXXX XXXX 4242', expiration_month: 12, expiration_year: 2025 },
      fingerprint: 'M25bjMqlH85LZE2F7SmZ1w',
      fingerprint_expression: '{{ data.number }}',
      mask: cardMask,
      search_indexes: cardIndexes,
      privacy: { classification: 'pci', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize Bank Data', {
    caller: server('token:bank:create'),
    body: {
      type: 'token',
      data: bankData,
      fingerprint_expression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      search_indexes: bankIndexes,
      privacy: { classification: 'bank', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      type: 'token',
      data: bankData,
      fingerprintExpression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      searchIndexes: bankIndexes,
      privacy: { classification: 'bank', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: '1457aad3-db95-4b34-8e14-b8ffffc305b4',
      type: 'token',
      data: { routing_number: '110000000', account_number: 'XXXXXXX6789' },
      fingerprint: 'sPbj5G5tKLIX42vrTGgk0Q',
      fingerprint_expression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      search_indexes: bankIndexes,
      privacy: { classification: 'bank', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize User Data', {
    caller: server('token:pii:create'),
    body: {
      type: 'token',
      data: user,
      fingerprint_expression: '{{ data.social_security_number }}',
      mask: userMask,
      search_indexes: userIndexes,
      privacy: { classification: 'pii', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      type: 'token',
      data: user,
      fingerprintExpression: '{{ data.social_security_number }}',
      mask: userMask,
      searchIndexes: userIndexes,
      privacy: { classification: 'pii', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: 'be654efd-f748-4dcf-8640-96a1061e29fe',
      type: 'token',
      data: maskedUser,
      fingerprint: 'qRhehf8MqDlEIKPTpQhU6g',
      fingerprint_expression: '{{ data.social_security_number }}',
      mask: userMask,
      search_indexes: userIndexes,
      privacy: { classification: 'pii', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize Credentials', {
    caller: general,
    body: {
      type: 'token',
      data: credentials,
      expires_at: '2022-07-15T00:00:00+00:00',
      privacy: { impact_level: 'high', restriction_policy: 'redact' },
    },
    sdk: {
      type: 'token',
      data: credentials,
      expiresAt: '2022-07-15T00:00:00+00:00',
      privacy: { impactLevel: 'high', restrictionPolicy: 'redact' },
    },
    response: {
      id: '4bc29335-38fd-4f71-8f36-c63ee8965be7',
      type: 'token',
      fingerprint: 'Rs2U7r4cwN137j9XRO88zg',
      fingerprint_expression: '{{ data | stringify }}',
      expires_at: '2022-07-15T00:00:00+00:00',
      privacy: { impact_level: 'high', restriction_policy: 'redact' },
      ...audit,
    },
  }),
];
