import type { ProblemType } from '../../packages/vault/src/problem.ts';

/** When the vault answers with each `type` of problem, and what to do about it. */
export const problems: Readonly<Record<ProblemType, readonly [when: string, remedy: string]>> = {
  'malformed-request': [
    'The URL, the headers or the body cannot be read, for instance because the body is not JSON or not UTF-8.',
    'Correct the request as `detail` says.',
  ],
  validation: ['Properties of the request are missing or wrong.', 'Correct the properties that `errors` names.'],
  'unknown-tokens': [
    'Expressions of a proxied or reactor request name tokens that do not exist or have expired.',
    'Check the ids in `detail`.',
  ],
  'token-intent-ended': [
    'A token is to be made of a token intent that does not exist, is older than 24 hours, was deleted, or became a token before.',
    'Make another intent of the same data. To make one token in spite of retries, send `BT-IDEMPOTENCY-KEY`.',
  ],
  'encrypted-data': [
    'The JWE in `encrypted` is of another form than the vault opens, is for a key that has expired, was deleted or belongs to another tenant, or was changed.',
    'Correct what `errors` says. If the key is gone, get a new one from `POST /keys` and encrypt the data again.',
  ],
  'proxy-request': [
    'The destination, path, headers or body of a proxied request cannot be used.',
    'Correct what `detail` names.',
  ],
  'too-much-work': [
    'Expressions, or the request as a whole, would take more work than one request may cause.',
    'Ask for less in the property that `errors` names, or divide the request.',
  ],
  'search-too-broad': [
    'A search would read more tokens than one request may.',
    'Add the condition that `detail` suggests, such as a type or a range of dates.',
  ],
  unauthenticated: [
    'The header `BT-API-KEY` is missing, or its key is unknown or deleted, or has expired.',
    'Send the key of an existing application.',
  ],
  'session-ended': ['The key of a session is used after its end.', 'Open a new session and have it authorized.'],
  'sign-in-required': [
    'A call to the console comes without a session, or with one that has ended or was begun from another network.',
    'Sign in again.',
  ],
  'sign-in-failed': [
    'A passkey or a one-time link is unknown, was used before, or does not fit what was asked for.',
    'Try again. For a link that no longer works, have the operator invited again.',
  ],
  'role-forbidden': [
    'The role of an operator of the console does not have what a route needs, or the tenant is out of its scope.',
    'Have somebody with another role do it, or be invited with that role.',
  ],
  'fresh-sign-in-needed': [
    'An operator who has no passkey yet wants to add one, and the OpenID provider has not asked the person in the last five minutes.',
    'Sign in with the provider once more, as the page offers. The provider has to send `auth_time`.',
  ],
  'passkey-needed': [
    'An operator who signs in with an OpenID provider alone wants to do what a touch of a passkey confirms.',
    'Add a passkey on the page "Passkeys and sessions", then do it again.',
  ],
  'touch-refused': [
    'The signature of a passkey that the console asked for is not by a passkey of the operator, is for something else, came late, or was used before.',
    'Touch the passkey again when the page asks for it.',
  ],
  'agreement-required': [
    'A tenant of a vault with two operators or more is to be deleted, and no two of them have agreed to it within the hour.',
    'Have one propose it and another one agree to it, as `detail` says, then repeat the request.',
  ],
  'approval-needed': [
    'The vault was started with `--console-two-person` for what an operator wants to do, and nobody has approved it.',
    'Ask for it in the console, have another operator approve it with a passkey, and do it within the hour.',
  ],
  'foreign-page': [
    'A call to the console lacks the header `Tessera-Console`, or its `Origin` is not that of the console.',
    'Send calls from pages of the console alone. A proxy in front of it must pass `Origin` on, and `--console-public-url` must be the origin that browsers see.',
  ],
  forbidden: [
    'The application of the key lacks a permission.',
    'Give the application the permission that `detail` names, or use another key.',
  ],
  'destination-not-allowed': [
    'A proxied request goes to an address that is not public.',
    'Use a public https address, or have the operator allow the destination.',
  ],
  'origin-not-pinned': [
    'A frame is on a page that the vault does not allow, or allows for another tenant than that of the key.',
    'Use a key of that tenant, or have the page added in the console or to `--allowed-origins`.',
  ],
  'frame-required': [
    'A call that only frames of elements may make came from somewhere else.',
    'Call `sessions.create()` of the SDK, or the API with a `server_to_server` key.',
  ],
  'session-not-authorized': [
    'A session reads or updates a token without authorization.',
    'Authorize the session for this token and operation first.',
  ],
  'elements-key-required': [
    'A frame of elements uses a key of another type.',
    'Use a key of type `elements` on pages.',
  ],
  'elements-key-restricted': [
    'A key that is used on pages sets a property that could reveal parts of a value.',
    'Remove the properties that `errors` names, or send them with a `server_to_server` key.',
  ],
  'not-found': [
    'The path or the object does not exist, or the key may not see it.',
    'Check path and id, and the permissions of the key.',
  ],
  'method-not-allowed': [
    'The path exists but not with this HTTP method.',
    'Use a method that the header `Allow` names.',
  ],
  'destination-timeout': [
    'The destination of a proxied request did not answer in time.',
    'Find out whether the destination carried out the request before you repeat it.',
  ],
  conflict: [
    'The request conflicts with the current state: a duplicate, or a change made at the same time.',
    'Read the object again and decide whether to repeat the request.',
  ],
  'in-use': ['An object cannot be deleted because another one needs it.', 'Delete what `detail` names first.'],
  'idempotency-in-flight': [
    'A request with this idempotency key is still running.',
    'Wait a moment, then repeat the request.',
  ],
  'idempotency-answer-lost': [
    'The answer of the first request with this idempotency key is not there: the vault stopped during it, or a token that it was about was deleted, has expired or is protected more since.',
    'Find out whether it took effect before you repeat it with a new key.',
  ],
  'body-too-large': ['The body exceeds the limit.', 'Send less at once.'],
  'unsupported-media-type': [
    'The operation does not read bodies of this content type or content encoding.',
    'Send `application/json`, and to the proxy text in UTF-8 without `Content-Encoding`.',
  ],
  'idempotency-key-reused': [
    'The idempotency key was used for a different request.',
    'Use a new key for each request, and the same key only to repeat it.',
  ],
  'reactor-bad-request': [
    'Arguments are wrong; or the formula threw a `BadRequestError`, or did not catch an error of status 400 or 422.',
    'Correct the arguments as `errors` says.',
  ],
  'reactor-authentication': [
    'The formula threw an `AuthenticationError`, or did not catch an error of status 401 or 403.',
    'Check the credentials in the configuration of the reactor.',
  ],
  'reactor-payment-method': [
    'The formula threw an `InvalidPaymentMethodError`, or did not catch an error of status 402.',
    'Ask the customer for another payment method.',
  ],
  'reactor-forbidden': [
    'The formula threw an `AuthorizationError`.',
    'Check what the credentials in the configuration may do.',
  ],
  'reactor-code': [
    'The code of the formula cannot be parsed or exports no function.',
    'Correct the code as `detail` says.',
  ],
  'reactor-result': [
    'A formula has run, and no tokens can be made of what it gave back: `errors` says why, or it would take more work than one request may cause.',
    'Correct what the formula gives back. The call is not repeated by its idempotency key: check whether it had its effects.',
  ],
  'reactor-rate-limited': [
    'The formula threw a `RateLimitError`, or did not catch an error of status 429.',
    'Wait and repeat the request.',
  ],
  'reactor-failed': [
    'The formula threw another error, exceeded a limit, or returned something that cannot be answered.',
    'Correct the formula; `detail` names line and kind of error.',
  ],
  'reactor-interrupted': [
    'The vault stopped before a reaction of `react-async` had ended, or it took longer than five minutes.',
    'The detail says whether it had begun. If it had, look whether it had its effects before you send it again.',
  ],
  'reactor-unavailable': ['The formula threw a `ServiceUnavailableError`.', 'Repeat the request later.'],
  'too-much-stored': [
    'A key that stands in pages stores more tokens or bytes from one address than it may.',
    'Wait as `Retry-After` says. Store large amounts with a `server_to_server` key.',
  ],
  'quota-exceeded': [
    'The tenant has stored as many tokens or bytes in a day as the operator allows.',
    'Wait as `Retry-After` says, or have the operator raise the quota.',
  ],
  'too-much-in-flight': [
    'Large requests of the tenant, or answers that its callers have not read yet, occupy all the memory that it may have.',
    'Read the answers that are on their way, wait as `Retry-After` says, and ask for smaller pages.',
  ],
  'rate-limited': [
    'The key, its tenant or the address sends too many requests.',
    'Wait as many seconds as `Retry-After` says.',
  ],
  'limit-reached': [
    'A tenant has as many webhooks as it may have, or as many deliveries wait for a webhook as may.',
    'Delete or change one, or wait until deliveries are made.',
  ],
  'not-offered': [
    'The path belongs to a part of the published API that this vault leaves out, such as 3-D Secure or wallets.',
    'Do without it, or use another service for it. `detail` names the part.',
  ],
  internal: [
    'A defect of the vault.',
    'Report it to the operator with the `instance` of the answer, which the log of the vault holds too.',
  ],
  'destination-failed': [
    'The destination of a proxied request could not be reached, or its answer could not be used.',
    'Check the destination. Find out whether it carried out the request before you repeat it.',
  ],
  'transform-failed': [
    'A transform of a stored proxy could not be applied to the answer of the destination, which is not shown therefore.',
    'The destination has carried out the request. Look at the transform, which the detail names, and at what the destination answers.',
  ],
  'identity-provider-unreachable': [
    'Somebody wants to sign in with the OpenID provider, and the vault cannot reach it or cannot use its metadata.',
    'Sign in with a passkey, or try again later. The log of the vault says what it could not reach.',
  ],
  unavailable: [
    'The vault is starting, shutting down or overloaded, or its database does not answer.',
    'Wait as `Retry-After` says, then repeat the request, with an idempotency key.',
  ],
};
