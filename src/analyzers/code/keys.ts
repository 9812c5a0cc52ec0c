import type { CallExpression, Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { referencesOf, usesOf } from './references.js';
import {
  constructorOf,
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  memberName,
  type ScriptSyntax,
} from './script-syntax.js';
import type { Site } from './site.js';
import { isWrittenTo } from './site-shapes.js';
import { classOf, classOfThis, initOf } from './this-class.js';

/** Where a key comes from, and what was done to it on the way: `room` and `.number`, `key` and `toUpperCase()`. */
interface KeyForm {
  /** A variable, an object that is made there, or the name of a field of `this`. */
  readonly origin: unknown;
  readonly steps: readonly string[];
  /** A number that is counted up, which no caller can know before. */
  readonly isCounted: boolean;
  /** An object that is made there. */
  readonly isObject?: boolean;
}

const MAX_STEPS = 8;
const CHANGING = new Set(['toUpperCase', 'toLowerCase', 'trim', 'toLocaleUpperCase', 'toLocaleLowerCase']);
/** Calls that hand on further arguments to a function, and the place of the first of them. */
const HANDING_ON: Readonly<Record<string, number | undefined>> = {
  setTimeout: 2,
  setInterval: 2,
  setImmediate: 1,
  nextTick: 1,
};

/**
 * Whether a line takes entries out under another key than they were put in under: `rooms.set(room.number, …)` and `rooms.delete(room)`. Only
 * where both keys come from the same value, or one of them from a number that is counted up and the other from outside.
 */
export function hasOtherKey(remover: Site, adds: readonly Site[]): boolean {
  const removed = keyOf(remover);
  const form = removed === null ? null : formOf(remover.tree, removed, 0);
  if (form === null || adds.length === 0) return false;
  return adds.every((add) => {
    const added = add.tree === remover.tree ? keyOf(add) : null;
    const other = added === null ? null : formOf(add.tree, added, 0);
    return other !== null && isOther(form, other);
  });
}

function isOther(a: KeyForm, b: KeyForm): boolean {
  if (a.origin === b.origin) {
    if (a.steps.length === b.steps.length && a.steps.every((step, at) => step === b.steps[at])) return false;
    // Two fields of one object may have the same value; a value and a part of it, or a changed text, have not.
    const [short, long] = a.steps.length < b.steps.length ? [a, b] : [b, a];
    return long.steps.length > short.steps.length && short.steps.every((step, at) => step === long.steps[at]);
  }
  return isNever(a, b) || isNever(b, a);
}

/** A number that is counted up is neither what comes from outside nor an object, and no object that is made there comes from outside. */
function isNever(a: KeyForm, b: KeyForm): boolean {
  if (a.isCounted) return isFromOutside(b) || (b.isObject === true && b.steps.length === 0);
  return a.isObject === true && a.steps.length === 0 && isFromOutside(b);
}

function isFromOutside({ origin, steps, isCounted }: KeyForm): boolean {
  const definition = (origin as { defs?: { type: string }[] } | null)?.defs?.[0];
  return !isCounted && steps.length === 0 && definition?.type === 'Parameter';
}

/** The key of a line that adds under one, or that removes one. */
function keyOf({ node }: Site): SyntaxNode | null {
  if (node.type === 'CallExpression') {
    const name = node.callee.type === 'MemberExpression' ? memberName(node.callee) : null;
    if (name === 'set' || name === 'delete' || name === 'add')
      return (node.arguments[0] as SyntaxNode | undefined) ?? null;
    return null;
  }
  let member: SyntaxNode | null = null;
  if (node.type === 'UnaryExpression') member = node.argument;
  else if (node.type === 'AssignmentExpression') member = node.left;
  return member?.type === 'MemberExpression' && member.computed ? (member.property as SyntaxNode) : null;
}

function formOf(tree: ScriptSyntax, node: SyntaxNode, depth: number): KeyForm | null {
  if (depth > MAX_STEPS) return null;
  switch (node.type) {
    case 'Identifier':
      return formOfVariable(tree, node, depth + 1);
    case 'NewExpression':
      return { origin: node, steps: [], isCounted: false, isObject: true };
    case 'MemberExpression': {
      const name = memberName(node);
      if (name === null) return null;
      if (node.object.type === 'ThisExpression')
        return counted(tree, node, { origin: `this.${name}`, steps: [], isCounted: false });
      const object = formOf(tree, node.object as SyntaxNode, depth + 1);
      if (object === null) return null;
      const made = object.steps.length === 0 ? fieldOf(tree, object.origin, name) : null;
      return made === null ? { ...object, steps: [...object.steps, `.${name}`] } : formOf(tree, made, depth + 1);
    }
    case 'CallExpression': {
      const name = node.callee.type === 'MemberExpression' ? memberName(node.callee) : null;
      if (node.callee.type !== 'MemberExpression' || name === null || !CHANGING.has(name)) return null;
      const text = formOf(tree, node.callee.object as SyntaxNode, depth + 1);
      return text === null ? null : { ...text, steps: [...text.steps, `${name}()`] };
    }
    case 'TemplateLiteral': {
      const [part, ...more] = node.expressions;
      const isAround = node.quasis.some(({ value }) => value.raw !== '');
      if (part === undefined || more.length > 0 || !isAround) return null;
      const text = formOf(tree, part, depth + 1);
      return text === null ? null : { ...text, steps: [...text.steps, tree.text.slice(node.start, part.start)] };
    }
    default:
      return null;
  }
}

function formOfVariable(tree: ScriptSyntax, identifier: Identifier, depth: number): KeyForm | null {
  const variable = tree.variableOf(identifier);
  const definition = variable?.defs[0];
  if (variable === null || definition === undefined) return null;
  const own = counted(tree, identifier, { origin: variable, steps: [], isCounted: false });
  if (definition.type === 'Parameter') {
    if (variable.references.some((reference) => reference.isWrite())) return null;
    const given = argumentsFor(tree, identifier, definition.node as unknown as SyntaxNode);
    const [first] = given;
    if (first === undefined) return own;
    const forms = given.map((argument) => formOf(tree, argument, depth + 1));
    const [form] = forms;
    return forms.every((other) => form !== null && other !== null && isSame(form, other)) ? form : null;
  }
  const init = initOf(tree, identifier);
  if (init === null) return own.isCounted ? own : null;
  if (init.type === 'NewExpression' || init.type === 'ObjectExpression')
    return { ...own, isCounted: false, isObject: true };
  return formOf(tree, init, depth + 1);
}

function isSame(a: KeyForm, b: KeyForm): boolean {
  return a.origin === b.origin && a.steps.join(' ') === b.steps.join(' ');
}

function counted(tree: ScriptSyntax, node: SyntaxNode, form: KeyForm): KeyForm {
  const isCounted = usesOf(tree, node).some((use) => {
    const above = tree.parent(use);
    return (
      above?.type === 'UpdateExpression' ||
      (above?.type === 'AssignmentExpression' && above.left === use && above.operator === '+=')
    );
  });
  return isCounted ? { ...form, isCounted } : form;
}

/** What a parameter is given wherever the script calls its function, or hands it to a timer with arguments. */
function argumentsFor(tree: ScriptSyntax, { name }: Identifier, fn: SyntaxNode): SyntaxNode[] {
  if (!isFunction(fn)) return [];
  const index = fn.params.findIndex((parameter) => parameter.type === 'Identifier' && parameter.name === name);
  if (index === -1) return [];
  return referencesOf(tree, fn).flatMap((reference) => {
    const call = tree.parent(reference);
    if (call?.type !== 'CallExpression') return [];
    const shift = call.callee === reference ? 0 : HANDING_ON[calleeName(call)];
    const argument = shift === undefined ? undefined : call.arguments[index + shift];
    return argument === undefined ? [] : [argument as SyntaxNode];
  });
}

function calleeName({ callee }: CallExpression): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** What a field has of an object that a variable was given as it was made: by the constructor's parameters, or in a literal. */
function fieldOf(tree: ScriptSyntax, origin: unknown, name: string): SyntaxNode | null {
  const declared = (origin as { defs?: { node: SyntaxNode }[] }).defs?.[0]?.node;
  const made = declared?.type === 'VariableDeclarator' ? declared.init : null;
  if (made?.type === 'ObjectExpression') {
    const property = made.properties.find((candidate) => keyName(candidate) === name);
    return property?.type === 'Property' ? (property.value as SyntaxNode) : null;
  }
  if (made?.type !== 'NewExpression' || made.callee.type !== 'Identifier') return null;
  const cls = classOf(tree, made.callee);
  const maker: FunctionNode | null = cls !== null && isClass(cls) ? constructorOf(cls) : cls;
  if (maker === null) return null;
  const writes = tree.membersNamed(name).filter((member) => {
    const isOfOther = member.object.type === 'ThisExpression' && classOfThis(tree, member.object) !== cls;
    return !isOfOther && isWrittenTo(tree, member);
  });
  // Set once, in the constructor, from a parameter.
  const [write] = writes;
  const assignment = write === undefined ? null : tree.parent(write);
  if (writes.length !== 1 || assignment?.type !== 'AssignmentExpression' || tree.functionAround(assignment) !== maker)
    return null;
  const { right } = assignment;
  const index = maker.params.findIndex(
    (parameter) => parameter.type === 'Identifier' && right.type === 'Identifier' && parameter.name === right.name,
  );
  return index === -1 ? null : ((made.arguments[index] as SyntaxNode | undefined) ?? null);
}
