import type { CallExpression, MemberExpression } from 'acorn';
import { ADDING, EACH, GIVING_ALL, GIVING_ENTRY, LISTEN, REMOVING, UNLISTEN } from './collection-calls.js';
import type { SyntaxNode } from './parser.js';
import { isSetUp } from './private-fields.js';
import { isFunction, isNothing, keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import { RING, type SiteAction } from './site.js';
import type { PlaceValue, SiteSearch } from './site-search.js';
import { appliedName, comesRound, isInConstructor, isTimerStop, isWrittenTo, shape } from './site-shapes.js';
import { bindTarget } from './value-names.js';

/** Of a place that is one reference, only what is done to the reference counts: what it leads to may go anywhere. */
export function followReference(search: SiteSearch, value: PlaceValue, above: SyntaxNode): void {
  const { tree, node, byName } = value;
  if (above.type === 'AssignmentExpression' && above.left === node) recordAssignment(search, value, above);
  else if (above.type === 'UnaryExpression' && above.operator === 'delete')
    search.record(tree, above, 'remove', 'delete', byName);
  else if (above.type === 'CallExpression' && isTimerStop(above))
    search.record(tree, above, 'remove', tree.text.slice(above.callee.start, above.callee.end), byName);
  else search.record(tree, node, 'read', '', byName);
}

/** `value.name`, `value[key]`, `value.name()`. */
export function followMember(search: SiteSearch, value: PlaceValue, member: MemberExpression): void {
  const { tree, level, byName, hops } = value;
  const { depth } = search.query;
  const name = memberName(member);
  let above = tree.parent(member);
  if (above?.type === 'ChainExpression') above = tree.parent(above);
  if (above?.type === 'CallExpression' && above.callee === member && name !== null) {
    recordCall(search, value, above, name);
    return;
  }
  if (name === null) {
    // `value[key]`
    if (above?.type === 'AssignmentExpression' && above.left === member) {
      if (level !== depth - 1) {
        search.record(tree, above, level < depth - 1 ? 'add' : 'read', '[…] =', byName, level);
        return;
      }
      const isEmpty = isNothing(above.right);
      search.record(tree, above, isEmpty ? 'remove' : 'add', '[…] =', byName, level);
      // A ring: the new entry takes the place of the oldest one.
      if (!isEmpty && comesRound(tree, member.property as SyntaxNode))
        search.record(tree, member, 'remove', RING, byName, level);
      return;
    }
    if (above?.type === 'UnaryExpression' && above.operator === 'delete') {
      search.record(tree, above, level < depth ? 'remove' : 'read', 'delete', byName, level);
      return;
    }
    search.record(tree, member, 'read', '[…]', byName);
    search.push(tree, member, level + 1, byName, hops);
    return;
  }
  if (name === 'signal' && search.isEmitter) {
    search.push(tree, member, level, byName, hops);
    return;
  }
  if (name === 'length' && level < depth) {
    const isWritten =
      (above?.type === 'AssignmentExpression' && above.left === member) || above?.type === 'UpdateExpression';
    search.record(
      tree,
      isWritten && above !== null ? above : member,
      isWritten ? 'remove' : 'read',
      'length',
      byName,
      level,
    );
    return;
  }
  // `value.push.apply(value, more)` is one of what the value is handed to.
  if (above?.type === 'MemberExpression' && appliedName(above) !== null) return;
  search.record(tree, member, 'read', `.${name}`, byName);
}

function recordCall(
  search: SiteSearch,
  { tree, level, byName, hops }: PlaceValue,
  call: CallExpression,
  name: string,
): void {
  const { depth } = search.query;
  const record = (action: SiteAction): void => search.record(tree, call, action, name, byName, level);
  const isInside = level < depth;
  const isOwn = level === 0 && search.ownMethods.has(name) && !isOnSuper(call);
  if (!isInside || isOwn) record('read');
  else if (name === 'set' && (isSetUp(tree, call) || (search.isWeak && level === 0))) record('start');
  else if (search.isEmitter && LISTEN.has(name)) record('add');
  else if (search.isEmitter && UNLISTEN.has(name)) record('remove');
  else if (ADDING.has(name) || (name === 'splice' && call.arguments.length > 2)) record('add');
  else if (REMOVING.has(name) || name === 'splice') record('remove');
  else record('read');
  if (EACH.has(name)) {
    const callback = call.arguments[0];
    const parameter =
      callback !== undefined && isFunction(callback) ? callback.params[name === 'reduce' ? 1 : 0] : undefined;
    if (parameter !== undefined) bindTarget(search, tree, parameter, level + 1, byName, hops);
  }
  if (GIVING_ENTRY.has(name)) search.push(tree, call, level + 1, byName, hops + 1);
  else if (GIVING_ALL.has(name)) search.push(tree, call, level, byName, hops + 1);
}

/** `super.set(key, value)` is the built-in method, whatever the class declares. */
function isOnSuper({ callee }: CallExpression): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Super';
}

