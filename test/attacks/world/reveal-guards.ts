import type { SourceGuard } from './guards.ts';

const inReveal = { in: 'frame', file: 'frame/src/session/reveal-guards.ts' } as const;
const inModel = { in: 'frame', file: 'frame/src/view/model.ts' } as const;

/** The guards of sessions, and of what is shown and copied. */
export const revealGuards = {
  'the key of a session stays in its frame': {
    ...inReveal,
    here: 'opened: ({ nonce, expires_at }) => ({ nonce: String(nonce), expires_at: String(expires_at) }),',
    instead: 'opened: (answer) => answer as never,',
  },
  'the page gets references to data': {
    ...inReveal,
    here: 'shape: (own, token, data) =>',
    instead: 'shape: (own, token, data) => own ? data :',
  },
  'only references are shown': {
    in: 'frame',
    file: 'frame/src/session/references.ts',
    here: "if (!isObject(value) || depth > maxDepth) throw new Failure('invalid-payload', { detail: 'no reference' });",
    instead: 'if (!isObject(value)) return value;',
  },
  'a shown field tells no events': {
    ...inModel,
    here: 'emit: (event) => model.showing || emit(event),',
    instead: 'emit,',
  },
  'a shown field has no state': {
    ...inModel,
    here: 'summary(model.showing ? [] : boxes,',
    instead: 'summary(boxes,',
  },
  'a shown field takes no keys': {
    in: 'frame',
    file: 'frame/src/view/drawing.ts',
    here: 'readOnly: showing || options.readOnly === true,',
    instead: 'readOnly: options.readOnly === true,',
  },
  'a shown value is nobody’s to send': {
    in: 'frame',
    file: 'frame/src/start/serve-element.ts',
    here: "parts: () => (view.showing ? 'display-only' : view.boxes.map(partOf)),",
    instead: 'parts: () => view.boxes.map(partOf),',
  },
  'codes are never shown': {
    in: 'frame',
    file: 'frame/src/siblings/showing.ts',
    here: 'if (field.fleeting) return undefined;',
    instead: '',
  },
  'a mirror is of the type of its source': {
    in: 'frame',
    file: 'frame/src/siblings/showing.ts',
    here: 'source.type !== handle.type ||',
    instead: '',
  },
  'copying needs a gesture': {
    in: 'frame',
    file: 'frame/src/view/copy-button.ts',
    here: 'export const isGesture = (event: Event): boolean => event.isTrusted;',
    instead: 'export const isGesture = (event: Event): boolean => event !== undefined;',
  },
  'elements keep their class when a token is changed': {
    in: 'frame',
    file: 'frame/src/session/open-session.ts',
    here: '{ ...body, privacy: token.privacy }',
    instead: "{ ...body, privacy: { classification: 'pci' } }",
  },
  'sessions see no codes': {
    in: 'vault',
    file: 'vault/src/tokens/reader.ts',
    here: "caller.session && how === 'reveal'",
    instead: 'caller === undefined',
  },
  'sessions see the tokens they are for': {
    in: 'vault',
    file: 'vault/src/access/grants.ts',
    here: "return sessionMay(session, 'update', token) ? 'redact' : 'hide';",
    instead: "return sessionMay(session, 'update', token) ? 'redact' : 'reveal';",
  },
} as const satisfies Record<string, SourceGuard>;
