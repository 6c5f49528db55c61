import type { Plugin } from 'vite';

/**
 * Nobody listens to penpal's log, of its errors only the codes are read, and none crosses a port with message and stack (see
 * `sealedMessenger`), which also shakes hands by itself: bundles leave out the sentences, what would send them, and the handshake.
 */
export const quietPenpal: Plugin = {
  name: 'quiet-penpal',
  apply: 'build',
  transform: (code, id) =>
    id.includes('/penpal/dist/')
      ? code
          .replace(/(var (?:de)?serializeError = )[^;]*?=> (?:\(\{[^;]*\}\)|\{[\s\S]*?\n\});/g, '$1() => new Error();')
          .replace(
            /const methodPaths = extract[^;]*;|const handleSynMessage = \(message\) => \{\s+log[\s\S]*?(?=const handleAck2)/g,
            '',
          )
          .replace(/if \(is(?:Syn|Ack1)Message\(message\)\) \{\s+handle[^}]*\}/g, '')
          .replace(/(?<!#)\blog\?\.\(/g, 'false && (')
          .replace(
            /(new PenpalError_default\(\s*"[A-Z_]+"),\s*(?:"[^"]*"|`(?:[^`\\]|\\.)*`|error\.message)\s*\)/g,
            '$1)',
          )
      : null,
};
