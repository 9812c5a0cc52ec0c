import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode, readString } from '../../graph/values.js';
import { WITHOUT_TELLING_FLAGS } from '../../profiles/node-core.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { isDeadNumber, isDeadState, type Strength, saysWorkDone, strengthOfEnd } from '../../profiles/state-words.js';
import { flagWords, splitWords } from '../../profiles/vocabulary.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isReopened, readEndTime } from './end-times.js';
import { checkCondition } from './field-conditions.js';
import { type FieldMeanings, meaningsIn } from './field-meanings.js';
import { findLifeSign, type LifeSign } from './life-signs.js';
import { NamedNumbers } from './named-numbers.js';
import { findRetry } from './pending-retry.js';
import type { ProfiledClass, ProfiledClasses } from './profiled-classes.js';
import { hasOpenHandle } from './roles.js';

/** `readyState` of a WebSocket that is closed, as the WHATWG standard numbers it. */
const WEBSOCKET_CLOSED = 3;
/** Strength of a field that names the state, or whose change cannot be undone. */
const FINAL = 3;
/** Strength of a field that says that the object ended; another field may say that it was started again. */
const OVER = 2;
/** Strength of a field that says that the end has begun. */
const BEGUN = 1;

/** Why an object is dead: the field that says so, as `Class.field`, and its value. */
export interface DeathReason {
  readonly field: string;
  readonly value: string;
  /** How it compares with fields that say that the object is in use. */
  readonly strength: Strength;
  /** Whether the field says only that work is done: the object may be idle, or kept as a result. */
  readonly isWorkDone?: boolean;
}

/**
 * Finds dead objects: each has a field that says so, and no stronger field that contradicts it. An object that is not dead here
 * is not proven alive.
 */
export class DeathIndex {
  readonly #graph: HeapGraph;
  readonly #meanings: FieldMeanings;
  readonly #numbers: NamedNumbers;
  /** By index of a class's name: 0 not looked at yet, 1 a class of Node.js itself, 2 other. */
  readonly #classes: Uint8Array;
  readonly #known: ProfiledClasses;
  readonly #dead: BitSet;
  readonly #reasonOf = new Map<number, number>();
  readonly #reasons: DeathReason[] = [];
  readonly #reasonIndex = new Map<string, number>();

