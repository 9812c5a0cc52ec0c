import type { Holder, Source } from '../../findings/report-schema.js';
import { immediateCallback, isImmediateCall, isTimeoutCall, timeoutCallback } from '../../graph/active-timers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { INSIDE_HOLDERS } from '../../profiles/node-core.js';
import { meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { ANONYMOUS, calledFunction, functionName, unwrap } from '../labels/closure-name.js';
import { isEventName } from '../labels/dictionary-keys.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { listenerOf, TARGET_EVENTS } from '../labels/event-targets.js';
import { fieldOf, partsBelowVariable, targetEventOf } from '../labels/label-questions.js';
import { ownerText, partsText } from '../labels/label-text.js';
import { describePath } from '../labels/retaining-path.js';
import { fileName } from '../labels/scope-owners.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterHolder } from './clusters.js';
import { isBook, isListenerPlace } from './holder-roles.js';
import { describeWaiting } from './promise-holders.js';

/** Most references from a suspect towards the root that are searched for a name of its holder. */
const NEAR = 24;
/** Symbols under which Node.js keeps the store of an AsyncLocalStorage on a timer, promise or request. */
const STORE_FIELD = /kResourceStore|AsyncContextFrame|async_context_frame/i;

/** One step of the path to a holder, the last one first. */
interface Step {
  readonly edge: number;
  readonly source: number;
  readonly target: number;
}

/**
 * Names a holder of suspects as a programmer knows it: the timer and its callback, the event and its listener, the variable
 * and its function, the store of an AsyncLocalStorage, the suspended async function. It looks at the references nearest to the
 * suspects, and falls back to the label.
 *
 * @param ownSource where the class or function that the label starts from was written
 */
export function nameHolder(view: HeapView, holder: ClusterHolder, ownSource: Source | null): Holder {
  const { label } = holder;
  const named = nameByKind(view, holder);
  return {
    kind: named?.kind ?? kindOf(view, holder),
    label: named?.label ?? label.text,
    edges: countReferences(view.graph, holder.edges),
    source: named?.source ?? ownSource,
  };
}

/** The number of references as a reader counts them: V8 lists an entry twice, from the collection and from its store. */
export function countReferences(graph: HeapGraph, edges: readonly number[]): number {
  const running = edges.filter((edge) => edge === -1).length;
  return running + new Set(edges.filter((edge) => edge !== -1).map((edge) => graph.target(edge))).size;
}

type Named = Pick<Holder, 'kind' | 'label' | 'source'>;

function nameByKind(view: HeapView, holder: ClusterHolder): Named | null {
  const { label } = holder;
  if (label.kind === 'handle' || label.kind === 'root') return null;
  // Objects that several parts share have no reference of their own from the place that holds these parts.
  const edge = [...holder.edges, ...label.boundaryEdges].find((candidate) => candidate !== -1);
  if (edge === undefined) return label.kind === 'timer' ? nameTimer(view, label.ownerNode, null) : null;
  const steps = stepsBack(view, edge);
  return (
    nameStore(view, steps) ??
    nameTargetListener(view, holder) ??
    nameListener(view, steps) ??
    namePromise(view, holder, steps) ??
    nameTimerOf(view, steps, label) ??
    nameGlobal(view, holder, steps) ??
    nameVariable(view, holder, steps)
  );
}

/** The reference itself, then those of the shortest path to its source, as far as {@link NEAR}. */
function stepsBack({ graph, tree }: HeapView, edge: number): Step[] {
  const steps: Step[] = [];
  for (let at = edge; at !== -1 && steps.length < NEAR; ) {
    const source = graph.source(at);
    steps.push({ edge: at, source, target: graph.target(at) });
    at = tree.parentEdge(source);
  }
  return steps;
}

/** A store that Node.js passes along a chain of asynchronous calls, named with the resource that carries it and must end. */
function nameStore(view: HeapView, steps: readonly Step[]): Named | null {
  const { graph } = view;
  for (const { edge, source } of beforeOwner(graph, steps)) {
    const name = graph.edgeType(edge) === EdgeType.property ? graph.edgeName(edge) : '';
    if (!STORE_FIELD.test(name)) continue;
    const carrier = graph.nodeName(source);
    if (carrier !== 'Timeout' && carrier !== 'Immediate')
      return { kind: 'async-context', label: `AsyncLocalStorage store of a ${carrier}`, source: null };
    const timer = nameTimer(view, source, null);
    return { kind: 'async-context', label: `AsyncLocalStorage store of ${timer.label}`, source: timer.source };
  }
  return null;
}

/** `AbortSignal 'abort' listener: cancel()`, with the target and the event from the label. */
function nameTargetListener(view: HeapView, { label, edges }: ClusterHolder): Named | null {
  const { graph, sources } = view;
  const event = targetEventOf(label);
  if (event === null) return null;
  const text = `${ownerText(label.owner)} '${event}' listener`;
  const listener = edges
    .flatMap((edge) => (edge === -1 ? [] : [graph.target(edge), graph.source(edge)]))
    .map((node) => (graph.nodeType(node) === NodeType.closure ? node : listenerOf(graph, node)))
    .find((node) => node !== -1);
  if (listener === undefined) return { kind: 'listener', label: text, source: null };
  if (graph.nodeType(listener) !== NodeType.closure)
    return { kind: 'listener', label: `${text}: ${graph.nodeName(listener)}`, source: sources.ofClass(listener) };
  return {
    kind: 'listener',
    label: text + callText(view, listener),
    source: calledFunction(view, listener)?.place ?? null,
  };
}

/** `: cancel()`, or nothing for a function without a name. */
function callText(view: HeapView, closure: number): string {
  const called = calledFunction(view, closure)?.closure ?? unwrap(view.graph, closure);
  const name = functionName(view.graph, called);
  return name === ANONYMOUS ? '' : `: ${name}()`;
}

/** `Connection 'rowDescription' listener`: `_events` of an emitter. */
function nameListener(view: HeapView, steps: readonly Step[]): Named | null {
  const { graph } = view;
  const at = steps.findIndex(
    ({ edge }) => graph.edgeType(edge) === EdgeType.property && isListenerField(graph.edgeName(edge)),
  );
  if (at === -1) return null;
  const below = steps.slice(0, at);
  // Objects further away than the listener and its scope are held by some object of the listener, and not by the event.
  const owners = below.filter(({ source }) => isNamedObject(graph, source));
  if (owners.length > 0) return null;
  const listener = below.map(({ target }) => target).filter((node) => graph.nodeType(node) === NodeType.closure);
  const event = below
    .filter(({ edge, source }) => graph.edgeType(edge) === EdgeType.property && graph.nodeName(source) === 'Object')
    .map(({ edge }) => graph.edgeName(edge))
    .pop();
  // An event that was made of data, such as a number of a request, is not shown.
  const shown = event !== undefined && isEventName(event) ? ` '${event}'` : '';
  const emitter = graph.nodeName(steps[at].source);
  const closure = listener[listener.length - 1] ?? -1;
  return {
    kind: 'listener',
    label: `${emitter}${shown} listener${closure === -1 ? '' : callText(view, closure)}`,
    source: closure === -1 ? null : (calledFunction(view, closure)?.place ?? null),
  };
}

function isListenerField(field: string): boolean {
  return field === '_events' || field === TARGET_EVENTS || field === '<symbol events>';
}

/** A pending promise, and the function that waits for it. */
function namePromise(view: HeapView, { label }: ClusterHolder, steps: readonly Step[]): Named | null {
  const { graph } = view;
  const near = beforeOwner(graph, steps);
  const at = near.findIndex(({ source }) => graph.nodeName(source) === 'system / PromiseReaction');
  if (at === -1 && label.kind !== 'promise') return null;
  const waiting = describeWaiting(view, at === -1 ? steps[0].target : near[at].source);
  // The promise is named after its holder, whichever part of its reaction leads on to the suspects.
  const settled = steps.slice(Math.max(0, at)).find(({ edge }) => graph.edgeName(edge) === 'reactions_or_result');
  const text = settled === undefined ? label.text : view.labels.label(settled.edge, settled.source).text;
  return {
    kind: 'promise',
    label: waiting === null ? text : `${text}, awaited by ${waiting.name}()`,
    source: waiting?.source ?? null,
  };
}

function nameTimerOf(view: HeapView, steps: readonly Step[], below: EdgeLabel): Named | null {
  const { graph } = view;
  const step = beforeOwner(graph, steps).find(({ edge }) => isTimeoutCall(graph, edge) || isImmediateCall(graph, edge));
  return step === undefined ? null : nameTimer(view, step.source, below);
}

/** @param below a label that may start from the timer, and is then more precise */
function nameTimer(view: HeapView, timer: number, below: EdgeLabel | null): Named {
  const { graph } = view;
  const label = view.labels.timer(timer);
  const onTimeout = timeoutCallback(graph, timer);
  const closure = onTimeout === -1 ? immediateCallback(graph, timer) : onTimeout;
  return {
    kind: 'timer',
    label: below !== null && ownerText(below.owner) === label.text ? below.text : label.text,
    source: closure === -1 ? null : (calledFunction(view, closure)?.place ?? null),
  };
}

/** A global, named by an expression that works in a console. */
function nameGlobal({ graph, tree }: HeapView, { label }: ClusterHolder, steps: readonly Step[]): Named | null {
  if (label.owner.kind !== 'global') return null;
  const collection = steps.find(({ source }) => graph.nodeType(source) === NodeType.object);
  const expression = collection === undefined ? null : describePath(graph, tree, collection.source).expression;
  return { kind: 'global', label: expression ?? label.text, source: null };
}

/** `variable conn of handle()`, or `module variable clients of app.js`, by the scope that declares it. */
function nameVariable(view: HeapView, { label }: ClusterHolder, steps: readonly Step[]): Named | null {
  const { graph } = view;
  const near = beforeOwner(graph, steps);
  const at = near.findIndex(({ edge, source }) => graph.edgeType(edge) === EdgeType.context && graph.isContext(source));
  if (at === -1) return null;
  const variable = graph.edgeName(near[at].edge);
  const rest = partsText(partsBelowVariable(label, variable));
  const owner = view.labels.scopeOwner(near[at].source);
  if (owner?.kind === 'module') {
    const source = { file: owner.file, line: 1, column: 1, function: null };
    return { kind: 'module', label: `module variable ${variable}${rest} of ${fileName(owner.file)}`, source };
  }
  const closure = steps.slice(at).find(({ source }) => graph.nodeType(source) === NodeType.closure)?.source ?? -1;
  const name = owner?.name ?? (closure === -1 ? null : functionName(graph, closure));
  if (name === null) return null;
  return {
    kind: 'closure',
    label: `variable ${variable}${rest} of ${name === ANONYMOUS ? 'a function' : `${name}()`}`,
    source: closure === -1 ? null : view.sources.ofFunction(closure),
  };
}

/** The steps before the first object of a class of the program, because what lies beyond it is the holder of the holder. */
function beforeOwner(graph: HeapGraph, steps: readonly Step[]): readonly Step[] {
  const end = steps.findIndex(({ source }) => isNamedObject(graph, source));
  return end === -1 ? steps : steps.slice(0, end + 1);
}

function isNamedObject(graph: HeapGraph, node: number): boolean {
  return graph.isObject(node) && !INSIDE_HOLDERS.has(graph.nodeName(node)) && !graph.isContext(node);
}

function kindOf(view: HeapView, { label, edges }: ClusterHolder): Holder['kind'] {
  const { graph, roles } = view;
  switch (label.kind) {
    case 'array':
    case 'map':
    case 'set':
    case 'dictionary':
      if (isListenerPlace(label)) return 'listener';
      return isBook(label, roles) ? 'ledger' : 'collection';
    case 'root':
      return 'engine';
    case 'field': {
      const edge = edges.find((candidate) => candidate !== -1);
      const field = fieldOf(label) ?? '';
      const alike = edge !== undefined && graph.nodeNames[graph.source(edge)] === graph.nodeNames[graph.target(edge)];
      return alike && meaningOfField(field) === 'link' ? 'link' : 'field';
    }
    case 'closure':
    case 'global':
    case 'handle':
    case 'promise':
    case 'timer':
      return label.kind;
  }
}
