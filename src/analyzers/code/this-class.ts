import type { Identifier, MemberExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import {
  type ClassSyntax,
  type FunctionNode,
  isClass,
  isFunction,
  memberName,
  type ScriptSyntax,
} from './script-syntax.js';

/** What `new` makes: a class, or a function that is used as one. */
export type ClassNode = ClassSyntax | FunctionNode;

/**
 * The class whose instance `this` is at `node`, or null when that cannot be told. In ES5, methods are functions that
 * are put on `F.prototype`; a function that is no method may be a constructor itself.
 */
export function classOfThis(tree: ScriptSyntax, node: SyntaxNode): ClassNode | null {
  let fn: SyntaxNode | null = node;
  for (;;) {
    do {
      fn = fn === null ? null : tree.parent(fn);
      if (fn?.type === 'PropertyDefinition' || fn?.type === 'StaticBlock') return classAbove(tree, fn);
    } while (fn !== null && !isFunction(fn));
    if (fn === null) return null;
    if (fn.type !== 'ArrowFunctionExpression') break;
  }
  const above = tree.parent(fn);
  if (above?.type === 'MethodDefinition') return classAbove(tree, above);
  const constructor = constructorOfMethod(tree, fn);
  if (constructor !== null) return constructor;
  const given = givenThis(tree, fn, above);
  if (given === 'unknown') return null;
  return given === null ? fn : classOfThis(tree, given);
}

/**
 * The `this` that a function is given where it is written: `function () { … }.bind(this)`, `list.forEach(function () { … }, this)`. Of any
 * other function that is handed to a call it is unknown; null for what is called or named.
 */
function givenThis(tree: ScriptSyntax, fn: SyntaxNode, above: SyntaxNode | null): SyntaxNode | 'unknown' | null {
  if (above?.type === 'MemberExpression' && /^(?:bind|call|apply)$/.test(memberName(above) ?? '')) {
    const call = tree.parent(above);
    const given = call?.type === 'CallExpression' ? (call.arguments[0] as SyntaxNode | undefined) : undefined;
    return given?.type === 'ThisExpression' ? given : 'unknown';
  }
  if (above?.type !== 'CallExpression' || above.callee === fn) return null;
  const last = above.arguments.at(-1) as SyntaxNode;
  return last.type === 'ThisExpression' ? last : 'unknown';
}

/** Whether `this` at `node` is the class itself: in a static method, field or block. */
export function isStaticThis(tree: ScriptSyntax, node: SyntaxNode): boolean {
  for (let at = tree.parent(node); at !== null; at = tree.parent(at)) {
    if (at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') return at.static;
    if (at.type === 'StaticBlock') return true;
  }
  return false;
}

function classAbove(tree: ScriptSyntax, node: SyntaxNode): ClassSyntax | null {
  const body = tree.parent(node);
  const owner = body === null ? null : tree.parent(body);
  return owner !== null && isClass(owner) ? owner : null;
}

/** `F` of `F.prototype.m = function`, `F.prototype = { m: function }`, and of a variable that stands for `F.prototype`. */
function constructorOfMethod(tree: ScriptSyntax, fn: FunctionNode): FunctionNode | null {
  let value: SyntaxNode = fn;
  let above = tree.parent(value);
  if (above?.type === 'Property') {
    value = tree.parent(above) ?? value;
    above = tree.parent(value);
    // `Object.assign(F.prototype, { … })`
    if (above?.type === 'CallExpression' && above.arguments.length > 1)
      return prototypeOwner(tree, above.arguments[0] as SyntaxNode);
    if (above?.type === 'AssignmentExpression' && above.right === value) return prototypeOwner(tree, above.left);
    return null;
  }
  // `F.prototype.a = F.prototype.b = function`
  while (above?.type === 'AssignmentExpression' && above.right === value) {
    if (above.left.type === 'MemberExpression') {
      const owner = prototypeOwner(tree, above.left.object as SyntaxNode);
      if (owner !== null) return owner;
    }
    value = above;
    above = tree.parent(value);
  }
  return null;
}

function prototypeOwner(tree: ScriptSyntax, node: SyntaxNode): FunctionNode | null {
  if (node.type === 'MemberExpression')
    return memberName(node) === 'prototype' && node.object.type === 'Identifier' ? functionOf(tree, node.object) : null;
  if (node.type !== 'Identifier') return null;
  const init = initOf(tree, node);
  return init?.type === 'MemberExpression' ? prototypeOwner(tree, init) : null;
}

/** The function or class that an identifier was declared as, or null. */
export function classOf(tree: ScriptSyntax, identifier: Identifier): ClassNode | null {
  const definition = tree.variableOf(identifier)?.defs[0];
  // Of a parameter, this would be the function that has it.
  if (definition === undefined || definition.type === 'Parameter') return null;
  const declared = definition.node as SyntaxNode;
  if (isClass(declared) || isFunction(declared)) return declared;
  const init = declared.type === 'VariableDeclarator' ? declared.init : null;
  return init !== null && init !== undefined && (isClass(init) || isFunction(init)) ? init : null;
}

function functionOf(tree: ScriptSyntax, identifier: Identifier): FunctionNode | null {
  const found = classOf(tree, identifier);
  return found !== null && isFunction(found) ? found : null;
}

/** What a variable is given where it is declared, or null. Only for variables that never get another value. */
export function initOf(tree: ScriptSyntax, identifier: Identifier): SyntaxNode | null {
  const variable = tree.variableOf(identifier);
  const declared = variable?.defs[0]?.node as SyntaxNode | undefined;
  if (declared?.type !== 'VariableDeclarator' || declared.id.type !== 'Identifier') return null;
  const writes = variable?.references.filter((reference) => reference.isWrite()).length ?? 0;
  return writes <= 1 ? (declared.init ?? null) : null;
}

/** Whether an expression is `this`, or a variable that stands for it, as in `const self = this`. */
export function isThis(tree: ScriptSyntax, node: SyntaxNode): boolean {
  if (node.type === 'ThisExpression') return true;
  if (node.type !== 'Identifier' || !tree.hasThisNamed(node.name)) return false;
  return initOf(tree, node)?.type === 'ThisExpression';
}

/** Where `this` is written that an expression stands for. */
export function thisOf(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode {
  return node.type === 'Identifier' ? (initOf(tree, node) ?? node) : node;
}

/** What a class is called, or ''. */
export function classNameOf(tree: ScriptSyntax, node: ClassNode): string {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name;
  const above = tree.parent(node);
  if (above?.type === 'VariableDeclarator' && above.id.type === 'Identifier') return above.id.name;
  if (above?.type === 'AssignmentExpression') {
    if (above.left.type === 'Identifier') return above.left.name;
    if (above.left.type === 'MemberExpression') return memberName(above.left as MemberExpression) ?? '';
  }
  return '';
}

/** What a class extends, when that is a name: `B` of `class A extends x.B`, or of `inherits(A, B)`; or ''. */
export function parentNameOf(node: ClassNode): string {
  if (!isClass(node) || !node.superClass) return '';
  const { superClass } = node;
  if (superClass.type === 'Identifier') return superClass.name;
  return superClass.type === 'MemberExpression' ? (memberName(superClass) ?? '') : '';
}
