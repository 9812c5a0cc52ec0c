import { describe, expect, it } from 'vitest';

import type { Case } from '../../../src/analyzers/cases/case.js';
import { BARE_GROWTH_KINDS, GROWTH_KINDS } from '../../../src/analyzers/cases/cluster-kind.js';
import type { PlaceCode, RemovalSite } from '../../../src/analyzers/code/place-code.js';
import { programCodeOf } from '../../../src/analyzers/evidence/finders/code-of-case.js';
import { judge } from '../../../src/analyzers/verdict/judge.js';
import {
  against,
  BUSY,
  type ClusterDifference,
  clusterCase,
  inFavor,
  leaseCase,
  OPENED,
  type PlaceDifference,
  placeCase,
} from '../support/case-support.js';

const LINE = { file: '/app/hub.js', line: 5, column: 1, function: 'sweep', how: 'delete' };
const WAY = { ...LINE, why: 'return', detail: '' } as const;

function removal(bound: RemovalSite['bound'], afterMs: number | null = null): RemovalSite {
  return { ...LINE, caller: 'call', bound, afterMs };
}

interface TextOptions extends Partial<PlaceCode> {
  readonly spanMs?: number | null;
}

const BASE = clusterCase().context;

/** What all cases share, where the text says that of every place. */
function contextOf({ spanMs = null, ...code }: TextOptions): unknown {
  const said = { name: 'rows', what: 'collection', state: 'unknown', added: [], removed: [], read: [], missing: null };
  return {
    ...BASE,
    times: { ...BASE.times, spanMs },
    code: { ofPlace: () => ({ ...said, ...code }), ofCheckouts: () => null },
  };
}

const ofCluster = (text: TextOptions, own: ClusterDifference = {}) => clusterCase({ context: contextOf(text), ...own });
const ofPlace = (text: TextOptions, own: PlaceDifference = {}) => placeCase({ context: contextOf(text), ...own });

function textOf(c: Case, code: string): string | undefined {
  const judged = judge(c);
  return judged.verdict === 'silent' ? undefined : judged.against.find((told) => told.code === code)?.text;
}

const CALLED_KINDS = ['listener-pileup', 'timer-held'] as const;
/** A place whose callback is not known, so that the text is asked about the place. */
const UNHELD = { ...clusterCase().label, boundaryEdges: [] };
const BY_TIME: TextOptions = { state: 'bounded', removed: [removal('clock', 1000)] };
const BY_NUMBER: TextOptions = { state: 'bounded', removed: [removal('size')] };

describe('the text that removes from a place', () => {
  it.each(BARE_GROWTH_KINDS)('speaks against growth of kind %s', (kind) => {
    expect(against(ofCluster(BY_TIME, { kind }))).toContain('removed-by-code');
  });

  it.each(CALLED_KINDS)('speaks against growth of kind %s', (kind) => {
    expect(against(ofCluster(BY_NUMBER, { kind, label: UNHELD }))).toMatch(/^grown note: .*removed-by-code/);
    expect(against(ofCluster({ state: 'removed', removed: [removal(null)] }, { kind, label: UNHELD }))).not.toContain(
      'removed-by-code',
    );
  });

  it('speaks against the dead in a history', () => {
    const history = {
      kind: 'ledger-entry-kept',
      isMostlyDead: true,
      isHistory: true,
      facts: { leading: { dead: 60 } },
    };
    expect(against(ofCluster(BY_NUMBER, history as ClusterDifference))).toMatch(/^history note: .*removed-by-code/);
  });

  it('does not speak against a stale link: what was taken out of a bounded list keeps its link', () => {
    expect(against(ofCluster(BY_NUMBER, { kind: 'stale-link', label: UNHELD }))).toBe('grown leak: no-death');
  });

  it.each([
    ['repeated', { cause: 'repeated' }],
    ['text', { cause: 'text' }],
    ['integers', { cause: 'integers' }],
  ] as const)('speaks against a place that grows by %s', (_ground, own) => {
    expect(against(ofPlace(BY_TIME, own))).toContain('removed-by-code');
  });

  it('is decided by the first line that bounds it', () => {
    const other = { ...removal(null), line: 1 };
    const c = ofCluster({ state: 'bounded', removed: [other, removal('clock')] });
    expect(textOf(c, 'removed-by-code')).toBe('hub.js:5 removes entries after some time.');
    expect(textOf(ofCluster(BY_NUMBER), 'removed-by-code')).toBe('hub.js:5 keeps the number of entries within bounds.');
  });
});

