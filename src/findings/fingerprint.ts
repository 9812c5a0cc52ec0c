import { createHash } from 'node:crypto';
import type { FindingKind } from './report-schema.js';

/**
 * Names a fault across runs, processes and Node versions: made of the kind, the reference to cut and the
 * leading class only. Digits are folded, so that a port or an index in a name does not make a new fault; so is the
 * kind of a source file, as `session.ts` is `session.js` where its source map cannot be found.
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