  /** @param only the objects to look at, instead of the whole heap */
  constructor(graph: HeapGraph, known: ProfiledClasses, only?: readonly number[]) {
    this.#graph = graph;
    this.#meanings = meaningsIn(graph);
    this.#numbers = new NamedNumbers(graph);
    this.#dead = new BitSet(graph.nodeCount);
    this.#classes = new Uint8Array(graph.strings.count);
    this.#known = known;
    const carriers: number[] = [];
    const { flagged } = known.fields;
    const look = (node: number) => {
      const saysSomething = flagged.has(node) && this.#mayCarryFlags(graph.nodeNames[node]);
      if (!saysSomething && (graph.nodeTypes[node] !== NodeType.object || known.of(node) === null)) return;
      if (this.#judge(node)) carriers.push(node);
    };
    if (only === undefined) {
      // Most objects have no field that names a state.
      const telling = flagged.copy();
      known.addTo(telling);
      telling.forEach(look);
    } else for (const node of this.#withSockets(only)) look(node);
    // A connection is dead when its socket is; the second round reaches the wrapper of a connection.
    for (let round = 0; round < 2; round += 1) for (const node of carriers) this.#judgeBySocket(node);
  }

  isDead(node: number): boolean {
    return this.#dead.has(node);
  }

  reason(node: number): DeathReason | null {
    const index = this.#reasonOf.get(node);
    return index === undefined ? null : this.#reasons[index];
  }

  /**
   * The fields of an object that contradict one another: one says that it is in use, another that it ended. For a dead object
   * the second one is at least as strong. Null where there is no contradiction. O(edges of the object).
   */
  contradiction(node: number): { readonly life: LifeSign; readonly death: DeathReason } | null {
    const death = this.reason(node) ?? this.#findEnd(node).end;
    const life = death === null ? null : findLifeSign(this.#graph, node);
    return death === null || life?.kind !== 'in-use' ? null : { life, death };
  }

  /** Dead nodes in order of ordinals. */
  dead(): IterableIterator<number> {
    return [...this.#reasonOf.keys()].sort((a, b) => a - b).values();
  }

  /** Marks the wrapper of exactly one dead connection as dead, too. */
  inherit(wrapper: number, connection: number, field: string): void {
    const reason = this.reason(connection);
    if (reason === null || this.#reasonOf.has(wrapper)) return;
    this.#mark(wrapper, { ...reason, field: `${this.#graph.nodeName(wrapper)}.${field} → ${reason.field}` });
  }

  /** @returns whether the object holds something that may be its socket */
  #judge(node: number): boolean {
    const known = this.#known.of(node);
    if (known !== null && this.#judgeByProfile(node, known)) return false;
    const { end, hasSocket } = this.#findEnd(node);
    // A resource of a pool is idle after it was released, and not dead.
    const isAtRest = end?.isWorkDone === true && (known !== null || hasSocket);
    if (end !== null && !isAtRest && !this.#isOutweighed(node, end)) this.#mark(node, end);
    return hasSocket;
  }

  #isOutweighed(node: number, end: DeathReason): boolean {
    const life = end.strength === FINAL ? null : findLifeSign(this.#graph, node);
    return life?.kind === 'in-use' && life.strength > end.strength;
  }

  /** The strongest field that says that an object ended, and whether the object holds something that may be its socket. */
  #findEnd(node: number): { readonly end: DeathReason | null; readonly hasSocket: boolean } {
    const graph = this.#graph;
    const className = graph.nodeName(node);
    let end: DeathReason | null = null;
    const say = (name: string, value: string, strength: Strength, isWorkDone = false) => {
      if (end === null || strength > end.strength)
        end = { field: `${className}.${name}`, value, strength, ...(isWorkDone ? { isWorkDone } : {}) };
    };
    let hasSocket = false;
    let connecting = false;
    let handleIsNull: string | null = null;
    let isOpen = false;
    const { firstEdges, edgeHeads, edgeNames } = graph;
    for (let edge = firstEdges[node], last = firstEdges[node + 1]; edge < last; edge += 1) {
      if ((edgeHeads[edge] & EDGE_TYPE_MASK) !== EdgeType.property) continue;
      const meaning = this.#meanings.of(edgeNames[edge]);
      if (meaning === 'none') continue;
      const name = graph.edgeName(edge);
      const value = readNode(graph, graph.target(edge));
      switch (meaning) {
        case 'dead-when-true':
        case 'dead-when-false':
          if (value.kind === 'boolean' && value.value === (meaning === 'dead-when-true')) {
            const words = flagWords(name);
            say(name, String(value.value), strengthOfEnd(words), saysWorkDone(words));
          }
          break;
        case 'dead-since': {
          const time = readEndTime(graph, graph.target(edge));
          if (time !== null && (time.ms === null || !isReopened(graph, node, time.ms)))
            say(name, time.text, OVER, saysWorkDone(flagWords(name)));
          break;
        }
        case 'state':
          if (value.kind === 'string' && isDeadState(readString(graph, value.node) ?? '')) {
            say(name, `'${readString(graph, value.node)}'`, FINAL);
          } else if (value.kind === 'number' && value.value !== null) {
            const text = this.#nameEnd(node, name, value.value);
            if (text !== null) say(name, text, FINAL);
          }
          break;
        case 'handle':
          if (value.kind === 'null') handleIsNull = name;
          break;
        case 'socket':
          hasSocket ||= value.kind === 'object';
          isOpen ||= value.kind === 'object' && hasOpenHandle(graph, value.node);
          break;
        case 'connecting':
          connecting ||= value.kind === 'boolean' && value.value;
          break;
        default:
          break;
      }
    }
    // A socket without a handle was closed, unless it has not been opened yet.
    if (handleIsNull !== null && !connecting) say(handleIsNull, 'null', FINAL);
    const found = end as DeathReason | null;
    // `ending` beside an open socket is no death: pg 8.13 sets `_ending` with every query and goes on.
    return { end: found?.strength === BEGUN && isOpen ? null : found, hasSocket };
  }

  /** A number with its name, when the name means an end; else null. */
  #nameEnd(node: number, field: string, value: number): string | null {
    const names = this.#numbers.namesOf(node, field, value);
    if (names.length > 0)
      return names.every((name) => isDeadNumber(splitWords(name))) ? `${value} (${names.join(', ')})` : null;
    return value === WEBSOCKET_CLOSED && field.toLowerCase().includes('readystate') ? String(value) : null;
  }

  /** The nodes with the sockets that they or their connections may use. */
  #withSockets(nodes: readonly number[]): Set<number> {
    const { firstEdges, edgeHeads, edgeNames } = this.#graph;
    const meanings = this.#meanings;
    const all = new Set(nodes);
    let level = nodes;
    for (let depth = 0; depth < 2; depth += 1) {
      const next: number[] = [];
      for (const node of level)
        for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1)
          // Properties keep the type that the file gave them.
          if ((edgeHeads[edge] & EDGE_TYPE_MASK) === EdgeType.property && meanings.of(edgeNames[edge]) === 'socket')
            next.push(edgeHeads[edge] >>> EDGE_TYPE_BITS);
      for (const node of next) all.add(node);
      level = next;
    }
    return all;
  }

  #judgeBySocket(node: number): void {
    const graph = this.#graph;
    if (this.#reasonOf.has(node)) return;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      if (this.#meanings.of(graph.edgeNames[edge]) !== 'socket' || !this.isDead(graph.target(edge))) continue;
      // A client that is about to reconnect has a dead socket, but is alive.
      if (findRetry(graph, node) !== null) return;
      this.inherit(node, graph.target(edge), graph.edgeName(edge));
    }
  }

  /** @returns whether the profile of its class alone decides */
  #judgeByProfile(node: number, { profile, key }: ProfiledClass): boolean {
    const find = (rules: Profile['deadWhen'] = []) => {
      for (const rule of rules) {
        const value = rule.class === key ? checkCondition(this.#graph, node, rule) : null;
        if (value !== null)
          return { field: `${this.#graph.nodeName(node)}.${rule.field}`, value, strength: FINAL } as const;
      }
      return null;
    };
    const death = find(profile.deadWhen);
    if (death !== null) this.#mark(node, death);
    return death !== null || find(profile.aliveWhen) !== null;
  }

  /** Whether the flags of a class, by the index of its name, may tell the state of a connection. */
  #mayCarryFlags(nameIndex: number): boolean {
    let known = this.#classes[nameIndex];
    if (known === 0) {
      const name = this.#graph.strings.get(nameIndex);
      known = WITHOUT_TELLING_FLAGS.has(name) || name.startsWith('system / ') ? 1 : 2;
      this.#classes[nameIndex] = known;
    }
    return known === 2;
  }

  #mark(node: number, reason: DeathReason): void {
    if (this.#reasonOf.has(node)) return;
    const key = `${reason.field}=${reason.value}`;
    let index = this.#reasonIndex.get(key);
    if (index === undefined) {
      index = this.#reasons.push(reason) - 1;
      this.#reasonIndex.set(key, index);
    }
    this.#reasonOf.set(node, index);
    this.#dead.add(node);
  }
}