/** Of each kind of case, with and without what the text says. */
describe.each([
  ['cluster', ofCluster],
  ['place', ofPlace],
] as const)('the text that removes from the place of a %s', (_type, of) => {
  it.each([
    ['by time', BY_TIME],
    ['by number', BY_NUMBER],
  ])('%s speaks against it', (_by, text) => {
    expect(against(of(text))).toMatch(/ note: .*removed-by-code/);
  });

  it.each([
    ['by a line that is called', { state: 'removed', removed: [removal(null)] }],
    ['on some ways', { state: 'missed', removed: [removal('clock')], missing: WAY }],
    ['nowhere', { state: 'never' }],
    ['perhaps', { state: 'unknown', removed: [removal('clock')] }],
  ] as const)('%s does not', (_by, text) => {
    expect(against(of(text))).not.toContain('removed-by-code');
  });

  it('does not when the series lasted over twice as long as entries may stay, which speaks for it', () => {
    expect(inFavor(of({ ...BY_TIME, spanMs: 2000 }))).not.toContain('removal-overdue');
    expect(against(of({ ...BY_TIME, spanMs: 2000 }))).toContain('removed-by-code');
    expect(inFavor(of({ ...BY_TIME, spanMs: 2001 }))).toContain('removal-overdue');
    expect(against(of({ ...BY_TIME, spanMs: 2001 }))).not.toContain('removed-by-code');
  });

  it('is not overdue where another line removes by number, or after an unknown time', () => {
    const removed = [removal('clock', 1000), removal('size')];
    const unknown = [removal('clock', 1000), removal('clock')];
    expect(inFavor(of({ state: 'bounded', removed, spanMs: 9999 }))).not.toContain('removal-overdue');
    expect(inFavor(of({ state: 'bounded', removed: unknown, spanMs: 9999 }))).not.toContain('removal-overdue');
  });

  it('is overdue whatever lines remove that bound nothing', () => {
    const removed = [removal('clock', 1000), removal(null)];
    expect(inFavor(of({ state: 'bounded', removed, spanMs: 9999 }))).toContain('removal-overdue');
  });

  it('is not overdue in a series of unknown length, nor where it is not bounded', () => {
    expect(inFavor(of({ ...BY_TIME, spanMs: null }))).not.toContain('removal-overdue');
    expect(inFavor(of({ ...BY_TIME, state: 'missed', spanMs: 9999 }))).not.toContain('removal-overdue');
  });

  it('speaks for it when no line removes', () => {
    expect(inFavor(of({ state: 'never' }))).toContain('never-removed-by-code');
    expect(inFavor(of({ state: 'removed' }))).not.toContain('never-removed-by-code');
  });

  it('speaks for it when a way is known that leaves it', () => {
    expect(inFavor(of({ state: 'missed', missing: WAY }))).toContain('missed-by-code');
    expect(inFavor(of({ state: 'removed' }))).not.toContain('missed-by-code');
    expect(inFavor(of({ state: 'unknown', missing: WAY }))).not.toContain('missed-by-code');
  });

  it('does not speak of checkouts, which are no places', () => {
    expect(inFavor(of({ what: 'checkout', state: 'never' }))).not.toContain('by-code');
    expect(against(of({ ...BY_TIME, what: 'checkout' }))).not.toContain('by-code');
  });
});

describe('the text of a function that removes what it added', () => {
  const added = [{ ...LINE, line: 2, function: 'visit' }];
  const own = { ...removal(null), function: 'visit' };
  const DOUBTED = /^\S+ suspect: .*removed-after-use/;

  it('leaves a suspicion: its calls have not ended, whether they take long or hang', () => {
    expect(against(ofCluster({ state: 'removed', added, removed: [own] }))).toMatch(DOUBTED);
    expect(against(ofPlace({ state: 'removed', added, removed: [own] }))).toMatch(DOUBTED);
  });

  it.each([...BARE_GROWTH_KINDS, 'listener-pileup'])('leaves a suspicion of kind %s', (kind) => {
    const c = ofCluster({ state: 'removed', added, removed: [own] }, { kind, label: UNHELD });
    expect(against(c)).toMatch(DOUBTED);
  });

  it.each(['repeated', 'text'])('leaves a suspicion of a place that grows by %s', (cause) => {
    expect(against(ofPlace({ state: 'removed', added, removed: [own] }, { cause }))).toMatch(DOUBTED);
  });

  it('is not asked where something else leaves a suspicion', () => {
    const short = { rounds: 2, perRound: [30, 30] };
    expect(against(ofCluster({ state: 'removed', added, removed: [own] }, short))).not.toContain('removed-after-use');
  });

  it.each<[string, TextOptions]>([
    ['another function removes', { state: 'removed', added, removed: [removal(null)] }],
    ['another one removes as well', { state: 'removed', added, removed: [own, removal(null)] }],
    ['the function is in another file', { state: 'removed', added, removed: [{ ...own, file: '/app/other.js' }] }],
    ['some ways leave it', { state: 'missed', added, removed: [own], missing: WAY }],
    ['the text is not whole', { state: 'unknown', added, removed: [own] }],
  ])('does not count where %s', (_title, text) => {
    expect(against(ofCluster(text))).not.toContain('removed-after-use');
  });
});

