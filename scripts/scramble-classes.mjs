/**
 * Writes copies of a folder of snapshots in which every class of the program has a random letter for a name, as in a minified
 * program that nobody can read. Names of fields stay: minifiers leave them. Classes of Node.js and of the language stay too.
 * A class has the same letter in all files of a seed; two classes may share one.
 *
 *     node scripts/scramble-classes.mjs <folder> <new folder> [seed]
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const [source, target, seed = '1'] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  process.stderr.write('usage: node scripts/scramble-classes.mjs <folder> <new folder> [seed]\n');
  process.exit(2);
}
mkdirSync(target, { recursive: true });
for (const file of readdirSync(source)
  .filter((name) => name.endsWith('.heapsnapshot'))
  .sort()) {
  const snapshot = JSON.parse(readFileSync(join(source, file), 'utf8'));
  const renamed = scramble(snapshot);
  writeFileSync(join(target, file), JSON.stringify(snapshot));
  process.stdout.write(`${join(target, file)}: ${renamed} classes\n`);
}

/** @param {any} snapshot changed in place @returns {number} of classes renamed */
function scramble({ snapshot: { meta }, nodes, edges, strings, locations }) {
  const [width, edgeWidth] = [meta.node_fields.length, meta.edge_fields.length];
  const at = Object.fromEntries(
    meta.node_fields.map((/** @type {string} */ field, /** @type {number} */ i) => [field, i]),
  );
  const nodeTypes = meta.node_types[0];
  const firstEdges = new Map();
  for (let node = 0, edge = 0; node < nodes.length; node += width) {
    firstEdges.set(node, edge);
    edge += nodes[node + at.edge_count] * edgeWidth;
  }
  const nameOf = (/** @type {number} */ node) => strings[nodes[node + at.name]];
  const typeOf = (/** @type {number} */ node) => nodeTypes[nodes[node + at.type]];
  /** @param {number} node @param {...string} names */
  const follow = (node, ...names) => {
    let edge = firstEdges.get(node);
    for (let left = nodes[node + at.edge_count]; left > 0; left -= 1, edge += edgeWidth)
      if (names.includes(strings[edges[edge + 1]]) && !['element', 'hidden'].includes(meta.edge_types[0][edges[edge]]))
        return edges[edge + 2];
    return -1;
  };
  const located = new Set();
  for (let index = 0; index < locations.length; index += 4) located.add(locations[index]);
  const isOfProgram = (/** @type {number} */ closure) => {
    if (closure === -1 || typeOf(closure) !== 'closure' || !located.has(closure)) return false;
    const shared = follow(closure, 'shared');
    const script = shared === -1 ? -1 : follow(shared, 'script', 'script_or_debug_info');
    const name = script === -1 ? -1 : follow(script, 'name');
    return name !== -1 && !nameOf(name).startsWith('node:');
  };

  // A class of the program is what some object inherits from, with a constructor that a script of the program has.
  const constructors = new Map();
  for (let node = 0; node < nodes.length; node += width) {
    if (typeOf(node) !== 'object') continue;
    const prototype = follow(node, '__proto__');
    const constructor = prototype === -1 ? -1 : follow(prototype, 'constructor');
    const name = nameOf(node);
    if (name === 'Object' || name === '' || !isOfProgram(constructor) || nameOf(constructor) !== name) continue;
    constructors.set(name, constructor);
  }
  const letterOf = new Map();
  for (const name of constructors.keys()) {
    const digest = createHash('sha256').update(`${seed} ${name}`).digest();
    letterOf.set(name, strings.push(LETTERS[digest[0] % LETTERS.length]) - 1);
  }
  for (let node = 0; node < nodes.length; node += width)
    if (['object', 'closure', 'code'].includes(typeOf(node)) && letterOf.has(nameOf(node)))
      nodes[node + at.name] = letterOf.get(nameOf(node));
  return letterOf.size;
}
