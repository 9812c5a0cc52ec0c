import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** The entries of the package whose types users build on. */
const ENTRIES = ['src/index.ts', 'src/memlab/memlab.ts'];

/** Types of schemas are longer; what they say is in the JSON Schemas, which have files of their own. */
const LONG = 200;

/**
 * What a module exports: of each name its kind, its type, and the fields of its type one by one. A change there is a change for
 * users, and is to be seen where it is made.
 */
function publicTypes(entry: string): string {
  const path = join(ROOT, entry);
  const program = ts.createProgram([path], {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
      ts.sys,
      ROOT,
    ).options,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} is no module`);
  const lines = checker.getExportsOfModule(module).map((exported) => {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
    return describeExport(checker, exported.name, symbol);
  });
  return `${lines.sort().join('\n')}\n`;
}

function describeExport(checker: ts.TypeChecker, name: string, symbol: ts.Symbol): string {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) throw new Error(`${name} is declared nowhere`);
  const show = (type: ts.Type): string => {
    const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    return text.length <= LONG ? text : `${text.slice(0, LONG)}…`;
  };
  if ((symbol.flags & ts.SymbolFlags.Value) !== 0 && (symbol.flags & ts.SymbolFlags.Class) === 0)
    return `value ${name}: ${show(checker.getTypeOfSymbolAtLocation(symbol, declaration))}`;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  if (type.isUnion()) return `type ${name} =${type.types.map((each) => `\n  | ${showFields(each)}`).join('')}`;
  const kind = (symbol.flags & ts.SymbolFlags.Class) === 0 ? 'type' : 'class';
  return `${kind} ${name} ${showFields(type)}`;

  function showFields(of: ts.Type): string {
    if (of.isLiteral() || (of.flags & ts.TypeFlags.Object) === 0) return show(of);
    const fields = checker
      .getPropertiesOfType(of)
      .filter(isPublic)
      .map((field) => {
        const optional = (field.flags & ts.SymbolFlags.Optional) === 0 ? '' : '?';
        return `\n    ${field.name}${optional}: ${show(checker.getTypeOfSymbolAtLocation(field, declaration ?? ts.factory.createNull()))}`;
      });
    return fields.length === 0 ? show(of) : `{${fields.sort().join('')}\n  }`;
  }
}

/** Private fields, and what TypeScript's library gives every function or error, are no promise of ours. */
function isPublic({ name, valueDeclaration: declaration }: ts.Symbol): boolean {
  return !name.startsWith('__#') && declaration?.getSourceFile().fileName.includes('node_modules') !== true;
}

describe.each(ENTRIES)('the types of %s', (entry) => {
  it('are those that users build on', async () => {
    await expect(publicTypes(entry)).toMatchFileSnapshot(
      join(ROOT, 'test/golden', `public-types-${entry.replace(/^src\/|\.ts$/g, '').replaceAll('/', '-')}.txt`),
    );
  }, 180_000);
});
