import {
  type Finding,
  type GrowthRate,
  type Pool,
  type Report,
  reportSchema,
  SCHEMA_VERSION,
} from '../../src/findings/report-schema.js';

/** A growth of 105 objects in each of three rounds. */
export function growthFixture(overrides: Partial<GrowthRate> = {}): GrowthRate {
  return {
    survivorsPerRound: [105, 105, 105],
    perRound: 105,
    bytesPerRound: 525_000,
    bytesPerHour: null,
    hoursToLimit: null,
    fit: 1,
    exactMultiple: 105,
    ...overrides,
  };
}

/** The leak that the project starts from: popped entries of an intrusive stack that keep their link. */
export function findingFixture(overrides: Partial<Finding> = {}): Finding {
  return {
    kind: 'stale-link',
    verdict: 'leak',
    fingerprint: 'stale-link:Pooled.next:4f1c',
    headline:
      'Clear `Pooled.next` when a connection is checked out: frees 360 of 360 dead connections (1.8 MB), none of the 51 living.',
    classes: [
      {
        name: 'Pooled',
        source: { file: 'src/pooled.ts', line: 7, column: 14, function: null },
        counts: [96, 201, 306, 411],
      },
      { name: 'DbConnection', source: null, counts: [96, 201, 306, 411] },
    ],
    countPerSnapshot: [45, 150, 255, 360],
    dead: 360,
    living: 51,
    suspects: 360,
    deadBy: [{ field: 'DbConnection.closed', objects: 360 }],
    shallowBytes: 1_800_000,
    freedBytes: 1_800_000,
    growth: growthFixture(),
    evidence: {
      for: [
        { code: 'closed-flag', text: '`DbConnection.closed` is true on all 360.' },
        { code: 'not-in-list', text: 'None of the linking entries is a member of the list `ConnStack.top`.' },
      ],
      against: [{ code: 'few-rounds', text: 'Three rounds only.' }],
    },
    path: {
      folded: 'globalThis.tablet → Tablet.holders → Session.conn → (Pooled.next → Pooled) × 341 → DbConnection',
      steps: ['globalThis.tablet', 'Tablet.holders', 'Session.conn', '(Pooled.next → Pooled) × 341', 'DbConnection'],
      expression: 'globalThis.tablet.holders[3].dbConn.next.next',
      length: 345,
      strength: 'strong',
      sampleNodeId: 1234,
    },
    brokenEdge: {
      label: 'Pooled(leased).next',
      action: 'Set `next` to null in `ConnStack.pop`.',
      edges: 6,
      frees: 360,
      of: 360,
      freedBytes: 1_800_000,
      livingLost: 0,
      also: [{ label: 'Socket._handle', edges: 12, why: 'an open handle of its own keeps these' }],
      source: { file: 'src/pooled.ts', line: 7, column: 14, function: 'Pooled' },
    },
    cycle: {
      folded: 'Reservation.conn → DbConnection.session → Session.reservation → Reservation',
      length: 3,
      classes: ['Reservation', 'DbConnection', 'Session'],
      members: 12,
      anchors: [{ label: 'Timeout._onTimeout', path: '(GC roots) → Timeout → heartbeat' }],
      harmless: false,
    },
    refcount: { field: 'Reservation.refs', stated: 1, holders: 0, objects: 12 },
    reservation: { tracesBack: true, via: ['StatefulPool.active', 'Session.reservedId'] },
    holders: [{ kind: 'link', label: 'Pooled(leased).next', edges: 6, source: null }],
    source: { file: 'src/pooled.ts', line: 7, column: 14, function: 'Pooled' },
    sampleNodeIds: [1234, 1236, 1238, 1240, 1242, 1244, 1246],
    ...overrides,
  };
}

/** A pool of 32 with two books. */
export function poolFixture(overrides: Partial<Pool> = {}): Pool {
  return {
    class: 'ConnPool',
    nodeId: 771,
    source: null,
    expression: 'globalThis.tablet.pool',
    resourceClass: 'Pooled',
    ledgers: [
      { field: 'stack', container: 'linked-list', role: 'idle', sizes: [27, 27, 27, 27] },
      { field: 'leased', container: 'map', role: 'leased', sizes: [null, 5, 10, 15] },
    ],
    states: { idle: 27, leased: 15, live: 9, dead: 360, unknown: 0 },
    counters: [{ field: 'active', value: 15 }],
    inventory: [null, inventoryFixture(5, null), inventoryFixture(10, 60_000), inventoryFixture(15, 720_000)],
    heldBy: [
      {
        holder: {
          kind: 'function',
          label: 'getUser()',
          source: { file: 'src/users.ts', line: 41, column: 3, function: 'getUser' },
        },
        leases: 12,
        oldest: { ms: 720_000, isLeast: true },
      },
      { holder: null, leases: 3, oldest: null },
    ],
    audit: [
      { code: 'waiters-beside-idle', text: '2 waiters are queued while 27 are idle.', count: 2, severity: 'note' },
      { code: 'closed-but-booked', text: '3 Pooled are closed but still booked.', count: 3, severity: 'warning' },
    ],
    ...overrides,
  };
}

function inventoryFixture(leased: number, oldestMs: number | null): NonNullable<Pool['inventory']>[number] {
  const oldestLease = oldestMs === null ? null : { ms: oldestMs, isLeast: true };
  return { size: 27 + leased, idle: 27, leased, dead: 0, pending: 2, maximum: 32, closed: false, oldestLease };
}

/** A report of four snapshots with one leak. Checked against the schema, so that a fixture cannot lie. */
export function reportFixture(overrides: Partial<Report> = {}): Report {
  const findings = overrides.findings ?? [findingFixture()];
  return reportSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'poolscope', version: '0.0.0' },
    verdict: findings[0]?.verdict ?? 'clean',
    headline: findings[0]?.headline ?? 'No leaked connections in 4 snapshots.',
    series: {
      snapshots: [1, 2, 3, 4].map((round) => ({
        file: `heap-${round}.heapsnapshot`,
        capturedAt: null,
        nodeVersion: '20.20.2',
        nodeCount: 120_000 + round * 1000,
        edgeCount: 480_000,
        shallowBytes: 9_000_000 + round * 525_000,
      })),
      epoch: { comparable: true, checked: 2000, mismatches: 0 },
    },
    pools: [poolFixture()],
    setAside: [{ label: 'Api.recent[]', code: 'leveled-off', text: 'The collection held 40, 40, 40, 40 entries.' }],
    growth: [
      { class: 'Pooled', counts: [96, 201, 306, 411], growth: growthFixture(), pattern: 'linear' },
      {
        class: 'Buffer',
        counts: [40, 44, 41, 45],
        growth: growthFixture({ perRound: 1.2, bytesPerRound: null, exactMultiple: null, fit: 0.4 }),
        pattern: 'irregular',
      },
    ],
    notes: [{ code: 'numbers-missing', text: 'Numbers were not captured: reference counts cannot be read.' }],
    limitsReached: [
      { limit: 'maxLabels', value: 500, text: 'Only the 500 most frequent references were cut in trial.' },
    ],
    ...overrides,
    findings,
  });
}

/** A report without findings. */
export function cleanReportFixture(overrides: Partial<Report> = {}): Report {
  return reportFixture({ findings: [], growth: [], notes: [], limitsReached: [], ...overrides });
}
