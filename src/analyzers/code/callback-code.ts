import type { CallExpression } from 'acorn';
import { LISTEN, UNLISTEN } from './collection-calls.js';
import type { SyntaxNode } from './parser.js';
import { type PlaceCode, readFoundPlace } from './place-code.js';
import type { ProgramText } from './program-text.js';
import { referencesOf } from './references.js';
import { type FunctionNode, memberName, type ScriptPlace, type ScriptSyntax } from './script-syntax.js';
import type { Translate } from './shown-places.js';
import type { Site } from './site.js';
import { calleeOf, keptIn, nameOf, START, scriptsWith, stopsOf } from './timer-stops.js';

/** `then` adds a reaction to a promise, which nothing takes back. */
const HANDING = new Set([...LISTEN, 'then']);

/**
 * Where a function is given to a timer or an emitter, and where it is taken back: by the same function, or for the same event, or by the
 * variable or field that has the timer.
 *
 * @returns null when the function, or the line that hands it over, is not found
 */
export function readCallbackCode(
  program: ProgramText,
  { script, line, column }: ScriptPlace,
  translate: Translate,
): PlaceCode | null {
  const tree = program.tree(script);
  const fn = tree?.functionAt(line, column) ?? null;
  if (tree === null || fn === null) return null;
  const calls = handovers(tree, fn);
  const timer = calls.find((call) => START.has(calleeOf(call)));
  if (timer !== undefined) return readTimer(program, tree, timer, translate);
  const listening = calls.filter((call) => HANDING.has(calleeOf(call)));
  if (listening.length === 0) return null;
  return readListener(program, tree, fn, listening, translate);
}

/** Calls that are given the function: itself, by its name, or bound. */
export function handovers(tree: ScriptSyntax, fn: FunctionNode): CallExpression[] {
  return [fn, ...referencesOf(tree, fn)].flatMap((value) => {
    let at: SyntaxNode = value;
    let above = tree.parent(at);
    if (above?.type === 'MemberExpression' && above.object === at && memberName(above) === 'bind') {
      at = tree.parent(above) ?? above;
      above = tree.parent(at);
    }
    return above?.type === 'CallExpression' && above.callee !== at ? [above] : [];
  });
}

function readTimer(
  program: ProgramText,
  tree: ScriptSyntax,
  call: CallExpression,
  translate: Translate,
): PlaceCode | null {
  const kept = keptIn(tree, call);
  const word = kept === null ? '' : nameOf(kept);
  // In a collection, a literal or an argument: who stops it cannot be found by a name.
  if (word === '' && tree.parent(call)?.type !== 'ExpressionStatement' && !isDropped(tree, call)) return null;
  const { isWhole } = scriptsWith(program, tree, kept);
  const removed = stopsOf(program, tree, call).map(({ tree: home, node }): Site => {
    return { tree: home, node, action: 'remove', how: calleeOf(node), byName: false, level: 0 };
  });
  const started: Site = { tree, node: call, action: 'add', how: calleeOf(call), byName: false, level: 0 };
  const code = readFoundPlace(
    program,
    calleeOf(call),
    'timer',
    { sites: [started, ...removed], levels: new Map(), isWhole, isAmbiguous: false },
    translate,
    word,
  );
  // What runs once is gone then, without any line that clears it.
  const isOnce = calleeOf(call) !== 'setInterval';
  return isOnce && code?.state === 'never' ? { ...code, state: 'unknown' } : code;
}

/** `setInterval(…).unref();` keeps nothing. */
function isDropped(tree: ScriptSyntax, call: CallExpression): boolean {
  let value: SyntaxNode = call;
  let above = tree.parent(value);
  while (above?.type === 'MemberExpression' && above.object === value) {
    value = tree.parent(above) ?? above;
    above = tree.parent(value);
  }
  return above?.type === 'ExpressionStatement';
}

function readListener(
  program: ProgramText,
  tree: ScriptSyntax,
  fn: FunctionNode,
  calls: readonly CallExpression[],
  translate: Translate,
): PlaceCode | null {
  const added: Site[] = calls.map((node) => ({
    tree,
    node,
    action: 'add',
    how: calleeOf(node),
    byName: false,
    level: 0,
  }));
  const events = new Set(calls.map(eventOf));
  const own = new Set(referencesOf(tree, fn));
  const removed: Site[] = [];
  let isWhole = true;
  for (const word of UNLISTEN) {
    const found = program.treesWith(program.neighbors(tree.name), word);
    isWhole &&= found.isWhole;
    for (const other of found.trees) {
      for (const member of other.membersNamed(word)) {
        const call = other.parent(member);
        if (call?.type !== 'CallExpression' || call.callee !== member) continue;
        const isSameFunction = (call.arguments as SyntaxNode[]).some((argument) => own.has(argument));
        const event = eventOf(call);
        const isSameEvent = event !== '' && events.has(event) && (other === tree || word === 'removeAllListeners');
        const isAll = word === 'removeAllListeners' && call.arguments.length === 0 && other === tree;
        if (isSameFunction || isSameEvent || isAll)
          removed.push({ tree: other, node: call, action: 'remove', how: word, byName: false, level: 0 });
      }
    }
  }
  // A signal that ends the listening is told to the call itself.
  const hasSignal = calls.some(({ arguments: given }) => given.length > 2 && calleeOf(calls[0]) === 'addEventListener');
  const [event = ''] = events;
  const isReaction = calls.every((call) => calleeOf(call) === 'then');
  const name = isReaction ? 'reaction' : `${event === '' ? '' : `'${event}' `}listener`;
  return readFoundPlace(
    program,
    name,
    'listener',
    { sites: [...added, ...removed], levels: new Map(), isWhole: isWhole && !hasSignal, isAmbiguous: false },
    translate,
    name,
  );
}

/** The event of a call, when it is a word: names of events are part of an interface, and no contents. */
function eventOf({ arguments: given }: CallExpression): string {
  const [event] = given;
  return event?.type === 'Literal' && typeof event.value === 'string' && /^[\w:-]{1,40}$/.test(event.value)
    ? event.value
    : '';
}