/** The place itself gets another value. */
export function recordAssignment(
  search: SiteSearch,
  { tree, level, byName, hops }: PlaceValue,
  assignment: SyntaxNode & { type: 'AssignmentExpression' },
): void {
  const { depth } = search.query;
  const { right, operator } = assignment;
  // Another value for a variable that only has the place leaves the place as it is.
  if (hops > 0 && assignment.left.type === 'Identifier') {
    search.record(tree, assignment, 'read', '=', byName);
    return;
  }
  const record = (action: SiteAction, how: string): void => search.record(tree, assignment, action, how, byName);
  if (level > 0) {
    record('read', '=');
    return;
  }
  if (depth === 0) {
    if (isNothing(right)) {
      record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
      return;
    }
    record('add', '=');
    return;
  }
  if (operator === '+=') {
    record('add', '+=');
    return;
  }
  const name = search.query.name;
  const mentions = (part: SyntaxNode): boolean => {
    const text = tree.text.slice(part.start, part.end);
    return text.includes(name.replace(/^#/, ''));
  };
  if (operator === '??=' || operator === '||=') {
    record('start', operator);
    return;
  }
  if (right.type === 'ArrayExpression' || right.type === 'ObjectExpression') {
    const parts = (right.type === 'ArrayExpression' ? right.elements : right.properties) as (SyntaxNode | null)[];
    const keeps = parts.some((part) => part?.type === 'SpreadElement' && mentions(part));
    if (keeps) {
      record(parts.length > 1 ? 'add' : 'read', '= […]');
      return;
    }
    record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
    return;
  }
  if (right.type === 'CallExpression' && right.callee.type === 'MemberExpression' && mentions(right.callee)) {
    const method = memberName(right.callee) ?? '';
    if (method === 'concat') {
      record('add', '= concat()');
      return;
    }
    if (method === 'filter' || method === 'slice' || method === 'splice') {
      record('remove', `= ${method}()`);
      return;
    }
  }
  // `current = new Map([...previous, ...current])`
  if (right.type === 'NewExpression' && right.arguments.some((argument) => mentions(argument as SyntaxNode))) {
    record('add', `= ${shape(right)}`);
    return;
  }
  if (isNothing(right) || right.type === 'NewExpression') {
    record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
    return;
  }
  const isSetUp = isInConstructor(tree, assignment) || isUnusedSetter(search, tree, assignment);
  record(isSetUp ? 'start' : 'remove', '=');
}

/** `set rows(value) { this.#rows = value; }`, as compilers write `accessor rows`, to which no line assigns. */
function isUnusedSetter({ program }: SiteSearch, tree: ScriptSyntax, assignment: SyntaxNode): boolean {
  const fn = tree.functionAround(assignment);
  const method = fn === null ? null : tree.parent(fn);
  if (method?.type !== 'MethodDefinition' || method.kind !== 'set') return false;
  const name = keyName(method);
  if (name === null) return false;
  const { trees, isWhole } = name.startsWith('#')
    ? { trees: [tree], isWhole: true }
    : program.treesWith(program.neighbors(tree.name), name);
  return isWhole && !trees.some((other) => other.membersNamed(name).some((member) => isWrittenTo(other, member)));
}
