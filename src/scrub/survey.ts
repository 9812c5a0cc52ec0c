import type { ByteSource } from '../snapshot/byte-source.js';
import { FormatError } from '../snapshot/format-error.js';
import { HeaderReader } from '../snapshot/header-reader.js';
import { NumberArrayReader } from '../snapshot/number-array-reader.js';
import type { RowSink } from '../snapshot/row-sink.js';
import type { SectionReader } from '../snapshot/section-reader.js';
import type { SnapshotLayout } from '../snapshot/snapshot-layout.js';
import { checkRoom } from '../snapshot/snapshot-parser.js';
import { TopLevelReader } from '../snapshot/top-level-reader.js';
import { ValueSkipper } from '../snapshot/value-skipper.js';
import { EdgeFacts } from './edge-facts.js';
import type { KeptWords } from './kept-words.js';
import { NodeFacts } from './node-facts.js';
import { NodeUses } from './node-uses.js';
import { StringFacts } from './string-facts.js';
import { StringWalk } from './string-walk.js';
import { TraceNames } from './trace-names.js';

/** What must be known of a snapshot before its first byte can be written. */
export interface Survey {
  readonly strings: StringFacts;
  /** By index of a string: see `Use`. */
  readonly uses: Uint16Array;
  /** By ordinal of a node: see `Mark`. */
  readonly marks: Uint8Array;
}

/** How a snapshot is surveyed. */
export interface SurveyOptions {
  readonly words: KeptWords;
  readonly seed: number;
  readonly numbers: boolean;
  readonly sources: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Sections whose rows only the header describes. */
const NEEDS_LAYOUT: ReadonlySet<string> = new Set(['nodes', 'edges', 'trace_function_infos']);

type ReadersOf = (section: string, layout: SnapshotLayout) => SectionReader | null;

/**
 * Finds out how each string of a snapshot is used. In three passes, because the strings come last in a file, and what a node
 * says of its string depends on the edges behind it.
 *
 * @throws FormatError
 */
export async function surveySnapshot(source: ByteSource, options: SurveyOptions): Promise<Survey> {
  const { words, seed, numbers, sources, signal } = options;
  const strings = new StringFacts(words, seed);
  await readSections(source, signal, (section) =>
    section === 'strings' ? new StringWalk((...spelling) => strings.add(...spelling)) : null,
  );
  const uses = new Uint16Array(strings.count);
  const found: { nodes: NodeFacts | null; marks: Uint8Array } = { nodes: null, marks: new Uint8Array(0) };
  await readSections(source, signal, (section, layout) => {
    const sink = sinkOf(section, layout, strings, uses, found);
    return sink === null ? null : new NumberArrayReader(sink);
  });
  const { marks } = found;
  await readSections(source, signal, (section, layout) =>
    section === 'nodes'
      ? new NumberArrayReader(new NodeUses(layout, strings, marks, uses, { numbers, sources }))
      : null,
  );
  return { strings, uses, marks };
}

function sinkOf(
  section: string,
  layout: SnapshotLayout,
  strings: StringFacts,
  uses: Uint16Array,
  found: { nodes: NodeFacts | null; marks: Uint8Array },
): RowSink | null {
  switch (section) {
    case 'trace_function_infos':
      return layout.traceFunctions === null ? null : new TraceNames(layout.traceFunctions, strings, uses);
    case 'nodes':
      found.nodes = new NodeFacts(layout, strings);
      return found.nodes;
    case 'edges': {
      if (found.nodes === null) throw new FormatError('malformed', 'expected section "nodes" before it', { section });
      const edges = new EdgeFacts(layout, strings, found.nodes, uses);
      found.marks = edges.marks;
      return edges;
    }
    default:
      return null;
  }
}

/** Reads a snapshot once. A section without a reader is skipped. */
async function readSections(source: ByteSource, signal: AbortSignal | undefined, readerOf: ReadersOf): Promise<void> {
  let header: HeaderReader | null = null;
  let layout: SnapshotLayout | null = null;
  const reader = new TopLevelReader({
    start: (section) => {
      if (section === 'snapshot') {
        header = new HeaderReader();
        return header;
      }
      if (layout === null && NEEDS_LAYOUT.has(section))
        throw new FormatError('malformed', 'expected section "snapshot" before it', { section });
      return (layout === null ? null : readerOf(section, layout)) ?? new ValueSkipper(section);
    },
    end: (section, offset) => {
      if (section !== 'snapshot' || header === null) return;
      layout = header.layout();
      checkRoom(layout, offset, source.maxContentBytes ?? Number.POSITIVE_INFINITY);
    },
  });
  for await (const chunk of source.chunks(signal)) {
    signal?.throwIfAborted();
    reader.push(chunk);
  }
  signal?.throwIfAborted();
  reader.finish();
}
