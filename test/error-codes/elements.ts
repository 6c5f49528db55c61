import type { ErrorCode, StyleWarning } from '@tessera/bridge';

/** When each code of an `ElementsError` appears. What to do is the message of the error itself, in `error-texts.ts`. */
export const whenElementsFail: Readonly<Record<ErrorCode, string>> = {
  'already-mounted': '`mount()` was called on an element that is mounted.',
  'api-error':
    'The vault refused a request for a reason that has no code of its own here. The error is a `BasisTheoryApiError`.',
  'api-key-not-allowed': 'A call with elements has an `apiKey` among its options.',
  'base-url-mismatch': '`init()` got an `apiBaseUrl` and an `elementsBaseUrl` of different origins.',
  'capability-not-allowed':
    'A call with elements sets `mask`, `fingerprintExpression`, `searchIndexes` or an `id` that could reveal parts of a value.',
  'class-too-low':
    'The type or privacy of the token is below the minimum of the element: `pci` for card fields, `bank` for bank fields.',
  'container-taken': 'The container of `mount()` already has another element in it.',
  'elements-not-enabled': '`createElement()` or `validate()` was called after an `init()` without `elements: true`.',
  'encryption-unsupported':
    'Elements were to be encrypted for the vault in a browser without X25519 in Web Crypto: before Chrome 133, Firefox 130, Safari 17.',
  'field-not-empty':
    '`update()` changes an option that is fixed while the input holds something, such as `validation` or `mask`.',
  'display-only': 'A payload contains an element that shows a stored value.',
  'frame-insecure': 'The frame was served over http from a host other than this machine.',
  'frame-lost':
    'The iframe was moved, reloaded or removed while mounted or during a call. Whether the call took effect is unknown.',
  'frame-opaque-origin': 'The frame runs in a sandbox without `allow-same-origin`.',
  'frame-same-origin': 'The page has the same origin as the vault.',
  'frame-top-level': 'The document of an element was opened as a page of its own.',
  'frame-unreachable':
    'The frame did not answer the page in time after it was added, or the content security policy of the page forbids it.',
  'internal-error': 'Something went wrong inside the frame that is not expected to.',
  'invalid-option': 'An option has a value of a wrong type, or one that is not allowed. `detail` names the option.',
  'invalid-payload': 'A payload cannot be sent as it is. `detail` says which limit it exceeds, or which part is wrong.',
  'key-missing': 'An element was mounted, or a session opened, without an API key.',
  'key-not-elements': 'The API key is of another type than `elements`.',
  'key-refused': 'The vault does not know the API key: it was mistyped or deleted, or has expired.',
  'method-not-allowed': 'Elements were passed to a method that does not take them, such as `proxy.post()`.',
  'mount-target-elsewhere':
    '`mount()` was given a node in the document of another window, or the element was moved there.',
  'mount-target-missing': '`mount()` was given a selector or node that is not in the document.',
  'not-initialized': 'Elements were used before `init()` had resolved.',
  'not-mounted':
    'An element was used in a call before `mount()` had resolved, or its iframe was lost too often to be replaced once more.',
  'origin-not-allowed': "The vault does not allow pages of this page's origin to embed its frames.",
  'origin-not-pinned': 'The vault allows this page for another tenant than that of the API key.',
  'not-offered':
    'The script `/js/web-elements.js` was asked for something that this vault does not have. `detail` names it.',
  'permission-missing':
    'The application of the key may not create or read tokens of this kind. The error is a `BasisTheoryApiError`.',
  'reference-not-allowed': 'An element is in a place where its value would not become the data of a token.',
  'session-ended': 'The session is over, or a newer one replaced it.',
  'session-missing': 'A stored value was requested on a page that has no session.',
  'session-not-authorized': 'No server has authorized the session for this token and operation.',
  'sibling-mismatch': 'A payload contains elements of different pages, origins or API keys.',
  'sibling-unreachable':
    'The frames of a payload cannot find each other, for instance across shadow trees in some browsers.',
  timeout: 'The frame did not answer a call in time. Whether the call took effect is unknown.',
  'too-many-calls': 'An element got more calls in a second than it answers.',
  'unknown-element-type': '`createElement()` got a type that does not exist.',
  'unknown-token-type': 'A payload with elements has a `type` that the frame has no rules for.',
  'unknown-option': '`mount()` or `update()` got an option that no element has. `detail` names it.',
  'unknown-event': '`on()` got the name of an event that does not exist.',
  'validation-error':
    'Inputs are incomplete or invalid, so nothing was sent. The error is a `BasisTheoryValidationError`.',
  'vault-unreachable': 'No answer came from the vault.',
  'version-mismatch': 'Frames of one payload come from different versions of the vault.',
  'wrong-field': 'An element is under a property that takes another type of element, such as an expiry under `number`.',
};

/** What the `reason` of a `warning` event means. The element works all the same. */
export const warnings: Readonly<Record<StyleWarning['reason'], readonly [when: string, remedy: string]>> = {
  'unknown-property': [
    'A style has a property that elements do not support.',
    'Use one of the properties in elements.md.',
  ],
  'unknown-selector': [
    'A style has a selector that elements do not support.',
    'Use one of the selectors in elements.md.',
  ],
  'value-not-allowed': [
    'The value of a property is not allowed, for instance because it contains `url()`.',
    'Use a plain value.',
  ],
  'font-needs-family-and-src': ['An entry of `fonts` is the address of a stylesheet.', 'Write `{ family, src }`.'],
  'font-origin-not-allowed': [
    'The `src` of a font is on an origin that the vault does not allow.',
    'Have the operator allow it, or pass the bytes of the font.',
  ],
  'font-not-loaded': [
    'The file of a font could not be loaded or is not a font.',
    'Check the address and the CORS headers of the file.',
  ],
};