describe('timers that fire once', () => {
  const timers = { expire: true, areEach: true, areLong: false, areSettled: false };
  const told = (text: TextOptions, own: ClusterDifference = {}) => against(ofCluster(text, { timers, ...own }));

  it('empty no collection from which by the text nothing goes', () => {
    expect(told({ state: 'unknown' })).toMatch(/^grown note: .*timers-expire/);
    expect(told({ state: 'never' })).toMatch(/^grown leak: .*timers-expire/);
    expect(told({ state: 'missed', missing: { ...WAY, why: 'no-effect' } })).toMatch(/^grown leak: .*timers-expire/);
  });

  it('may empty one that some entries stay in, and what no collection holds', () => {
    expect(told({ state: 'missed', missing: WAY })).toMatch(/^grown note: .*timers-expire/);
    expect(told({ state: 'never', what: 'reference' })).toMatch(/^grown note: .*timers-expire/);
    expect(told({ state: 'never' }, { isInCollection: false })).toMatch(/^grown note: .*timers-expire/);
  });

  it('end what listens, where the text then takes the listener back on every way', () => {
    const own = { kind: 'listener-pileup', label: UNHELD } as const;
    expect(told({ state: 'removed', what: 'listener' }, own)).toMatch(/^grown note: .*timers-expire/);
    expect(told({ state: 'missed', what: 'listener', missing: WAY }, own)).toMatch(/^grown leak: /);
    expect(told({ state: 'unknown', what: 'listener' }, own)).toMatch(/^grown leak: /);
  });
});

describe('the text of what a pool lent', () => {
  const asked: string[] = [];
  const code = {
    ofPlace: () => ({ what: 'collection', state: 'never', removed: [], missing: null }),
    ofCheckouts: (checkout: string, release: string) => {
      asked.push(`${checkout} ${release}`);
      return null;
    },
  };
  const of = (words: unknown) => inFavor(clusterCase({ context: { ...BASE, code }, facts: { words } as never }));

  it('is that of the lines that borrow, where the profile names both calls', () => {
    expect(of({ checkout: 'pool.connect()', release: 'client.release()' })).not.toContain('never-removed-by-code');
    expect(asked).toContain('pool.connect() client.release()');
  });

  it.each([undefined, { checkout: 'pool.connect()' }, { release: 'client.release()' }])(
    'is that of the place, where it does not: %j',
    (words) => {
      expect(of(words)).toContain('never-removed-by-code');
    },
  );
});

describe('the text of leases that nobody can return', () => {
  const text = { what: 'checkout', state: 'missed' };
  const ofSeveral = { what: 'checkout', state: 'unknown' };
  const code = {
    ofCheckouts: (checkout: string, release: string, isOneOfSeveral: boolean) => {
      if (`${checkout} ${release}` !== 'pool.connect() client.release()') return null;
      return isOneOfSeveral ? ofSeveral : text;
    },
  };
  const words = { checkout: 'pool.connect()', release: 'client.release()' };
  const of = (words: unknown) => programCodeOf(leaseCase({ context: { ...BASE, code }, words }));

  it('is that of the lines that borrow, where the profile names both calls', () => {
    expect(of({ checkout: 'pool.connect()', release: 'client.release()' })).toBe(text);
  });

  it.each([
    ['another pool with the same call misses some too', { holder: null, words }, ofSeveral],
    ['the leases of the other pool are held', { holder: {}, words }, text],
    ['the other pool is asked by another call', { holder: null, words: { checkout: 'pool.acquire()' } }, text],
  ])('is asked for one of several pools only where they miss leases: %s', (_title, other, expected) => {
    const leaseFacts = new Map([
      [1, { inventory: {}, holder: null, words }],
      [2, { inventory: {}, ...other }],
    ]);
    expect(programCodeOf(leaseCase({ context: { ...BASE, code, leaseFacts } as never, words }))).toBe(expected);
  });

  it.each([undefined, { checkout: 'pool.connect()' }, { release: 'client.release()' }])(
    'is not known where it does not: %j',
    (words) => {
      const always = { ofCheckouts: () => text };
      expect(programCodeOf(leaseCase({ context: { ...BASE, code: always }, words }))).toBeNull();
    },
  );
});

