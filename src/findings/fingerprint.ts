import { createHash } from 'node:crypto';
import type { FindingKind } from './report-schema.js';

/**
 * Identifies a fault across runs, processes and Node versions. It is made only of the kind, the reference to cut and the leading
 * class. Digits are unified, so that a port or an index in a name does not make a new fault, and so are extensions of source
 * files, as `session.ts` is `session.js` where its source map cannot be found.
 *
 * @returns 16 hexadecimal digits
 */
export function fingerprint(kind: FindingKind, label: string, className: string): string {
  const text = [kind, label, className].map((part) => fold(part)).join('\u0000');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function fold(part: string): string {
  return part.replace(/\.[cm]?[jt]sx?(?=:\d| → )/g, '').replace(/\d+/g, '#');
}
