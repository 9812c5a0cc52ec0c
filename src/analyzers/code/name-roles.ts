import type { Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';

/** How a variable is declared. */
export interface Definition {
  readonly type: 'Variable' | 'Parameter' | 'FunctionName' | 'ClassName' | 'CatchClause' | 'ImportBinding';
  readonly name: Identifier;
  /** The declarator, function, class, catch clause or import specifier. */
  readonly node: SyntaxNode;
  /** The declaration of a variable, the statement of an import. */
  readonly parent: SyntaxNode | null;
}

/** What an identifier does where it is written. */
export interface NameRole {
  /** Null where it declares nothing. */
  readonly definition: Definition | null;
  /** How many values it is given there: a pattern with a default gives two. */
  readonly writes: number;
  readonly isRead: boolean;
}

/** Each node knows the one above it. */
type ParentOf = (node: SyntaxNode) => SyntaxNode | null;

const NONE: NameRole = { definition: null, writes: 0, isRead: false };
const READ: NameRole = { definition: null, writes: 0, isRead: true };

/** Whether an identifier below `above` only names a field, a key, a label or a part of a module, and never a variable. */
export function isMereName(node: SyntaxNode, above: SyntaxNode): boolean {
  switch (above.type) {
    case 'MemberExpression':
      return above.property === node && !above.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return above.key === node && above.value !== node && !above.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return above.type !== 'LabeledStatement' || above.label === node;
    case 'ImportSpecifier':
      return above.local !== node;
    case 'ExportSpecifier':
      return above.local !== node;
    case 'MetaProperty':
    case 'ExportAllDeclaration':
    case 'ImportAttribute':
      return true;
    default:
      return false;
  }
}

/** What an identifier does: it declares a variable, is given a value, is read, or none of these. */
export function roleOf(identifier: Identifier, parentOf: ParentOf): NameRole {
  let node: SyntaxNode = identifier;
  let above = parentOf(node);
  let defaults = 0;
  // Out of the pattern that it is part of.
  for (;;) {
    if (above?.type === 'AssignmentPattern' && above.left === node) defaults += 1;
    else if (above?.type === 'Property' && above.value === node && parentOf(above)?.type === 'ObjectPattern')
      above = parentOf(above);
    else if (above?.type !== 'ArrayPattern' && above?.type !== 'RestElement' && above?.type !== 'ObjectPattern') break;
    node = above as SyntaxNode;
    above = parentOf(node);
  }
  if (above === null || isMereName(node, above)) return NONE;
  const defined = (type: Definition['type'], writes: number, parent: SyntaxNode | null = null): NameRole => ({
    definition: { type, name: identifier, node: above, parent },
    writes,
    isRead: false,
  });
  switch (above.type) {
    case 'VariableDeclarator': {
      if (above.id !== node) return READ;
      const declaration = parentOf(above);
      const loop = declaration === null ? null : parentOf(declaration);
      const isDrawn = (loop?.type === 'ForInStatement' || loop?.type === 'ForOfStatement') && loop.left === declaration;
      return defined('Variable', defaults + (above.init ? 1 : 0) + (isDrawn ? 1 : 0), declaration);
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (above.id === node) return defined('FunctionName', 0);
      return above.body === node ? READ : defined('Parameter', defaults);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return above.id === node ? defined('ClassName', 0) : READ;
    case 'CatchClause':
      return defined('CatchClause', defaults);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return defined('ImportBinding', 0, parentOf(above));
    case 'AssignmentExpression':
      return above.left === node ? written(defaults + 1) : READ;
    case 'ForInStatement':
    case 'ForOfStatement':
      return above.left === node ? written(defaults + 1) : READ;
    case 'UpdateExpression':
      return written(1);
    case 'ExportSpecifier': {
      const statement = parentOf(above);
      return statement?.type === 'ExportNamedDeclaration' && statement.source ? NONE : READ;
    }
    default:
      return READ;
  }
}

function written(writes: number): NameRole {
  return { definition: null, writes, isRead: false };
}
