import fc from 'fast-check';

import type { Finding, Report } from '../../src/findings/report-schema.js';
import { findingFixture, growthFixture, reportFixture } from './report-fixtures.js';

/** Names that a hostile program may choose. */
export const SPITEFUL = [
  '\u001b[2J\u001b[31mx',
  '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
  '\u001b]0;title\u0007',
  '\u009b31m',
  'a\r\nLEAK  none',
  'user\u202etxt.exe',
  'a\u200bb\u2066c\u2069',
  '\u{e0041}\u{e0042}',
  '\ud800x',
  '`rm -rf`',
  '</script><img src=x>',
  '::error::x',
  '##[error]x',
  ']]><failure/>',
  '\uffff',
  '{0}',
  '[x](javascript:alert(1))',
  '__proto__',
  'constructor',
  '',
  'x'.repeat(20_000),
  '😀'.repeat(300),
  '\u0301'.repeat(500),
];

/** Such names, and any others. */
export const spitefulName = fc.oneof(
  fc.constantFrom(...SPITEFUL),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(fc.constantFrom('Pool', 'Größe', '東京'), fc.constantFrom(...SPITEFUL)).map(([good, bad]) => good + bad),
);

/** A report in which every name that comes from a heap, a file or a source map is the given one. */
export function reportWith(text: string, overrides: Partial<Finding> = {}): Report {
  const source = { file: text, line: 7, column: 14, function: text };
  const [finding] = [findingFixture()];
  const edge = finding.brokenEdge;
  const path = finding.path;
  const cycle = finding.cycle;
  const site = { file: text, line: 1, column: 1, function: text, how: 'set' };
  return reportFixture({
    headline: `Clear \`${text}.next\`.`,
    findings: [
      findingFixture({
        headline: `Clear \`${text}.next\` of ${text}.`,
        fingerprint: `stale-link:${text}`,
        classes: [{ name: text, source, counts: [1, 2, 3, 4] }],
        deadBy: [{ field: text, objects: 360 }],
        evidence: { for: [{ code: 'dead', text }], against: [{ code: 'few', text }] },
        path: path === null ? null : { ...path, folded: `${text} → ${text}`, steps: [text, text], expression: text },
        brokenEdge:
          edge === null
            ? null
            : { ...edge, label: text, action: text, also: [{ label: text, edges: 1, why: text }], source },
        cycle:
          cycle === null ? null : { ...cycle, folded: text, classes: [text], anchors: [{ label: text, path: text }] },
        reservation: { tracesBack: true, via: [text] },
        holders: [{ kind: 'field', label: text, edges: 3, source }],
        allocatedAt: {
          tracked: 3,
          stacks: [{ objects: 3, frames: [{ function: text, source }], omittedFrames: 0 }],
          omittedStacks: 0,
        },
        code: {
          place: text,
          what: 'collection',
          state: 'missed',
          added: [site],
          removed: [{ ...site, caller: 'timer', bound: null, afterMs: null }],
          read: [site],
          missing: { file: text, line: 1, column: 1, function: text, why: 'guard', detail: text },
        },
        source,
        ...overrides,
      }),
    ],
    growth: [{ class: text, source, counts: [1, 2, 3, 4], growth: growthFixture(), pattern: 'linear' }],
    setAside: [{ label: text, code: 'covered', text }],
    notes: [{ code: text, text }],
  });
}
