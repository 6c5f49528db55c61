import { integrityOf } from './integrity.ts';

/**
 * Browser features that a field never uses. Only names that all browsers with this header know: others would cause console
 * warnings.
 */
const unused = [
  ...['accelerometer', 'autoplay', 'camera', 'display-capture'],
  ...['encrypted-media', 'fullscreen', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts'],
  ...['magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get'],
  ...['screen-wake-lock', 'serial', 'storage-access', 'usb', 'xr-spatial-tracking'],
];

const policy = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');

/**
 * Keeps the frame's process apart from other hosts of its domain (HTML §7.1.1.1). Chromium learns of it from the answer, and has a process
 * ready by then that it throws away.
 */
export const apart = { 'origin-agent-cluster': '?1' };

/**
 * The headers of a frame (docs/architecture.md §2.6). It runs only the scripts
 * given here and files of its own origin, connects only to its own origin, loads fonts
 * only from the origins that the operator allows, and can be embedded only by the pages that the operator names.
 */
export const frameHeaders = (
  frameAncestors: readonly string[],
  inlineScripts: readonly string[],
  { fontOrigins = [], connect = "'self'" }: { fontOrigins?: readonly string[]; connect?: string } = {},
): Readonly<Record<string, string>> => ({
  'content-security-policy': policy({
    'default-src': "'none'",
    'script-src': ["'self'", ...inlineScripts.map((text) => `'${integrityOf(text, 'sha256')}'`)].join(' '),
    'connect-src': connect,
    ...(fontOrigins.length > 0 && { 'font-src': fontOrigins.join(' ') }),
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': frameAncestors.join(' ') || "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html',
  }),
  'permissions-policy': unused.map((name) => `${name}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'cross-origin',
});
