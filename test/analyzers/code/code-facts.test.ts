import { describe, expect, it } from 'vitest';

import { CodeFacts } from '../../../src/analyzers/code/code-facts.js';
import type { EdgeLabel } from '../../../src/analyzers/labels/edge-label.js';
import { SourceIndex } from '../../../src/graph/script-places.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder } from '../../support/heap-dsl.js';
import { parser } from './support.js';

const FILE = '/app/hub.js';
const TEXT = `class Hub {
  constructor() { this.rows = []; }
  add(row) { this.rows.push(row); }
}
const other = pool.connect();
`;

interface FactsOptions {
  readonly text?: string | null;
  readonly file?: string;
  /** What differs from `Hub.rows[]`. */
  readonly label?: Partial<EdgeLabel>;
}

/**
 * ```
 *   globalThis ──hub──▶ Hub, whose constructor is at line 2, column 14 of its script
 * ```
 */
async function factsOf({ text = TEXT, file = FILE, label = {} }: FactsOptions = {}) {
  const heap = new HeapBuilder();
  const hub = heap.object(heap.class('Hub', { file, line: 1, column: 13 }));
  heap.global.property('hub', hub);
  const { graph, at } = await graphOf(heap);
  const facts = new CodeFacts(graph, new SourceIndex(graph), { read: () => text, parser });
  const asked = {
    text: 'Hub.rows[]',
    owner: { kind: 'class', name: 'Hub' },
    ownerNode: at(hub),
    parts: [{ kind: 'field', name: 'rows' }, { kind: 'index' }],
    ...label,
  } as unknown as EdgeLabel;
  return { facts, label: asked };
}

const stateOf = async (options: FactsOptions = {}): Promise<string | null> => {
  const { facts, label } = await factsOf(options);
  return facts.ofPlace(label)?.state ?? null;
};

describe('what the text says about a place of the heap', () => {
  it('is what it does to the field of the class whose constructor is there', async () => {
    expect(await stateOf()).toBe('never');
  });

  it('is found once for each place', async () => {
    const { facts, label } = await factsOf();
    expect(facts.ofPlace(label)).toBe(facts.ofPlace(label));
  });

  it('is nothing where the script has another version: its functions are at other places', async () => {
    const { facts, label } = await factsOf({ text: `// one line more\n${TEXT}` });
    expect([facts.ofPlace(label), facts.limits.otherVersion]).toEqual([null, [FILE]]);
  });

  it('is nothing where the text is missing, which is told', async () => {
    const { facts, label } = await factsOf({ text: null });
    expect([facts.ofPlace(label), facts.limits.otherVersion, facts.limits.missing]).toEqual([null, [], [FILE]]);
  });

  it('is not whole where another script of the program has another version', async () => {
    const heap = new HeapBuilder();
    const hub = heap.object(heap.class('Hub', { file: FILE, line: 1, column: 13 }));
    const desk = heap.object(heap.class('Desk', { file: '/app/desk.js', line: 1, column: 0 }));
    heap.global.property('hub', hub.property('desk', desk));
    const { graph, at } = await graphOf(heap);
    const asked = { ...(await factsOf()).label, ownerNode: at(hub) };
    const stateWith = (desks: string) => {
      const texts: Readonly<Record<string, string>> = { [FILE]: TEXT, '/app/desk.js': desks };
      const read = (name: string) => texts[name] ?? null;
      return new CodeFacts(graph, new SourceIndex(graph), { read, parser }).ofPlace(asked)?.state;
    };
    expect(stateWith('\nclass Desk { close(hub) { hub.rows.length = 0; } }')).toBe('removed');
    expect(stateWith('\n\nclass Desk { close(hub) { hub.rows.length = 0; } }')).toBe('unknown');
  });

  it('is nothing, and no failure, where the text is nested too deeply', async () => {
    const deep = `${TEXT}other.x = ${'['.repeat(50_000)}${']'.repeat(50_000)};\n`;
    const { facts, label } = await factsOf({ text: deep });
    expect([facts.ofPlace(label), facts.limits.unparsed]).toEqual([null, [FILE]]);
  });

  it('is nothing for what Node.js itself has', async () => {
    expect(await stateOf({ file: 'node:internal/hub' })).toBeNull();
  });

  it.each<[string, Partial<EdgeLabel>]>([
    [
      'that lies deeper than a field',
      {
        parts: [
          { kind: 'field', name: 'a' },
          { kind: 'field', name: 'rows' },
        ],
      },
    ],
    ['that is no field', { parts: [{ kind: 'index' }] }],
    ['whose owner is no class', { owner: { kind: 'scope', name: 'run' } } as unknown as Partial<EdgeLabel>],
    ['whose owner is not known', { ownerNode: -1 }],
    ['whose owner is not in the heap', { ownerNode: 1_000_000 }],
  ])('is nothing for a place %s', async (_title, label) => {
    expect(await stateOf({ label })).toBeNull();
  });

  it('is that of one reference where no entry is named', async () => {
    const { facts, label } = await factsOf({ label: { text: 'Hub.rows', parts: [{ kind: 'field', name: 'rows' }] } });
    expect(facts.ofPlace(label)?.what).toBe('reference');
  });
});

