import { describeProblem, readOrdinaryFile } from '../../disk/ordinary-file.js';
import { reasonOf, ToolError, type ToolErrorCode } from '../../errors.js';

/** What {@link readJsonFile} says when it fails. */
export interface JsonFileOptions {
  readonly maxBytes: number;
  /** What the file should be: `a report`. */
  readonly expected: string;
  readonly code: ToolErrorCode;
}

/**
 * The data of a JSON file, which the caller parses against a schema.
 *
 * @throws ToolError when it cannot be read, or is no JSON
 */
export function readJsonFile(path: string, options: JsonFileOptions): unknown {
  const { maxBytes } = options;
  return orRefuse(path, options, () => {
    const found = readOrdinaryFile(path, maxBytes);
    if ('problem' in found) throw new Error(describeProblem(found.problem, maxBytes));
    return parse(found.text);
  });
}

/** The same of the text of a file. */
export function parseJson(text: string, path: string, options: JsonFileOptions): unknown {
  return orRefuse(path, options, () => parse(text));
}

function parse(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

function orRefuse(path: string, { expected, code }: JsonFileOptions, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new ToolError(code, `${path}: expected ${expected} as JSON: ${reasonOf(error)}`, { cause: error });
  }
}
