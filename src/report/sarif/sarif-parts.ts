import { KIND_GUIDES } from '../../findings/kind-guide.js';
import type { FindingKind, Verdict } from '../../findings/report-schema.js';
import { isRelative, uriOf } from '../source-place.js';
import type { Level, Message, SarifLocation, SarifLog, SarifResult, SarifRule, SarifRun } from './sarif-log.js';

/** Where the schema of the standard is published: a name, which is never fetched here. */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What relative names of files are relative to: the root of the repository, for whoever reads the log. */
const ROOT_ID = '%SRCROOT%';

/** The level at which a verdict is shown. */
export const LEVELS: Readonly<Record<Verdict, Level>> = { leak: 'error', suspect: 'warning', note: 'note' };

/** A result whose rule is not numbered yet. */
export type BareResult = Omit<SarifResult, 'ruleId' | 'ruleIndex'> & { readonly kind: FindingKind };

/** A log of one run, with the rules that its results refer to. */
export function makeLog(
  version: string,
  results: readonly BareResult[],
  rest: Pick<SarifRun, 'invocations' | 'properties'>,
): SarifLog {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const index = new Map(kinds.map((kind, at) => [kind, at]));
  const usesRoot = JSON.stringify(results).includes(ROOT_ID);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'poolscope', version, rules: kinds.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        ...(usesRoot
          ? {
              originalUriBaseIds: {
                [ROOT_ID]: { description: text('The folder of the sources: the root of the repository') },
              },
            }
          : {}),
        ...rest,
        results: results.map(({ kind, ...result }) => ({ ruleId: kind, ruleIndex: index.get(kind) ?? 0, ...result })),
      },
    ],
  };
}

function ruleOf(kind: FindingKind): SarifRule {
  const { title, means, mend, normal } = KIND_GUIDES[kind];
  const sentence = `${title[0]?.toUpperCase()}${title.slice(1)}.`;
  return {
    id: kind,
    name: kind.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: text(sentence),
    fullDescription: text(means),
    help: {
      text: [means, '', 'What to do:', ...mend.map((step) => `- ${step}`), '', `When it is no fault: ${normal}`].join(
        '\n',
      ),
      markdown: [
        means,
        '',
        '**What to do**',
        '',
        ...mend.map((step) => `- ${step}`),
        '',
        `**When it is no fault:** ${normal}`,
      ].join('\n'),
    },
    defaultConfiguration: { level: kind === 'growing-class' ? 'warning' : 'error' },
    properties: { tags: ['memory-leak', 'reliability'], precision: 'high' },
  };
}

/** A line of a source file, or only the file. */
export function location(
  { file, line, column }: { readonly file: string; readonly line?: number; readonly column?: number },
  message: string | null = null,
): SarifLocation {
  const uri = uriOf(file === '' ? 'unknown' : file);
  return {
    physicalLocation: {
      artifactLocation: { uri, ...(isRelative(uri) ? { uriBaseId: ROOT_ID } : {}) },
      ...(line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } }),
    },
    ...(message === null ? {} : { message: text(message) }),
  };
}

export function text(of: string): Message {
  // A message must not be empty; braces with a number in them would be placeholders.
  return { text: of === '' ? '–' : of.replace(/\{(?=\d+\})/g, '{{').replace(/(?<=\{\{\d+)\}/g, '}}') };
}

/**
 * By what other tools recognize a result. GitHub knows `primaryLocationLineHash` alone, which it would otherwise make of the text
 * of the line: that changes with each edit of it.
 */
export function fingerprintsOf(fingerprint: string): Readonly<Record<string, string>> {
  return { 'poolscopeFingerprint/v1': fingerprint, primaryLocationLineHash: fingerprint };
}
