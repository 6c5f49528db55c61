import type { SourceGuard } from './guards.ts';

const inBridge = { file: 'bridge/src/guards.ts' } as const;
const inIdentity = { in: 'frame', file: 'frame/src/siblings/identity.ts' } as const;
const inCall = { in: 'frame', file: 'frame/src/calls/call-guards.ts' } as const;
const inRefusal = { in: 'frame', file: 'frame/src/start/refusal.ts' } as const;
const inOpenFrame = { in: 'page', file: 'bridge/src/open-frame.ts' } as const;

/** The guards of the frame and of the page's SDK. */
export const browserGuards = {
  'only the parent opens a frame': {
    in: 'frame',
    ...inBridge,
    here: 'fromParent: (source, parent) => source === parent',
    instead: 'fromParent: () => true',
  },
  'only allowed origins open a frame': {
    in: 'frame',
    ...inBridge,
    here: "allowedOrigin: (origin, allowed) => origin !== 'null' && allowed(origin)",
    instead: 'allowedOrigin: () => true',
  },
  'an opening brings one port': {
    in: 'frame',
    ...inBridge,
    here: 'onePort: (ports) => ports.length === 1',
    instead: 'onePort: () => true',
  },
  'a frame is opened once': {
    in: 'frame',
    ...inBridge,
    here: 'anotherOpening: (openings) => openings < 1',
    instead: 'anotherOpening: () => true',
  },
  'the echo carries the nonce': {
    in: 'page',
    ...inBridge,
    here: 'sameNonce: (echoed, sent) => echoed === sent',
    instead: 'sameNonce: () => true',
  },
  // Not a guard, but the document that answers in the field's place: it knows the nonce of another opening.
  'the frame echoes the nonce it was sent': {
    in: 'frame',
    file: 'bridge/src/accept-page.ts',
    here: 'nonce: data.nonce,',
    instead: "nonce: '0'.repeat(32),",
  },
  'calls need the window that was opened': {
    in: 'page',
    ...inBridge,
    here: 'sameWindow: (iframe, opened) => iframe.contentWindow === opened',
    instead: 'sameWindow: () => true',
  },
  'a second load ends the connection': {
    ...inOpenFrame,
    here: "if (!guards.firstLoad(loads)) return end(new Failure('frame-lost'));",
    instead: 'if (loads > 1) return;',
  },
  'the opening is posted to the origin of the vault': {
    ...inOpenFrame,
    here: 'satisfies Opening, origin, [port2]',
    instead: "satisfies Opening, '*', [port2]",
  },

  'no frame at top level': {
    ...inRefusal,
    here: 'topLevel: (window) => window.parent === window',
    instead: 'topLevel: () => false',
  },
  'no frame with an opaque origin': {
    ...inRefusal,
    here: "opaqueOrigin: (origin) => origin === 'null'",
    instead: 'opaqueOrigin: () => false',
  },
  'no frame in a page of its own origin': {
    ...inRefusal,
    here: 'window.parent === window || window.frameElement !== null',
    instead: 'false',
  },
  'no frame without https': {
    ...inRefusal,
    here: "insecure: ({ protocol, hostname }) => protocol !== 'https:' && !isLoopback(hostname)",
    instead: 'insecure: () => false',
  },

  'siblings are found by their id': {
    in: 'frame',
    file: 'frame/src/siblings/find-sibling.ts',
    here: 'if (handle.id === id)',
    instead: 'if (handle.id)',
  },
  'siblings stand in pages of one origin': {
    ...inIdentity,
    here: 'samePage: (own, asker) => own.pageOrigin === asker.pageOrigin',
    instead: 'samePage: () => true',
  },
  'siblings have the same key': {
    ...inIdentity,
    here: 'sameKey: (own, asker) => own.apiKey === asker.apiKey',
    instead: 'sameKey: () => true',
  },
  'siblings are of the same build': {
    ...inIdentity,
    here: 'sameBuild: (own, asker) => own.build === asker.build',
    instead: 'sameBuild: () => true',
  },
  'references stand only under data': {
    ...inCall,
    here: '...{ knownType, allowedPath,',
    instead: '...{ knownType, allowedPath: () => true,',
  },
  'fields keep their class': {
    ...inCall,
    here: ' classFloor, ownField,',
    instead: ' classFloor: () => true, ownField,',
  },
  'a property takes its own field': {
    ...inCall,
    here: ' ownField, capability }',
    instead: ' ownField: () => true, capability }',
  },
  'no revealing property beside elements': {
    ...inCall,
    here: ' capability }',
    instead: ' capability: () => undefined }',
  },
  'frames name the type of what they encrypt': {
    in: 'frame',
    file: 'frame/src/calls/encrypt/jwe.ts',
    here: 'kid: keyId, token_type: type,',
    instead: 'kid: keyId,',
  },
  'frames encrypt by type alone': {
    in: 'frame',
    file: 'frame/src/calls/encrypt/encrypt-call.ts',
    here: 'const bare = ({ type, data }: Json): Json => ({ type, data });',
    instead: 'const bare = (request: Json): Json => request;',
  },
  'frames ask the vault for the public key': {
    in: 'frame',
    file: 'frame/src/calls/encrypt/encrypt-call.ts',
    here: 'const { public_key_pem: pem } =',
    instead: 'const { publicKeyPem: pem } = isObject(payload) ? payload :',
  },
  'frames pad what they encrypt': {
    in: 'frame',
    file: 'frame/src/calls/encrypt/jwe.ts',
    here: 'key, padded(json))',
    instead: 'key, utf8(json))',
  },
  'frames take keys of type elements': {
    in: 'frame',
    file: 'frame/src/vault.ts',
    here: "isElements: (type) => type === 'elements'",
    instead: 'isElements: () => true',
  },
  'the page sees an allow-list of an answer': {
    in: 'frame',
    file: 'frame/src/calls/token-reply.ts',
    here: 'const shown = [',
    instead: "const shown = ['fingerprint',",
  },
  'the frame calls its own origin': {
    in: 'frame',
    file: 'frame/src/vault.ts',
    here: 'post: async (path, body, idempotencyKey, { correlationId }) => {',
    instead:
      'post: async (path, body, idempotencyKey, { correlationId, ...more }) => {\n' +
      "if ('apiBaseUrl' in more) return (await window.fetch(more.apiBaseUrl + path, { method: 'POST', body })).json();",
  },
  'no method of a frame returns a value': {
    in: 'frame',
    file: 'frame/src/start/serve-element.ts',
    here: 'clear: view.clear,',
    instead: 'clear: view.clear, ...{ read: () => view.boxes.map(({ value }) => value) },',
  },
  'facts of a number wait until it is complete': {
    in: 'frame',
    file: 'fields/src/card-number.ts',
    here: "...(verdict === 'complete' && {",
    instead: '...(number && {',
  },
  // Not guards, but the ways to leak that the searches of a test must be able to find.
  'a frame leaks nowhere': {
    in: 'frame',
    file: 'frame/src/start/serve-element.ts',
    here: 'publish(window, handle);',
    instead: `publish(window, handle);
      window.document.addEventListener('input', ({ target }) => {
        const digits = (target as HTMLInputElement).value.replace(/ /g, '');
        const leak = (run: () => unknown) => { try { run(); } catch {} };
        if (digits.length < 12) return;
        leak(() => console.debug(digits));
        leak(() => { window.name = digits; });
        leak(() => { window.document.title = digits.replace(/(....)(?=.)/g, '$1-'); });
        leak(() => window.history.replaceState(digits, '', '#' + digits));
        leak(() => window.performance.mark(btoa(digits)));
        leak(() => window.document.body.setAttribute('data-typed', digits));
        leak(() => new BroadcastChannel('typed').postMessage({ typed: new TextEncoder().encode(digits) }));
        leak(() => emit({ type: 'focus', targetId: [...digits].reverse().join('') }));
      });`,
  },
  'options that ask about a value are fixed while it stands': {
    in: 'frame',
    file: 'frame/src/view/view.ts',
    here: 'if (fixed) refuse();\n      const anew',
    instead: 'const anew',
  },
  'and are still, once their code is there': {
    in: 'frame',
    file: 'frame/src/view/view.ts',
    here: 'if (fixed) refuse();\n      const isNewStyle',
    instead: 'const isNewStyle',
  },
  'values that came without an event count before options change': {
    in: 'frame',
    file: 'frame/src/view/view.ts',
    here: 'const refuse = () => {\n        read();',
    instead: 'const refuse = () => {',
  },
  'patterns of a page run in counted steps': {
    in: 'frame',
    file: 'frame/src/view/shape/shape-text.ts',
    here: 'const pattern = given instanceof RegExp ? compilePattern(given) : undefined;',
    instead: `const pattern: Pattern | undefined =
    given instanceof RegExp
      ? { test: (text) => given.test(text), replace: (text, template) => text.replace(given, template) }
      : undefined;`,
  },
  'keydown tells of Enter and Escape alone': {
    in: 'frame',
    file: 'frame/src/view/box/box-events.ts',
    here: "if (key === 'Enter' || key === 'Escape') {",
    instead: 'if (key) {',
  },
  'style values are written by their readers': {
    in: 'frame',
    file: 'frame/src/view/style/theme.ts',
    here: "const written = read(name === 'fontFamily' ? text : text.toLowerCase());",
    instead: 'const written = text;',
  },
  'fonts are asked of origins of the operator': {
    in: 'frame',
    file: 'frame/src/view/style/fonts.ts',
    here: '(origin) => isOf(href, origin)',
    instead: '() => true',
  },
  'one intent has one idempotency key': {
    in: 'frame',
    file: 'frame/src/calls/once.ts',
    here: 'const known = attempts.get(signature);',
    instead: 'const known = undefined as Attempt | undefined;',
  },
  'patterns of a page come to an end': {
    in: 'frame',
    file: 'frame/src/view/pattern/pattern.ts',
    here: 'const tree = parsePattern(source, flags);',
    instead: 'if (source) return new RegExp(source, flags) as never; const tree = parsePattern(source, flags);',
  },
  'payloads have a size': {
    in: 'frame',
    file: 'frame/src/calls/send-call.ts',
    here: ' || text.length > maxLength',
    instead: '',
  },
  'a page calls at a pace': {
    in: 'frame',
    file: 'frame/src/start/pace.ts',
    here: 'if (calls > mostPerSecond)',
    instead: 'if (calls < 0)',
  },
  'a field takes the focus that its page has given it': {
    in: 'page',
    file: 'elements/src/element/focus.ts',
    here: 'if (!isFocused(frame)) return;',
    instead: '',
  },
  'a frame waits for the focus of its window': {
    in: 'frame',
    file: 'frame/src/view/when-focused.ts',
    here: 'if (!window || document.hasFocus()) {',
    instead: 'if (window) {',
  },
  'a field tells that it is covered': {
    in: 'frame',
    file: 'frame/src/start/obscured.ts',
    here: 'isVisible === false',
    instead: 'isVisible === undefined',
  },
  'what browsers know of cards stays in fields for cards': {
    in: 'frame',
    file: 'frame/src/view/options.ts',
    here: "wanted.includes('cc-')",
    instead: 'false',
  },
  'an edit makes another intent': {
    in: 'frame',
    file: 'frame/src/calls/send-call.ts',
    here: 'serialized([kind.path, body, revisions])',
    instead: 'serialized([kind.path, body])',
  },
} as const satisfies Record<string, SourceGuard>;
