import type { z } from 'zod/mini';
import { profileJsonSchema } from './profile-json-schema.js';

type Issue = z.core.$ZodIssue;
type Json = Readonly<Record<string, unknown>>;

/** Describes the problems of a profile, one per line: where, what was found, and what is allowed there. */
export function describeProblems(issues: readonly Issue[], json: unknown): string[] {
  return issues.flatMap((issue) => describe(issue, json));
}

function describe(issue: Issue, json: unknown): string[] {
  const place = formatPath(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) =>
          `${formatPath([...issue.path, key])}: there is no such field; allowed here: ${allowedKeys(issue.path)}`,
      );
    case 'invalid_union': {
      const closest = closestBranch(issue.errors, json, issue.path);
      return closest === null
        ? [`${place}: expected ${expectedKinds(issue.errors)}, found ${describeValue(valueAt(json, issue.path))}`]
        : closest.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, json));
    }
    case 'invalid_value':
      return [
        `${place}: expected ${issue.values.map((value) => JSON.stringify(value)).join(', ')}, found ${describeValue(valueAt(json, issue.path))}`,
      ];
    case 'invalid_type':
      return [`${place}: expected ${issue.expected}, found ${describeValue(valueAt(json, issue.path))}`];
    default:
      return [`${place}: ${lowerFirst(issue.message)}`];
  }
}

/** The problems by the schema for the value's own type, where several schemas are allowed: a list is compared with that for lists. */
function closestBranch(branches: readonly Issue[][], json: unknown, path: readonly PropertyKey[]): Issue[] | null {
  const value = valueAt(json, path);
  const fitting = branches.filter(
    (branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  );
  return typeof value === 'object' && value !== null && fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function expectedKinds(branches: readonly Issue[][]): string {
  const kinds = branches.flatMap(([issue]) => (issue?.code === 'invalid_type' ? [issue.expected] : []));
  return [...new Set(kinds)].join(' or ') || 'something else';
}

/** `pools[0].ledgers[1].role`, or `(top level)`. */
function formatPath(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return text === '' ? '(top level)' : text;
}

function allowedKeys(path: readonly PropertyKey[]): string {
  const keys = schemasAt(profileJsonSchema(), path).flatMap((schema) =>
    Object.keys(asJson(schema['properties']) ?? {}),
  );
  return [...new Set(keys)].join(', ');
}

/** The parts of the JSON Schema that apply to the value at a path. */
function schemasAt(root: Json, path: readonly PropertyKey[]): Json[] {
  let schemas = expand(root, root);
  for (const part of path) {
    const next = schemas.flatMap((schema) => {
      if (typeof part === 'number') return [asJson(schema['items'])];
      const properties = asJson(schema['properties']);
      return [asJson(properties?.[String(part)]) ?? asJson(schema['additionalProperties'])];
    });
    schemas = next.flatMap((schema) => (schema === null ? [] : expand(schema, root)));
  }
  return schemas;
}

function expand(schema: Json, root: Json): Json[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = asJson(asJson(root['$defs'])?.[reference.replace('#/$defs/', '')]);
    return target === null ? [] : expand(target, root);
  }
  const branches = schema['anyOf'];
  return Array.isArray(branches) ? branches.flatMap((branch) => expand(branch as Json, root)) : [schema];
}

function asJson(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = json;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
