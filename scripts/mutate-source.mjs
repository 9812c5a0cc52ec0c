import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * One change to the source that a test should notice.
 *
 * @typedef {object} Mutant
 * @property {number} id
 * @property {string} file path below the root of the repository
 * @property {number} line
 * @property {string} within name of the declaration that it is part of
 * @property {string} original
 * @property {string} mutated
 */

const VERDICTS = ['leak', 'suspect', 'note'];
/** Properties that are read each time a case is judged: a getter in their place can be switched. */
const ROW_PROPERTIES = new Set(['of', 'bears', 'least', 'isWeak', 'isLate']);
/** Methods that ask a function a question. */
const ASKING = new Set(['filter', 'some', 'every', 'find', 'findIndex', 'findLast']);
/** Functions that make sentences, and properties that decide no verdict. */
const SENTENCES = /^(says|describe|format|notCalled|means$|code$|turn$)/;
/** Integers up to this are changed by one, greater ones and shares by a factor of two. */
const SMALL = 10;
/** Characters of the source that are shown. */
const MOST_SHOWN = 100;

const BOUNDARIES = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);
const NEGATIONS = new Map([
  [ts.SyntaxKind.LessThanToken, '>='],
  [ts.SyntaxKind.LessThanEqualsToken, '>'],
  [ts.SyntaxKind.GreaterThanToken, '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
]);
const LOGICAL = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);

/**
 * Finds the mutants of source files and writes them all into the code at once, behind switches:
 * `globalThis.mutants.choose([17], () => a < b, [() => a <= b])`. So nothing has to be loaded again for the next mutant.
 */
export class Mutator {
  /** @type {Mutant[]} */
  mutants = [];
  #root;
  #constants = new Map();

  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {string} file path below the root
   * @returns {string} the source with the switches; TypeScript still
   */
  mutate(file) {
    const path = resolve(this.#root, file);
    const source = parse(path);
    /** Mutants of a node, and of a constant by its name: all its uses in the file change together. */
    const byNode = new Map();
    const byConstant = new Map();
    const constants = this.#constantsOf(path);

    const add = (node, mutated, text = mutated, original = node.getText(source)) => {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      const id = this.mutants.length;
      this.mutants.push({
        id,
        file,
        line,
        within: declaredName(node),
        original: shown(original),
        mutated: shown(mutated),
      });
      return { id, text };
    };
    const change = (node, mutated, text, original) => {
      const known = byNode.get(node) ?? [];
      known.push(add(node, mutated, text, original));
      byNode.set(node, known);
    };

    const visit = (node) => {
      if (isNotMutated(node)) return;
      if (isRoot(node)) {
        for (const value of ['true', 'false']) if (node.getText(source) !== value) change(node, value);
      }
      if (ts.isBinaryExpression(node) && !isLoopHeader(node)) {
        const { kind } = node.operatorToken;
        const [left, right] = [node.left, node.right].map((side) => side.getText(source));
        if (BOUNDARIES.has(kind)) change(node, `${left} ${BOUNDARIES.get(kind)} ${right}`);
        // Where the whole condition is also tried as true and as false, its opposite shows nothing new.
        if (NEGATIONS.has(kind) && !isRoot(node)) change(node, `${left} ${NEGATIONS.get(kind)} ${right}`);
        if (LOGICAL.has(kind)) {
          const swapped = LOGICAL.get(kind);
          change(node, `${left} ${swapped} ${right}`, `((${left}) ${swapped} (${right}))`);
        }
      }
      if (isNot(node) && !isRoot(node)) change(node, node.operand.getText(source));
      if (isVerdict(node)) for (const verdict of VERDICTS) if (verdict !== node.text) change(node, `'${verdict}'`);
      if (ts.isNumericLiteral(node) && Number(node.text) > 1 && isCompared(node))
        for (const value of changedNumbers(Number(node.text))) change(node, String(value));
      if (ts.isIdentifier(node) && typeof constants.get(node.text) === 'number' && isUse(node)) {
        const value = constants.get(node.text);
        const known =
          byConstant.get(node.text) ??
          changedNumbers(value).map((changed) =>
            add(node, `${node.text} = ${changed}`, String(changed), `${node.text} = ${value}`),
          );
        byConstant.set(node.text, known);
        byNode.set(node, known);
      }
      if (isRow(node)) {
        const value = node.initializer;
        const name = node.name.getText(source);
        if (value.kind === ts.SyntaxKind.TrueKeyword) change(value, 'false', 'false', node.getText(source));
        if (name === 'of') {
          const row = `${enclosingName(node)} ${name}: ${value.getText(source)}`;
          const members = membersOf(value, constants);
          if (members.length > 0)
            byNode.set(
              value,
              members.map((member) => ({
                ...add(value, `without ${[member.ground, member.kind].filter(Boolean).join(' ')}`, '', row),
                member,
              })),
            );
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);

    const render = (node) => {
      const mutants = byNode.get(node) ?? [];
      let text = '';
      let end = node.getStart(source);
      ts.forEachChild(node, (child) => {
        text += source.text.slice(end, child.getStart(source)) + render(child);
        end = child.getEnd();
      });
      text += source.text.slice(end, node.getEnd());
      if (isRow(node)) return `get ${node.name.getText(source)}() { return ${render(node.initializer)}; }`;
      if (mutants.length === 0) return text;
      const ids = `[${mutants.map(({ id }) => id)}]`;
      const members = mutants.filter(({ member }) => member !== undefined);
      if (members.length > 0)
        return `globalThis.mutants.list(${ids}, ${JSON.stringify(members.map(({ member }) => member))}, ${text})`;
      return `globalThis.mutants.choose(${ids}, () => (${text}), [${mutants.map((mutant) => `() => (${mutant.text})`)}])`;
    };
    return render(source);
  }

  /** Numbers and lists of strings that stand at the top of a file, or are imported into it. */
  #constantsOf(path) {
    const known = this.#constants.get(path);
    if (known !== undefined) return known;
    const constants = new Map();
    this.#constants.set(path, constants);
    for (const statement of parse(path).statements) {
      if (ts.isImportDeclaration(statement)) {
        const from = statement.moduleSpecifier.text;
        const bindings = statement.importClause?.namedBindings;
        if (!from.startsWith('.') || statement.importClause?.isTypeOnly || !bindings || !ts.isNamedImports(bindings))
          continue;
        const imported = this.#constantsOf(resolve(dirname(path), from.replace(/\.js$/, '.ts')));
        for (const { name, propertyName, isTypeOnly } of bindings.elements) {
          const value = isTypeOnly ? undefined : imported.get((propertyName ?? name).text);
          if (value !== undefined) constants.set(name.text, value);
        }
      }
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (initializer === undefined || !ts.isIdentifier(name)) continue;
        if (ts.isNumericLiteral(initializer)) constants.set(name.text, Number(initializer.text.replaceAll('_', '')));
        else if (ts.isArrayLiteralExpression(initializer)) constants.set(name.text, membersOf(initializer, constants));
      }
    }
    return constants;
  }
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Types, imports, sentences, and the order of lists decide no verdict. */
function isNotMutated(node) {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTemplateExpression(node)) return true;
  const name = node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : '';
  if ((ts.isFunctionLike(node) || ts.isPropertyAssignment(node)) && SENTENCES.test(name)) return true;
  return ts.isArrowFunction(node) && /^(toSorted|sort)$/.test(calledMethod(node.parent));
}

function calledMethod(call) {
  return ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
}

/** A whole condition. */
function isRoot(node) {
  const { parent } = node;
  if (parent === undefined) return false;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isCallExpression(parent))
    return ts.isIdentifier(parent.expression) && parent.expression.text === 'ifTrue' && parent.arguments[0] === node;
  if (!ts.isArrowFunction(parent) || parent.body !== node || ts.isBlock(node)) return false;
  if (ts.isPropertyAssignment(parent.parent)) return parent.parent.name.text === 'holds';
  return ASKING.has(calledMethod(parent.parent));
}

