import { createHash } from 'node:crypto';
import type { FindingKind } from './report-schema.js';

/**
 * Names a fault across runs, processes and Node versions: made of the kind, the reference to cut and the
 * leading class only. Digits are folded, so that a port or an index in a name does not make a new fault.
 *
 * @returns 16 hexadecimal digits
 */
export function fingerprint(kind: FindingKind, label: string, className: string): string {
  const text = [kind, label, className].map((part) => part.replace(/\d+/g, '#')).join('\u0000');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
