import { reasonOf, ToolError, type ToolErrorCode } from '../../errors.js';
import { describeProblem, readOrdinaryFile } from './ordinary-file.js';

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
export function readJsonFile(path: string, { maxBytes, expected, code }: JsonFileOptions): unknown {
  try {
    const found = readOrdinaryFile(path, maxBytes);
    if ('problem' in found) throw new Error(describeProblem(found.problem, maxBytes));
    return JSON.parse(found.text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ToolError(code, `${path}: expected ${expected} as JSON: ${reasonOf(error)}`, { cause: error });
  }
}
