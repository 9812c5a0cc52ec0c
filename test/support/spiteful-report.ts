import fc from 'fast-check';

import type { Finding, Report } from '../../src/findings/report-schema.js';
import { findingFixture, growthFixture, poolFixture, reportFixture } from './report-fixtures.js';

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
  const site = { file: text, line: 1, column: 1, function: text, how: text };
  const [pool] = [poolFixture()];
  const holder = { kind: 'function' as const, label: text, source };
  const takenAt = { source, caller: source };
  const line = { file: text, line: 1, column: 1, function: text, what: 'adds' as const, runs: 3, reached: 1 };
  const known = { kind: 'stale-link' as const, fingerprint: `stale-link:${text}`, label: text, headline: text };
  return reportFixture({
    headline: `Clear \`${text}.next\`.`,
    findings: [
      findingFixture({
        headline: `Clear \`${text}.next\` of ${text}.`,
        fingerprint: `stale-link:${text}`,
        classes: [{ name: text, source, counts: [1, 2, 3, 4] }],
        deadBy: [{ field: text, objects: 360 }],
        evidence: {
          for: [
            { code: 'dead', text },
            { code: text, text },
          ],
          against: [
            { code: 'few', text },
            { code: text, text },
          ],
        },
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
        refcount: { field: text, stated: 2, holders: 1, objects: 1 },
        ground: text,
        baseline: { status: 'new', reason: text, expires: null, before: null },
        source,
        ...overrides,
      }),
    ],
    series: {
      snapshots: [1, 2, 3, 4].map((round) => ({
        ...{ file: text, capturedAt: text, nodeVersion: text },
        ...{ nodeCount: 100 * round, edgeCount: 400, shallowBytes: 9000 },
      })),
      epoch: { comparable: true, checked: 2000, mismatches: 0 },
    },
    pools: [
      {
        ...pool,
        ...{ class: text, source, expression: text, resourceClass: text, profile: text },
        ledgers: pool.ledgers.map((ledger) => ({ ...ledger, field: text })),
        counters: [{ field: text, value: 15 }],
        words: { pool: text, resource: text, resources: text, checkout: text, release: text, close: text },
        heldBy: [{ holder, leases: 12, oldest: null }],
        leases: [{ class: text, nodeId: 5, holder, age: null, takenAt }],
        takenAt: [{ ...takenAt, recorded: true, leases: 12, oldest: null }],
        audit: [{ code: 'exhausted', text, count: 1, severity: 'warning' }],
      },
    ],
    watched: {
      ...{ loadMs: 1, quietMs: 1, longestMs: 1, busyMs: 1, bytes: 1, failure: text },
      places: [
        {
          ...{ label: text, nodeId: 5, entries: [{ ms: 1, entries: 2, quiet: false }], sampled: 3, gone: 1 },
          ...{ inPlace: true, lines: [line], failure: text },
        },
      ],
    },
    leaseRecord: {
      ...{
        by: 'attach',
        recordedMs: 1,
        checkouts: 1,
        releases: 1,
        unseen: 0,
        kept: 0,
        omittedLeases: 0,
        failure: text,
      },
      classes: [{ profile: text, class: text, methods: [text] }],
    },
    baseline: { name: text, day: '2026-11-29', entries: 1, gone: [known] },
    limitsReached: [{ limit: text, value: 1, text }],
    timings: { [text]: 1 },
    growth: [{ class: text, source, counts: [1, 2, 3, 4], growth: growthFixture(), pattern: 'linear' }],
    setAside: [{ label: text, code: text, text }],
    notes: [{ code: text, text }],
  });
}
