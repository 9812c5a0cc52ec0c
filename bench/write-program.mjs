import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Characters of a module: with 2,000 of them 7.6 MB, as in services of that many files. */
const MODULE_LENGTH = 3800;
/** Of so many modules one has a field that is called as the leaking one. */
const NAMESAKE_EVERY = 20;

/**
 * Writes a program of `modules` modules that forgets an entry of a Map in one of them now and then, and says `ready 0` when all are loaded. Some modules have
 * a field of the same name that is taken out of again.
 *
 * @param {string} folder
 * @param {{ modules: number, isBundle?: boolean, isCommonName?: boolean }} shape `isBundle`: all in one file. `isCommonName`: each module has
 *   a field of the name of the leaking one
 * @returns {{ main: string, bytes: number }}
 */
export function writeProgram(folder, { modules, isBundle = false, isCommonName = false }) {
  mkdirSync(folder, { recursive: true });
  const every = isCommonName ? 1 : NAMESAKE_EVERY;
  const names = Array.from({ length: modules }, (_, index) => `module-${index}`);
  const texts = names.map((_, index) => moduleText(index, index % every === 0 ? 'pending' : 'parts'));
  const main = join(folder, 'main.cjs');
  let bytes = 0;
  if (isBundle) {
    const all = texts.map((text, index) => `define('./${names[index]}', (exports, require) => {\n${text}});\n`);
    const text = `${BUNDLE_HEAD}${all.join('')}${MAIN}`;
    writeFileSync(main, text);
    bytes = text.length;
  } else {
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${names[index]}.cjs`), text);
    const list = `const names = ${JSON.stringify(names.map((name) => `./${name}.cjs`))};\n`;
    writeFileSync(main, `${list}const modules = names.map((name) => require(name));\n${LEAK}`);
    bytes = texts.reduce((sum, text) => sum + text.length, 0);
  }
  return { main, bytes };
}

const BUNDLE_HEAD = `const definitions = new Map();
const loaded = new Map();
function define(name, body) { definitions.set(name, body); }
function load(name) {
  if (!loaded.has(name)) {
    const exports = {};
    loaded.set(name, exports);
    definitions.get(name)(exports, load);
  }
  return loaded.get(name);
}
`;

const LEAK = `class Order {
  constructor(serial) { this.serial = serial; this.lines = [serial, serial + 1]; }
}
class Desk {
  constructor() { this.pending = new Map(); }
  open(serial) {
    const order = new Order(serial);
    this.pending.set(serial, order);
    if (serial % 3 === 0) return null;
    this.pending.delete(serial);
    return order;
  }
}
globalThis.desk = new Desk();
globalThis.modules = modules;
let serial = 0;
setInterval(() => {
  for (let each = 0; each < 50; each += 1) globalThis.desk.open((serial += 1));
}, 20);
console.log('ready 0');
`;

const MAIN = `const modules = [...definitions.keys()].map(load);\n${LEAK}`;

/** A class with a table that is added to and removed from, and functions that use it. */
function moduleText(index, field) {
  const parts = [
    `class Store${index} {
  constructor(limit) { this.${field} = new Map(); this.limit = limit; this.hits = 0; }
  put(key, value) {
    if (this.${field}.size >= this.limit) this.${field}.delete(this.${field}.keys().next().value);
    this.${field}.set(key, { value, at: this.hits });
  }
  get(key) {
    const found = this.${field}.get(key);
    if (found === undefined) return null;
    this.hits += 1;
    return found.value;
  }
  drop(key) { return this.${field}.delete(key); }
}
exports.Store${index} = Store${index};
exports.store = new Store${index}(${10 + (index % 90)});
`,
  ];
  let length = parts[0].length;
  for (let part = 0; length < MODULE_LENGTH; part += 1) {
    const text = `exports.step${part} = function step${part}(input, options) {
  const { rows = [], columns = [], name = 'step ${part} of ${index}' } = options ?? {};
  const result = rows.map((row, at) => ({ ...row, at, name, total: columns.reduce((sum, column) => sum + (row[column] ?? 0), input * ${part}) }));
  for (const row of result) if (row.total > ${part * 100 + index}) exports.store.put(row.name, row);
  return result.filter(({ total }) => total !== 0).sort((a, b) => a.total - b.total || (a.name < b.name ? -1 : 1));
};
`;
    parts.push(text);
    length += text.length;
  }
  return parts.join('');
}