/** What ends a loop over a list. */
function isLoopHeader(node) {
  for (let at = node; at.parent !== undefined && !ts.isBlock(at); at = at.parent)
    if (ts.isForStatement(at.parent)) return at.parent.condition === at;
  return false;
}

function isNot(node) {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

function isVerdict(node) {
  if (!ts.isStringLiteral(node) || !VERDICTS.includes(node.text)) return false;
  return !(ts.isBinaryExpression(node.parent) && NEGATIONS.has(node.parent.operatorToken.kind));
}

/** Whether a number is part of what is compared. */
function isCompared(node) {
  let at = node.parent;
  while (ts.isBinaryExpression(at) && !NEGATIONS.has(at.operatorToken.kind) && !LOGICAL.has(at.operatorToken.kind))
    at = at.parent;
  return ts.isBinaryExpression(at) && BOUNDARIES.has(at.operatorToken.kind);
}

/** A use of a constant while a case is judged. */
function isUse(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if ((ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) && parent.name === node) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}

/** A property of a doubt, a proof, a silence or a ground, or of a table of verdicts. */
function isRow(node) {
  if (
    !ts.isPropertyAssignment(node) ||
    !ts.isIdentifier(node.name) ||
    ts.isFunctionLike(node.initializer) ||
    ts.isNewExpression(node.initializer)
  )
    return false;
  return ROW_PROPERTIES.has(node.name.text) || isVerdict(node.initializer);
}

/** Name of the constant that a row is. */
function enclosingName(node) {
  return ts.findAncestor(node, ts.isVariableDeclaration)?.name.text ?? '';
}

/** Name of the variable, function or class at the top of the file that a node is in. */
function declaredName(node) {
  const statement = ts.findAncestor(node, ({ parent }) => parent !== undefined && ts.isSourceFile(parent));
  const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement;
  return declared.name?.text ?? '';
}

/** What a list names: a word, or each kind of a ground. */
function membersOf(value, constants) {
  if (ts.isIdentifier(value)) return [constants.get(value.text) ?? []].flat();
  if (!ts.isArrayLiteralExpression(value)) return [];
  return value.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return membersOf(element.expression, constants);
    if (ts.isStringLiteral(element)) return [{ ground: element.text }];
    if (!ts.isObjectLiteralExpression(element)) return [];
    const [ground, kinds] = element.properties.map(({ initializer }) => initializer);
    return membersOf(kinds, constants).map(({ ground: kind }) => ({ ground: ground.text, kind }));
  });
}

function changedNumbers(value) {
  return Number.isInteger(value) && value <= SMALL ? [value - 1, value + 1] : [value / 2, value * 2];
}

function shown(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}
