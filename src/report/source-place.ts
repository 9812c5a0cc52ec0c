import type { Finding, Report, Source } from '../findings/report-schema.js';
import { makeReportPrintable } from './escape.js';
import type { RenderOptions } from './render-options.js';

/** A line of a source file, and what is there. */
export interface NamedPlace extends Pick<Source, 'file' | 'line' | 'column'> {
  /** The nearest function with a name. */
  readonly function: string | null;
  /** `to fix`, `added here`. */
  readonly what: string;
}

/**
 * A report as formats for machines and pages need it: every text safe, and every file named relative to the folder of the sources.
 *
 * @throws ToolError `report-invalid` when it does not match the published schema
 */
export function prepareReport(report: Report, options: Pick<RenderOptions, 'root'>): Report {
  return withRelativeFiles(makeReportPrintable(report), options);
}

/** The same data with every file named relative to the folder of the sources, in sentences as well. */
export function withRelativeFiles<Data extends object>(data: Data, { root }: Pick<RenderOptions, 'root'>): Data {
  if (root === undefined || root === '' || root === '/') return data;
  return renameIn(data, root.endsWith('/') ? root : `${root}/`) as Data;
}

/** A copy; its depth is that of the schema. One pass: a report of many findings is hundreds of megabytes. */
function renameIn(value: unknown, prefix: string): unknown {
  if (typeof value === 'string') return renameInText(value, prefix);
  if (Array.isArray(value)) return value.map((item) => renameIn(item, prefix));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameIn(item, prefix)]));
}

function renameInText(text: string, prefix: string): string {
  if (!text.includes(prefix)) return text;
  const path = text.replace(/^file:\/\/(?=\/)/, '');
  if (path.startsWith(prefix) && path.length > prefix.length) return path.slice(prefix.length);
  // At the beginning of a word: elsewhere it is a part of another path.
  return text
    .split(' ')
    .map((word) => shorten(word, prefix))
    .join(' ');
}

function shorten(word: string, prefix: string): string {
  const at = /^[(`"']*/.exec(word)?.[0].length ?? 0;
  return word.startsWith(prefix, at) && word.length > at + prefix.length
    ? word.slice(0, at) + word.slice(at + prefix.length)
    : word;
}

/**
 * The lines of a finding, the one to look at first: in the program itself, and only then in what it has installed. The line to fix,
 * lines that add, the reference to cut, holders, classes.
 */
export function placesOfFinding({ code, brokenEdge, source, holders, classes, allocatedAt }: Finding): NamedPlace[] {
  const places: NamedPlace[] = [];
  const add = (what: string, place: Source | null | undefined): void => {
    // Files of Node.js itself are none that anybody has.
    if (place == null || place.file.startsWith('node:')) return;
    const { file, line, column, function: name } = place;
    if (places.some((other) => other.file === file && other.line === line)) return;
    places.push({ file, line, column, function: name, what });
  };
  add('to fix', code?.missing);
  for (const site of code?.added ?? []) add(code?.what === 'checkout' ? 'taken here' : 'added here', site);
  for (const site of code?.removed ?? []) add(code?.what === 'checkout' ? 'given back here' : 'removed here', site);
  add('the reference to cut', brokenEdge?.source);
  add('what the finding is about', source);
  for (const holder of holders) add(`holder ${holder.label}`, holder.source);
  for (const { name, source: of } of classes) add(`class ${name}`, of);
  for (const { frames } of allocatedAt?.stacks ?? []) for (const frame of frames) add('made here', frame.source);
  return [...places.filter(({ file }) => isOwnFile(file)), ...places.filter(({ file }) => !isOwnFile(file))];
}

/** Whether a file belongs to the program, rather than to a package. */
function isOwnFile(file: string): boolean {
  return !/(?:^|[/\\])node_modules[/\\]/.test(file);
}

/**
 * A file as a URI reference: relative ones stay relative, absolute paths become `file:` URIs. Whatever a URI cannot have is
 * percent-encoded.
 */
export function uriOf(file: string): string {
  if (/^[a-z][\w+.-]+:\/\//i.test(file)) return encodeURI(file);
  const path = file.replaceAll('\\', '/');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (/^[a-z]:\//i.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  // A name of a relative file that has a colon is encoded, so that it is no scheme.
  return path.startsWith('/') ? `file://${encoded.replace(/^\/+/, '/')}` : encoded;
}

/** Whether {@link uriOf} gives a relative reference. */
export function isRelative(uri: string): boolean {
  return !/^[a-z][\w+.-]*:/i.test(uri);
}
