import type { CallExpression, Identifier, MemberExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { isClass, isFunction, isNothing, keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import { type ClassNode, initOf } from './this-class.js';

/** A function or class, in the script that declares it. */
export interface Declared {
  readonly tree: ScriptSyntax;
  readonly node: ClassNode;
}

/** An expression, in its script. */
export interface Placed {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
}

/** A value of a module, or the module itself, whose exports are its fields. */
type Linked = Declared | { readonly module: ScriptSyntax };

/** Aliases and exports that only hand on others are followed so many times. */
const MOST_LINKS = 6;

/**
 * The function or class that an expression stands for: declared in the script, or imported from another script of the program by a path
 * that is written there (`import`, `require`, and what compilers make of them).
 *
 * @returns null for what is computed, comes from a package or is not at hand
 */
export function declarationOf(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): Declared | null {
  const linked = linkedOf(program, tree, node, 0);
  if (linked === null) return null;
  if (!('module' in linked)) return linked;
  // `const Hub = require('./hub')` of `module.exports = Hub`.
  const whole = valueOf(program, exportedValue(program, linked.module, 'default', 0), 0);
  return whole === null || 'module' in whole ? null : whole;
}

function valueOf(program: ProgramText, placed: Placed | null, links: number): Linked | null {
  return placed === null ? null : linkedOf(program, placed.tree, placed.node, links + 1);
}

function linkedOf(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode, links: number): Linked | null {
  if (links > MOST_LINKS) return null;
  if (isFunction(node) || isClass(node)) return { tree, node };
  switch (node.type) {
    case 'Identifier':
      return ofVariable(program, tree, node, links + 1);
    case 'MemberExpression':
      return ofMember(program, tree, node, links + 1);
    case 'SequenceExpression': {
      // `(0, hub_1.prune)(rows)`
      const last = node.expressions.at(-1);
      return last === undefined ? null : linkedOf(program, tree, last, links + 1);
    }
    case 'CallExpression':
      return ofRequire(program, tree, node);
    case 'AwaitExpression':
      return linkedOf(program, tree, node.argument, links + 1);
    case 'ImportExpression':
      return moduleAt(program, tree, node.source);
    default:
      return null;
  }
}

function ofVariable(program: ProgramText, tree: ScriptSyntax, identifier: Identifier, links: number): Linked | null {
  const definition = tree.variableOf(identifier)?.defs[0];
  if (definition === undefined || definition.type === 'Parameter') return null;
  const declared = definition.node as SyntaxNode;
  if (isFunction(declared) || isClass(declared)) return { tree, node: declared };
  switch (declared.type) {
    case 'ImportSpecifier': {
      const { imported } = declared;
      const name = imported.type === 'Identifier' ? imported.name : String(imported.value);
      return valueOf(program, exportFrom(program, tree, statementOf(definition), name, links), links);
    }
    case 'ImportDefaultSpecifier':
      return valueOf(program, exportFrom(program, tree, statementOf(definition), 'default', links), links);
    case 'ImportNamespaceSpecifier': {
      const from = definition.parent as unknown as SyntaxNode | null;
      return from?.type === 'ImportDeclaration' ? moduleAt(program, tree, from.source) : null;
    }
    case 'VariableDeclarator':
      break;
    default:
      return null;
  }
  const { init } = declared;
  if (!init) return null;
  if (declared.id.type === 'Identifier') {
    const only = isFunction(init) || isClass(init) ? init : initOf(tree, identifier);
    return only === null ? null : linkedOf(program, tree, only, links);
  }
  if (declared.id.type !== 'ObjectPattern') return null;
  // `const { prune: cut } = require('./prune')`
  const taken = declared.id.properties.find(
    (property) =>
      property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === identifier.name,
  );
  const name = taken === undefined ? null : keyName(taken);
  const from = linkedOf(program, tree, init, links);
  return name === null || from === null || !('module' in from)
    ? null
    : valueOf(program, exportedValue(program, from.module, name, links), links);
}

function statementOf(definition: { readonly parent?: unknown }): SyntaxNode | null {
  return (definition.parent as SyntaxNode | null | undefined) ?? null;
}

function ofMember(program: ProgramText, tree: ScriptSyntax, member: MemberExpression, links: number): Linked | null {
  const name = memberName(member);
  const from = name === null ? null : linkedOf(program, tree, member.object as SyntaxNode, links);
  return from === null || name === null || !('module' in from)
    ? null
    : valueOf(program, exportedValue(program, from.module, name, links), links);
}

/** `require('./hub')`, and the helpers of compilers around it. */
function ofRequire(program: ProgramText, tree: ScriptSyntax, call: CallExpression): Linked | null {
  const { callee } = call;
  const [argument] = call.arguments as (SyntaxNode | undefined)[];
  if (callee.type !== 'Identifier' || argument === undefined) return null;
  if (callee.name === 'require') return moduleAt(program, tree, argument);
  const isInterop = /^_*(?:interop_?require|importDefault|importStar|toESM|interop)/i.test(callee.name);
  return isInterop && argument.type === 'CallExpression' ? ofRequire(program, tree, argument) : null;
}

function moduleAt(program: ProgramText, tree: ScriptSyntax, source: SyntaxNode): Linked | null {
  if (source.type !== 'Literal' || typeof source.value !== 'string') return null;
  const script = program.scriptAt(tree.name, source.value);
  const module = script === null ? null : program.tree(script);
  return module === null ? null : { module };
}

function exportFrom(
  program: ProgramText,
  tree: ScriptSyntax,
  statement: SyntaxNode | null,
  name: string,
  links: number,
): Placed | null {
  if (
    statement?.type !== 'ImportDeclaration' &&
    statement?.type !== 'ExportNamedDeclaration' &&
    statement?.type !== 'ExportAllDeclaration'
  )
    return null;
  const from = statement.source ? moduleAt(program, tree, statement.source) : null;
  return from === null || !('module' in from) ? null : exportedValue(program, from.module, name, links + 1);
}

/** What a module exports under a name; `default` is also what CommonJS exports as a whole. */
function exportedValue(program: ProgramText, tree: ScriptSyntax, name: string, links: number): Placed | null {
  if (links > MOST_LINKS) return null;
  const settled = (node: SyntaxNode | null | undefined): Placed | null => (node ? { tree, node } : null);
  for (const statement of tree.root.body) {
    switch (statement.type) {
      case 'ExportDefaultDeclaration':
        if (name === 'default') return settled(statement.declaration as SyntaxNode);
        break;
      case 'ExportNamedDeclaration': {
        const { declaration } = statement;
        if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration') {
          if (declaration.id?.name === name) return { tree, node: declaration };
        } else if (declaration?.type === 'VariableDeclaration') {
          for (const { id, init } of declaration.declarations)
            if (id.type === 'Identifier' && id.name === name) return settled(init);
        }
        for (const { local, exported } of statement.specifiers) {
          const shown = exported.type === 'Identifier' ? exported.name : String(exported.value);
          if (shown !== name) continue;
          const own = local.type === 'Identifier' ? local.name : String(local.value);
          return statement.source
            ? exportFrom(program, tree, statement, own, links)
            : settled(local as unknown as SyntaxNode);
        }
        break;
      }
      case 'ExportAllDeclaration': {
        const found = statement.exported ? null : exportFrom(program, tree, statement, name, links);
        if (found !== null) return found;
        break;
      }
      default:
    }
  }
  return exportOfCommonJs(tree, name, settled);
}

function exportOfCommonJs(
  tree: ScriptSyntax,
  name: string,
  settled: (node: SyntaxNode | null | undefined) => Placed | null,
): Placed | null {
  // `exports.prune = prune`, `module.exports.prune = prune`; the last one counts, as compilers first write `exports.prune = void 0`.
  for (const member of [...tree.membersNamed(name)].reverse()) {
    const { object } = member;
    const isExports =
      (object.type === 'Identifier' && object.name === 'exports') ||
      (object.type === 'MemberExpression' && isModuleExports(object));
    const above = tree.parent(member);
    const isGiven = above?.type === 'AssignmentExpression' && above.left === member && !isNothing(above.right);
    if (isExports && isGiven) return settled(above.right);
  }
  for (const member of tree.membersNamed('exports')) {
    const above = tree.parent(member);
    if (!isModuleExports(member) || above?.type !== 'AssignmentExpression' || above.left !== member) continue;
    if (name === 'default') return settled(above.right);
    if (above.right.type !== 'ObjectExpression') continue;
    const property = above.right.properties.find((candidate) => keyName(candidate) === name);
    if (property?.type === 'Property') return settled(property.value);
  }
  return null;
}

function isModuleExports(member: MemberExpression): boolean {
  return memberName(member) === 'exports' && member.object.type === 'Identifier' && member.object.name === 'module';
}
