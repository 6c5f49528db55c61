export { type ErrorCode, errorTexts, Failure, type FailureParts, seal } from './errors.ts';
export * from './protocol.ts';
