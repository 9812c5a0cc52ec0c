import type { CallExpression } from 'acorn';
import { BUILTIN_PROFILES } from '../../profiles/builtin-profiles.js';
import { type Checkout, findCheckouts } from './checkouts.js';
import { nameAround } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import type { CodeSite, MissedWay, PlaceCode } from './place-code.js';
import type { ProgramText } from './program-text.js';
import type { ScriptSyntax } from './script-syntax.js';
import { condition, type Translate } from './shown-places.js';
import { packageOfValue } from './value-origins.js';
import type { WayOut } from './way-out.js';
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
  const packages = packagesWith(checkout, release);
  const found = findCheckouts(program, scripts, { acquire: [acquire], release: [back, ...ENDING], packages });
  if (found.length === 0) return isOneOfSeveral ? null : readBorrowing(program, scripts, packages, translate);
  const losing = isOneOfSeveral && found.length > 1 ? [] : likeliestLosing(found);
  const shown = losing.length > 0 ? losing : found;
  // What is handed on may be given back elsewhere.
  const givenBack = found.every(({ ways }) => ways?.length === 0) ? 'removed' : 'unknown';
  const [first] = losing;
  return describe(checkout, shown, first === undefined ? givenBack : 'missed', translate);
}

/**
 * The same for a library that borrows from the pool on behalf of the program, which has other calls for it: a transaction of knex takes a
 * connection of tarn. Only where a way is known that does not give back, as it need not be this library that has what is out.
 *
 * @param pools packages of the pool
 */
function readBorrowing(
  program: ProgramText,
  scripts: readonly string[],
  pools: readonly string[],
  translate: Translate,
): PlaceCode | null {
  for (const { acquiresLater, pools: own, library, words } of BUILTIN_PROFILES) {
    if (acquiresLater === undefined || own !== undefined) continue;
    if (words?.checkout === undefined || words.release === undefined) continue;
    const packages = [library?.package ?? []].flat();
    const acquire = methodName(words.checkout);
    if (acquire === null || !packages.some((name) => program.packageImports(name, pools))) continue;
    const release = [...words.release.matchAll(/([\w$]+)\(\)/g)].map(([, name]) => name);
    const losing = findCheckouts(program, scripts, { acquire: [acquire], release, packages }).flatMap((found) => {
      const ways = found.ways?.filter(isUnconditional) ?? [];
      return ways.length > 0 && isOf(packages, found) ? [{ ...found, ways }] : [];
    });
    if (losing.length > 0) return describe(words.checkout, losing, 'missed', translate);
  }
  return null;
}

/** Whether the text shows that what is called comes from one of the packages. */
function isOf(packages: readonly string[], { tree, call }: Checkout): boolean {
  const { callee } = call as CallExpression;
  const origin = callee.type === 'MemberExpression' ? packageOfValue(tree, callee.object as SyntaxNode) : null;
  return origin !== null && packages.includes(origin);
}

/** A condition may ask whether it was given back, as `if (!trx.isCompleted())` does. */
function isUnconditional(way: WayOut): boolean {
  return isOnPurpose(way) && way.kind !== 'guard' && way.kind !== 'catch';
}

function describe(
  name: string,
  shown: readonly Checkout[],
  state: PlaceCode['state'],
  translate: Translate,
): PlaceCode {
  const [first] = shown;
  return {
    name,
    what: 'checkout',
    state,
    added: shown.map(({ tree, call, acquire }) => ({ ...placeOf(tree, call, translate), how: acquire })),
    removed: [],
    read: [],
    missing: state === 'missed' && first !== undefined ? wayOf(first, translate) : null,
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
