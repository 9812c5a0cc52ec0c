import { parse } from 'acorn';

/**
 * Puts counters into a module: one at the start of each function, branch, loop, case and handler, and at what `&&`, `||`, `??`
 * and `? :` choose. `globalThis.fuzzCounters` holds them.
 *
 * @param {string} code
 * @param {() => number} nextCounter
 * @returns {string}
 */
export function instrument(code, nextCounter) {
  /** @type {{ at: number, text: string, closes: boolean }[]} */
  const inserts = [];
  const count = () => `__fuzz[${nextCounter()}]++`;
  /** @param {any} node */
  const block = (node) => {
    if (node.type === 'BlockStatement') inserts.push({ at: node.start + 1, text: `${count()};`, closes: false });
    else inserts.push({ at: node.start, text: `{${count()};`, closes: false });
  };
  /** @param {any} node */
  const endBlock = (node) => {
    if (node.type !== 'BlockStatement') inserts.push({ at: node.end, text: '}', closes: true });
  };
  /** @param {any} node */
  const value = (node) => inserts.push({ at: node.start, text: `(${count()},`, closes: false });
  /** @param {any} node */
  const endValue = (node) => inserts.push({ at: node.end, text: ')', closes: true });
  /** @param {any} node */
  const visit = (node) => {
    const blocks = blocksOf(node);
    const values = valuesOf(node);
    if (node.type === 'SwitchCase' && node.consequent.length > 0)
      inserts.push({ at: node.consequent[0].start, text: `${count()};`, closes: false });
    for (const key of Object.keys(node)) {
      for (const child of [node[key]].flat()) {
        if (typeof child?.type !== 'string') continue;
        if (blocks.includes(child)) block(child);
        if (values.includes(child)) value(child);
        visit(child);
        if (values.includes(child)) endValue(child);
        if (blocks.includes(child)) endBlock(child);
      }
    }
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return `const __fuzz = globalThis.fuzzCounters;${insertAll(code, inserts)}`;
}

/** @param {any} node @returns {any[]} statements that may or may not run */
function blocksOf(node) {
  if (/Function/.test(node.type)) return node.body.type === 'BlockStatement' ? [node.body] : [];
  if (node.type === 'IfStatement') return [node.consequent, node.alternate];
  return /^(For|While|DoWhile|CatchClause)/.test(node.type) ? [node.body] : [];
}

/** @param {any} node @returns {any[]} expressions that may or may not be evaluated */
function valuesOf(node) {
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate];
  if (node.type === 'LogicalExpression') return [node.right];
  return node.type === 'ArrowFunctionExpression' && node.expression ? [node.body] : [];
}

/**
 * Of inserts at one place those that close something come first; apart from that they stay in order.
 *
 * @param {string} code
 * @param {{ at: number, text: string, closes: boolean }[]} inserts
 */
function insertAll(code, inserts) {
  const sorted = inserts
    .map((insert, order) => ({ ...insert, order }))
    .sort((a, b) => a.at - b.at || Number(b.closes) - Number(a.closes) || a.order - b.order);
  let out = '';
  let from = 0;
  for (const { at, text } of sorted) {
    out += code.slice(from, at) + text;
    from = at;
  }
  return out + code.slice(from);
}
