export { acceptPage, type PageAcceptance, type Served } from './accept-page.ts';
export { errorTexts } from './error-texts.ts';
export { type ErrorCode, Failure, type FailureParts, seal } from './errors.ts';
export { drawId, type FrameGuards, frameGuards, type PageGuards, pageGuards } from './guards.ts';
export { type FrameConnection, type FrameOpening, type OpeningFrame, openFrame } from './open-frame.ts';
export * from './options.ts';
export * from './protocol.ts';
export * from './session.ts';
