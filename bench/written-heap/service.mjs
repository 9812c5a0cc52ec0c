import * as connections from './connection-unit.mjs';
import * as documents from './document-unit.mjs';
import { assignIds, Family } from './layout.mjs';
import { leakTemplate } from './leak-unit.mjs';
import { moduleTemplate } from './module-unit.mjs';
import { Objects } from './objects.mjs';
import { HeapNode, Spread } from './parts.mjs';
import { seededRandom } from './random.mjs';
import { Runtime } from './runtime.mjs';

/** Divisible by what picks some of all units (one in 2, 3, 5), so that all of a variant are picked, or none. */
const VARIANTS = 30;
const MODULE_COUNT = 320;
const HOST_COUNT = 100;
/** First slot of a table, and slots per entry of a Map and of a Set. */
const MAP_SLOTS = { firstSlot: 5, slotStep: 3 };
const SET_SLOTS = { firstSlot: 5, slotStep: 2 };

/**
 * @typedef {object} ServiceShape
 * @property {number} connections in use, all the time
 * @property {number} documents in the cache
 * @property {number} snapshots of the series
 * @property {number} leakPerRound connections that are closed and kept
 * @property {number} labels ledgers among which the leaked are divided, each of a class of its own
 * @property {number} seed
 */

/**
 * A service that serves documents out of a cache, with a pool of connections to a database, at rest before and after
 * each round of work. A round replaces a fiftieth of the documents, which is no leak, and closes connections that
 * stay in ledgers, which is one.
 *
 * @param {ServiceShape} shape
 * @returns {{ fixed: HeapNode[], familiesOf(snapshot: number): Family[] }}
 */
export function describeService({
  connections: connectionCount,
  documents: documentCount,
  snapshots,
  leakPerRound,
  labels,
  seed,
}) {
  const random = seededRandom(seed);
  const runtime = new Runtime();
  const objects = new Objects(runtime);
  const recentCount = Math.ceil(documentCount / 50);
  const rounds = Array.from({ length: snapshots }, (_, round) => round);
  const leakNames = rounds.slice(1).map((round) => `leaked in round ${round}`);
  const recentNames = rounds.map((round) => `recent in round ${round}`);

  const pool = new HeapNode('object', 'ConnectionPool', 136);
  runtime.place(pool);
  const notesTable = runtime.add('array', '', 32);
  const base = { objects, runtime, random };
  const connectionBase = { ...base, kinds: connections.defineConnectionKinds(runtime), pool, notesTable };
  const documentBase = { ...base, kinds: documents.defineDocumentKinds(runtime) };
  const variantsOf = (make) => Array.from({ length: VARIANTS }, (_, variant) => make(variant));
  const connectionVariants = variantsOf((variant) => connections.connectionTemplate({ ...connectionBase, variant }));
  const documentVariants = (linked) =>
    variantsOf((variant) => documents.documentTemplate({ ...documentBase, variant, linked }));
  const stable = [
    new Family(
      'modules',
      variantsOf(() => moduleTemplate(base)),
      MODULE_COUNT,
    ),
    new Family('connections', connectionVariants, connectionCount),
    new Family('documents', documentVariants(true), documentCount),
  ];
  const recent = recentNames.map((name) => new Family(name, documentVariants(false), recentCount));
  const leaked = leakNames.map((name) => new Family(name, [leakTemplate(connectionBase)], leakPerRound));

  new Holders(base).fill({ pool, notesTable, connectionVariants, leakNames, recentNames, labels });
  assignIds(
    runtime.nodes,
    rounds.map((round) => [...(round === 0 ? stable : leaked.slice(round - 1, round)), recent[round]]),
  );
  return {
    fixed: runtime.nodes,
    familiesOf: (snapshot) => [...stable, ...leaked.slice(0, snapshot), recent[snapshot]],
  };
}

/** What holds the units: pool, cache, ledgers. */
class Holders {
  constructor({ objects, runtime }) {
    this.objects = objects;
    this.runtime = runtime;
  }