describe('fields that say that they are in use', () => {
  const label = clusterCase().label;
  /** In a list, round after round, with no other holder: nobody uses them. */
  const busy = (own: ClusterDifference = {}, text: TextOptions = {}) =>
    against(ofCluster(text, { ...own, facts: { ...own.facts, leading: { nodes: OPENED } } }));
  const NOTE = /^\S+ note: .*says-it-lives/;

  it.each(GROWTH_KINDS)('are told of growth of kind %s', (kind) => {
    expect(busy({ kind })).toContain('says-it-lives');
  });

  it('count when they are flags on what is neither connection nor lease', () => {
    expect(against(ofCluster({}, { facts: { leading: { nodes: BUSY } } }))).toMatch(NOTE);
  });

  it('prove little of what is forgotten in one place', () => {
    expect(busy()).toMatch(/^\S+ suspect: .*says-it-lives/);
  });

  it.each(['never', 'missed', 'unknown'] as const)('prove little where the text removes them: %s', (state) => {
    expect(busy({}, { state, removed: [] })).toMatch(/^\S+ suspect: .*says-it-lives/);
  });

  it.each(['removed', 'bounded'] as const)('count where the text removes them some day: %s', (state) => {
    expect(busy({}, { state, removed: [removal('size')] })).toMatch(NOTE);
  });

  it.each<[string, ClusterDifference]>([
    ['two rounds', { rounds: 2, perRound: [30, 30] }],
    ['a young holder', { isHolderOld: false }],
    ['no collection', { isInCollection: false }],
    ['two references', { set: { labels: [label, { ...label, id: 2 }], frees: 60, freedBytes: 100_000 } }],
    ['some that the cut does not free', { cut: { frees: 59 } }],
    ['another holder', { facts: { outsiders: [{ id: 2 }] } }],
    ['an open handle', { facts: { openHandles: 1 } }],
    ['a user', { user: { name: 'run', source: { file: '/app/hub.js', line: 1 } } }],
    ['a function that waits', { waiting: { name: 'run' } }],
  ])('count with %s', (_title, own) => {
    expect(busy(own)).toMatch(NOTE);
  });

  it('prove little where the only other holder is that place itself', () => {
    expect(busy({ facts: { outsiders: [{ id: label.id }] } })).toMatch(/^\S+ suspect: .*says-it-lives/);
  });
});

describe('fields of dead objects that say that they are in use', () => {
  const strong = {
    life: { field: 'Busy.open', strength: 1 },
    death: { field: 'Busy.closed', value: 'true', strength: 2 },
  };
  const weak = { ...strong, death: { ...strong.death, strength: 1 } };

  interface Dead {
    readonly contradicting: number;
    readonly says?: typeof strong;
    readonly living?: number;
  }

  /** Of the twelve youngest so many contradict themselves; so many of all 60, the youngest, live. */
  function judgeDead({ contradicting, says = weak, living = 0 }: Dead, own: ClusterDifference = {}): string {
    const dead = BUSY.slice(0, BUSY.length - living);
    const asked = dead.slice(-12);
    const deaths = {
      isDead: (node: number) => dead.includes(node),
      contradiction: (node: number) => {
        const at = asked.indexOf(node);
        return at !== -1 && at < contradicting ? says : null;
      },
    };
    const context = { ...BASE, view: { ...BASE.view, graph: BASE.view.graph, deaths } };
    const leading = { nodes: BUSY, dead: dead.length };
    return against(clusterCase({ context, kind: 'ledger-entry-kept', isMostlyDead: true, ...own, facts: { leading } }));
  }

  it('weaken their death where half of those asked have them', () => {
    expect(judgeDead({ contradicting: 6 })).toMatch(/^dead suspect: .*says-it-lives/);
    expect(judgeDead({ contradicting: 5 })).not.toContain('says-it-lives');
  });

  it('weaken nothing where the death is surer', () => {
    expect(judgeDead({ contradicting: 12, says: strong })).toMatch(/^dead leak: .*says-it-lives/);
  });

  it('are asked of dead objects alone', () => {
    expect(judgeDead({ contradicting: 12, living: 20 })).toContain('says-it-lives');
  });
  it('weaken the death of what one snapshot shows', () => {
    const one = { rounds: 0, perRound: [], wholeRounds: [], kind: 'stale-link' } as const;
    expect(judgeDead({ contradicting: 6 }, one)).toMatch(/^one-snapshot suspect: .*says-it-lives/);
    expect(judgeDead({ contradicting: 5 }, one)).toMatch(/^one-snapshot leak: /);
  });

  it('weaken the death of very many', () => {
    expect(judgeDead({ contradicting: 6 }, { kind: 'stale-link' })).toMatch(/^many-dead suspect: .*says-it-lives/);
    expect(judgeDead({ contradicting: 5 }, { kind: 'stale-link' })).toMatch(/^many-dead leak: /);
  });
});
