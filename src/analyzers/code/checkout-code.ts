import { BUILTIN_PROFILES } from '../../profiles/builtin-profiles.js';
import { type Checkout, findCheckouts } from './checkouts.js';
import { nameAround } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import type { CodeSite, MissedWay, PlaceCode } from './place-code.js';
import type { ProgramText } from './program-text.js';
import type { ScriptSyntax } from './script-syntax.js';
import { condition, type Translate } from './shown-places.js';
import { isOnPurpose, likeliestWay } from './ways-out.js';

/** Methods that end a connection for good are as right as those that give it back. */
const ENDING = ['destroy', 'end', 'close', 'quit', 'disconnect', 'release'];

/**
 * The lines in `scripts` that borrow by the method of `checkout`, and the first way on which one of them does not give back.
 *
 * @param checkout as a profile has it: `pool.connect()`
 * @param release as a profile has it: `client.release()`
 * @param isOneOfSeveral whether several pools with these methods miss what they lent: of two lines that borrow, nothing tells which pool's they
 *   are, so that no way is named
 * @returns null when no line borrows
 */
export function readCheckoutCode(
  program: ProgramText,
  scripts: readonly string[],
  checkout: string,
  release: string,
  translate: Translate,
  isOneOfSeveral = false,
): PlaceCode | null {
  const acquire = methodName(checkout);
  const back = methodName(release);
  if (acquire === null || back === null) return null;
  const found = findCheckouts(program, scripts, {
    acquire: [acquire],
    release: [back, ...ENDING],
    packages: packagesWith(checkout, release),
  });
  if (found.length === 0) return null;
  const losing = isOneOfSeveral && found.length > 1 ? [] : likeliestLosing(found);
  const shown = losing.length > 0 ? losing : found;
  // What is handed on may be given back elsewhere.
  const givenBack = found.every(({ ways }) => ways?.length === 0) ? 'removed' : 'unknown';
  const [first] = losing;
  return {
    name: checkout,
    what: 'checkout',
    state: first === undefined ? givenBack : 'missed',
    added: shown.map(({ tree, call }) => ({ ...placeOf(tree, call, translate), how: acquire })),
    removed: [],
    read: [],
    missing: first === undefined ? null : wayOf(first, translate),
    counted: [],
  };
}

/**
 * The checkouts with a way that loses what they give, those first that lose it on purpose. None where that happens after a failure only,
 * and another checkout hands on what it gives: it may as well be that one, and the text does not say.
 */
function likeliestLosing(found: readonly Checkout[]): Checkout[] {
  const losing = found.filter(({ ways }) => ways !== null && ways.length > 0);
  const onPurpose = losing.filter(({ ways }) => ways?.some(isOnPurpose) === true);
  if (onPurpose.length === 0 && found.some(({ ways }) => ways === null)) return [];
  return [...onPurpose, ...losing.filter((each) => !onPurpose.includes(each))];
}

/** The packages of the libraries that have both calls. */
function packagesWith(checkout: string, release: string): string[] {
  return BUILTIN_PROFILES.filter(({ words }) => words?.checkout === checkout && words.release === release).flatMap(
    ({ library }) => library?.package ?? [],
  );
}

function methodName(call: string): string | null {
  return /([\w$]+)\(\)$/.exec(call)?.[1] ?? null;
}

function wayOf({ ways }: Checkout, translate: Translate): MissedWay | null {
  const way = likeliestWay(ways ?? []);
  if (way === undefined) return null;
  const detail = way.kind === 'guard' ? condition(way.tree, way.node) : '';
  return { ...placeOf(way.tree, way.node, translate), why: way.kind, detail };
}

function placeOf(tree: ScriptSyntax, node: SyntaxNode, translate: Translate): Omit<CodeSite, 'how'> {
  const { script, line, column } = tree.place(node);
  const name = nameAround(tree, node);
  const place = translate({ file: script, line, column, function: name });
  return { ...place, function: place.function ?? name };
}