  fill({ pool, notesTable, connectionVariants, leakNames, recentNames, labels }) {
    const { objects, runtime } = this;
    const { CONNECTION, HANDLE } = connections;
    const inUse = { families: ['connections'], ports: [CONNECTION] };
    const poolClass = runtime.defineClass('ConnectionPool', ['all', 'idle', 'byHost', 'notes'], 300);
    const hosts = Array.from({ length: HOST_COUNT }, (_, host) => [
      runtime.internalized(`db-${host}`),
      this.set({ ...inUse, every: HOST_COUNT, offset: host }),
    ]);
    pool.property('all', this.map(inUse)).property('idle', this.array({ ...inUse, every: 3 }));
    pool.property('byHost', objects.map(hosts)).property('notes', this.#weakMap(notesTable, connectionVariants));
    pool.property('__proto__', poolClass.prototype).internal('map', poolClass.map);
    pool.location = poolClass.location;
    // As V8 shows open sockets: each right under the root.
    runtime.root.edge('element', 3, new Spread({ families: ['connections'], ports: [HANDLE], firstSlot: 3 }));
    const cacheClass = runtime.defineClass('ArticleCache', ['entries', 'recent'], 320);
    const cache = objects.object(cacheClass, {
      entries: this.map({ families: ['documents'], ports: [documents.KEY, documents.ENTRY] }),
      recent: this.array({ families: recentNames, ports: [documents.ENTRY] }),
    });
    const modules = this.array({ families: ['modules'], ports: [0] });
    const ledgers = Array.from({ length: labels }, (_, label) => this.#ledger(label, labels, leakNames));
    const serviceClass = runtime.defineClass('Service', ['pool', 'cache', 'modules', 'ledgers'], 340);
    const service = objects.object(serviceClass, { pool, cache, modules, ledgers: objects.array(ledgers) });
    runtime.programContext.edge('context', 'service', service);
    runtime.placeAll();
  }

  map(spread) {
    return this.#collection(this.objects.mapClass, 'OrderedHashMap', { ...MAP_SLOTS, ...spread });
  }

  set(spread) {
    return this.#collection(this.objects.setClass, 'OrderedHashSet', { ...SET_SLOTS, ...spread });
  }

  array(spread) {
    const elements = new HeapNode('array', '(object elements)', 1024).edge('internal', '', new Spread(spread));
    const array = this.objects.object(this.objects.arrayClass, {}, 32).internal('elements', elements);
    return array.edge('element', 0, new Spread(spread));
  }

  #collection(collectionClass, kind, spread) {
    const table = new HeapNode('array', '', 1024).edge('internal', '', new Spread(spread));
    table.internal('map', this.runtime.map(kind));
    return this.objects.object(collectionClass, {}, 32).internal('table', table);
  }

  /** Each entry is two weak edges and a named one that leads to its value. */
  #weakMap(table, variants) {
    const { runtime, objects } = this;
    const keyed = { families: ['connections'], every: 5 };
    table.edge('weak', '', new Spread({ ...keyed, ports: [connections.CONNECTION, connections.NOTE], firstSlot: 2 }));
    const naming = (variant) => variants[variant].noteName;
    table.edge('internal', '', new Spread({ ...keyed, ports: [connections.NOTE], naming }));
    table.internal('map', runtime.map('EphemeronHashTable'));
    const weakMapClass = runtime.defineClass('WeakMap', []);
    return objects.object(weakMapClass, {}, 24).internal('table', table);
  }

  #ledger(label, labels, leakNames) {
    const name = labels === 1 ? 'Ledger' : `Ledger${label}`;
    const ledgerClass = this.runtime.defineClass(name, ['entries'], 400 + label);
    const entries = this.map({ families: leakNames, ports: [0], every: labels, offset: label });
    return this.objects.object(ledgerClass, { entries });
  }
}
