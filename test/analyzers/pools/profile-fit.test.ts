import { describe, expect, it } from 'vitest';
import { fitProfile } from '../../../src/analyzers/pools/profile-fit.js';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import { parseProfile } from '../../../src/profiles/parse-profile.js';
import type { Profile } from '../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapOptions } from '../../support/heap-dsl.js';

/** globalThis.desk: Desk ─lent─▶ Map { 'k' → Loan ─wire─▶ Wire { state: 3 } }   ─waiting─▶ [ ]   ─first─▶ Step ─next─▶ Step */
function deskHeap(options: HeapOptions = {}): HeapBuilder {
  const heap = new HeapBuilder(options);
  const loan = heap.object('Loan').property('wire', heap.object('Wire').property('state', 3));
  const desk = heap.object('Desk').property('lent', heap.map([['k', loan]]));
  const step = heap.object('Step').property('next', heap.object('Step').property('next', null));
  heap.global.property('desk', desk.property('waiting', heap.array([])).property('first', step));
  return heap;
}

function profileOf(content: object): Profile {
  return parseProfile({ name: 'own', ...content }, 'own');
}

async function missed(content: object, heap = deskHeap()): Promise<string[]> {
  const { matches } = fitProfile(new HeapGraph(await heap.toColumns()), profileOf(content));
  return matches.filter(({ isMatched }) => !isMatched).map(({ place, text }) => `${place}: ${text}`);
}

const ledger = (content: object) => ({
  pools: [{ class: 'Desk', ledgers: [{ field: 'lent', role: 'leased', ...content }] }],
});

describe('a profile held against a heap', () => {
  it('has no complaint where everything is there', async () => {
    const whole = {
      classes: { wire: { fields: ['state'] } },
      ...ledger({ entry: 'wire', when: [{ field: 'wire.state', equals: 3 }] }),
      aliveWhen: [{ class: 'Wire', field: 'state', equals: 3 }],
    };
    expect(await missed(whole)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ sessions: ['Visit'] }, 'sessions[0]: there is no object of class `Visit`'],
    [
      { classes: { Desk: { class: ['Desk', 'Table'], fields: ['lent', 'drawer'] } } },
      'classes.Desk: the only `Desk` and `Table` does not have `drawer`',
    ],
    [
      { classes: { Desk: { class: 'Desk', fields: ['lent'], not: ['waiting'] } } },
      'classes.Desk: the only `Desk` does not have all of its `fields` and none of those in `not`',
    ],
    [
      { classes: { any: { fields: ['lent', 'drawer'] } } },
      'classes.any: no object has all fields of `any` (`lent` and `drawer`)',
    ],
    [
      { classes: { any: { fields: ['lent', 'drawer'], scope: true } } },
      'classes.any: no scope of a function has all fields of `any` (`lent` and `drawer`)',
    ],
    [ledger({ entry: 'conn' }), 'pools[0].ledgers[0].entry: the only entry of `lent` does not have `conn`'],
    [
      ledger({ when: [{ field: 'wire.open', equals: true }] }),
      'pools[0].ledgers[0].when[0].field: the only `wire` of entry of `lent` does not have `open`',
    ],
    [
      ledger({ field: 'first', link: 'after' }),
      'pools[0].ledgers[0].link: the only entry of `first` does not have `after`',
    ],
    [
      { pools: [{ class: 'Desk', ledgers: [{ members: 'Loan', via: 'desk', role: 'leased' }] }] },
      'pools[0].ledgers[0].via: the only `Loan` does not have `desk`',
    ],
    [
      { pools: [{ class: 'Desk', maximum: ['max', 'limit'] }] },
      'pools[0].maximum: the only `Desk` does not have `max`',
    ],
    [{ pools: [{ class: 'Desk', counters: ['size'] }] }, 'pools[0].counters[0]: the only `Desk` does not have `size`'],
    [
      { pools: [{ class: 'Desk', closedWhen: [{ field: 'shut', equals: true }] }] },
      'pools[0].closedWhen[0].field: the only `Desk` does not have `shut`',
    ],
    [{ links: [{ class: 'Step', field: 'nxt' }] }, 'links[0].field: none of the 2 `Step` has `nxt`'],
  ])('says what matches nothing: %j', async (content, text) => {
    expect(await missed(content)).toEqual([text]);
  });

  it.each<[string, object]>([
    ['an empty book has no entries to ask', ledger({ field: 'waiting', entry: 'conn' })],
    ['a field may be asked for to be absent', { deadWhen: [{ class: 'Wire', field: 'handle', exists: false }] }],
    [
      'an empty collection lists nothing',
      { pools: [{ class: 'Desk', ledgers: [{ field: 'waiting.*.wire', role: 'all' }] }] },
    ],
    ['of several bounds one is enough', { pools: [{ class: 'Desk', maximum: ['max', 'lent'] }] }],
  ])('does not take for an error that %s', async (_, content) => {
    expect(await missed(content)).toEqual([]);
  });

  it('leaves open what may be a number that was not captured', async () => {
    const graph = new HeapGraph(await deskHeap({ captureNumbers: false }).toColumns());
    const fit = fitProfile(graph, profileOf({ deadWhen: [{ class: 'Wire', field: 'state', equals: 3 }] }));
    expect(fit.unchecked).toEqual(['deadWhen[0].field']);
    expect(fit.matches.map(({ place, isMatched }) => ({ place, isMatched }))).toEqual([
      { place: 'deadWhen[0].class', isMatched: true },
    ]);
  });
});

describe('the report of a series', () => {
  async function notesOf(profile: Profile, ...heaps: HeapBuilder[]): Promise<string[]> {
    const analysis = new SeriesAnalysis([profile, ...BUILTIN_PROFILES]);
    const graphs = await Promise.all(heaps.map(async (heap) => new HeapGraph(await heap.toColumns())));
    for (const graph of graphs.slice(0, -1)) analysis.add(graph);
    const { notes } = analysis.finish(graphs[graphs.length - 1]);
    return notes.filter(({ code }) => code === 'profile-unmatched').map(({ text }) => text);
  }

  it('notes a class and a field of the profile that no snapshot has', async () => {
    const profile = profileOf({ connections: ['Wyre'], links: [{ class: 'Step', field: 'nxt' }] });
    expect(await notesOf(profile, deskHeap(), deskHeap())).toEqual([
      'Of the 3 classes and fields that profile `own` names, 2 match nothing in these snapshots: `connections[0]`: there is no object of class `Wyre`; `links[0].field`: none of the 2 `Step` has `nxt`. `poolscope profiles check --against` lists them with the nearest names.',
    ]);
  });

  it('notes nothing where one snapshot of the series has it', async () => {
    const profile = profileOf({ connections: ['Wire'] });
    expect(await notesOf(profile, deskHeap(), new HeapBuilder())).toEqual([]);
    expect(await notesOf(profile, new HeapBuilder(), deskHeap())).toEqual([]);
    expect(await notesOf(profile, new HeapBuilder())).toHaveLength(1);
  });
});
