import type { Finding, Report, Source } from '../findings/report-schema.js';
import { makeReportPrintable } from './escape.js';
import type { RenderOptions } from './render-options.js';
import { relativeTo } from './text/relative-places.js';

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
export function prepareReport(report: Report, { root }: Pick<RenderOptions, 'root'>): Report {
  return relativeTo(makeReportPrintable(report), root ?? null).report;
}

/**
 * The lines of a finding, the one to look at first: in the program itself, and only then in what it has installed. The line to fix,
 * lines that add, the reference to cut, holders, classes.
 */
export function placesOfFinding({ code, brokenEdge, source, holders, classes, allocatedAt }: Finding): NamedPlace[] {
  const places: NamedPlace[] = [];
  const add = (what: string, place: Source | null | undefined): void => {
    if (place == null) return;
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

/** Whether a file belongs to the program, rather than to a package or to Node.js. */
function isOwnFile(file: string): boolean {
  return !/(?:^|[/\\])node_modules[/\\]/.test(file) && !/^node:/.test(file);
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