describe('what the text says about a list in an object that a field leads to', () => {
  const parts: EdgeLabel['parts'] = [
    { kind: 'field', name: 'a' },
    { kind: 'entry' },
    { kind: 'field', name: 'rows' },
    { kind: 'index' },
  ];

  it('is that of the only class that has it', async () => {
    expect(await stateOf({ label: { text: 'Hub.a{}.rows[]', parts } })).toBe('never');
  });

  it('is nothing where several classes have it', async () => {
    const text = `${TEXT}class Desk { rows = []; }\n`;
    expect(await stateOf({ label: { text: 'Hub.a{}.rows[]', parts }, text })).toBeNull();
  });
});

describe('what the text says about checkouts', () => {
  it('is that of the lines that borrow, found once', async () => {
    const { facts } = await factsOf();
    const code = facts.ofCheckouts('pool.connect()', 'client.release()');
    expect(code?.added.map(({ line }) => line)).toEqual([5]);
    expect(facts.ofCheckouts('pool.connect()', 'client.release()')).toBe(code);
  });

  it('names no way where several pools miss what they lent, and several lines borrow', async () => {
    const calls: readonly [string, string, boolean] = ['pool.connect()', 'client.release()', true];
    const lose = (name: string): string =>
      `async function ${name}(pool) { const client = await pool.connect(); return client.id; }\n`;
    const one = (await factsOf({ text: TEXT })).facts.ofCheckouts(...calls);
    const two = (await factsOf({ text: `${TEXT}${lose('first')}` })).facts.ofCheckouts(...calls);
    expect([one?.missing === null, one?.added.length]).toEqual([one?.state !== 'missed', 1]);
    expect([two?.state, two?.missing, two?.added.length]).toEqual(['unknown', null, 2]);
  });

  it.each([
    ['of another version', `\n${TEXT}`, FILE],
    ['of a package', TEXT, '/app/node_modules/hub/index.js'],
  ])('is nothing for a script %s', async (_title, text, file) => {
    const { facts } = await factsOf({ text, file });
    expect(facts.ofCheckouts('pool.connect()', 'client.release()')).toBeNull();
  });
});

/** `state` of the module, which a function of it sees. */
const MODULE = `const rows = new Map();
const state = {
  rows: new Map(),
  'more rows': { rows: [] },
};
function add(state) { state.rows.set(1, rows); }
`;

/** The line that declares the place of a label that starts from a variable. */
async function declaredAt(text: string | null, parts: EdgeLabel['parts'], file = FILE): Promise<number | undefined> {
  const heap = new HeapBuilder();
  const add = heap.closure('add', { place: { file, line: 5, column: 12 } });
  heap.global.property('add', add);
  const { graph, at } = await graphOf(heap);
  const facts = new CodeFacts(graph, new SourceIndex(graph), { read: () => text, parser });
  const label = { owner: { kind: 'module', file: 'hub.js' }, ownerNode: at(add), parts };
  return facts.declarationOf(label as unknown as EdgeLabel)?.line;
}

describe('the line that declares a variable', () => {
  const state = { kind: 'variable', name: 'state' } as const;
  const rows = { kind: 'field', name: 'rows' } as const;

  it.each<[string, EdgeLabel['parts'], number]>([
    ['itself', [{ kind: 'variable', name: 'rows' }, { kind: 'entry' }], 1],
    ['and no parameter of that name', [state], 2],
    ['and in it the field', [state, rows, { kind: 'entry' }], 3],
    ['and in it the field of a field', [state, { kind: 'field', name: 'more rows' }, rows], 4],
    ['where a field was added later', [state, { kind: 'field', name: 'other' }], 2],
    ['where the field is that of an entry', [state, { kind: 'entry' }, rows], 2],
  ])('is found: %s', async (_title, parts, line) => {
    expect(await declaredAt(MODULE, parts)).toBe(line);
  });

  it.each<[string, string | null, EdgeLabel['parts'], string]>([
    ['for a field', MODULE, [rows], FILE],
    ['for a variable that is not there', MODULE, [{ kind: 'variable', name: 'none' }], FILE],
    ['without the text', null, [state], FILE],
    ['in a text of another version', `\n${MODULE}`, [state], FILE],
    ['in a script of Node.js', MODULE, [state], 'node:internal/hub'],
  ])('is not told %s', async (_title, text, parts, file) => {
    expect(await declaredAt(text, parts, file)).toBeUndefined();
  });

  it('is not told, and no failure, where the text is nested too deeply', async () => {
    const deep = `${MODULE}rows.x = ${'['.repeat(50_000)}${']'.repeat(50_000)};\n`;
    expect(await declaredAt(deep, [state])).toBeUndefined();
  });
});
