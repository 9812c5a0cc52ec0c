#!/usr/bin/env node
/**
 * Compiles the reader's inner loops, `src/snapshot/wasm/row-parser.ts`, into `src/snapshot/row-parser-code.ts`, which is
 * committed: whoever builds or tests poolscope needs no further compiler.
 *
 *     node scripts/build-wasm.mjs            writes the file
 *     node scripts/build-wasm.mjs --check    exit code 1 when the file is not what would be written
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('../src/snapshot/wasm/row-parser.ts', import.meta.url));
const TARGET = fileURLToPath(new URL('../src/snapshot/row-parser-code.ts', import.meta.url));
/** Nothing of the compiler's own is put in the memory, whose first bytes are a row of numbers. */
const OPTIONS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--importMemory', '--memoryBase', '64'];
const LINE_CHARACTERS = 100;

const code = await compile();
const base64 = code.toString('base64');
const lines = base64.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
const text = `// Made from wasm/row-parser.ts by scripts/build-wasm.mjs: do not edit.

/** WebAssembly, ${code.length} bytes, in base64. */
export const ROW_PARSER_CODE = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write(`${TARGET} is not what its source compiles to: run \`node scripts/build-wasm.mjs\`.\n`);
  process.exitCode = 1;
}

/** @returns {Promise<Buffer>} */
async function compile() {
  let written = null;
  const { error, stderr } = await asc.main(['row-parser.ts', '--outFile', 'row-parser.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'row-parser.ts' ? readFileSync(SOURCE, 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'row-parser.wasm') written = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || written === null) throw new Error(`${SOURCE} does not compile:\n${stderr.toString()}`);
  return Buffer.from(written);
}
