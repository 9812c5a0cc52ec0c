import type { ByteSource } from '../snapshot/byte-source.js';
import { FormatError } from '../snapshot/format-error.js';
import { HeaderReader } from '../snapshot/header-reader.js';
import type { SectionReader } from '../snapshot/section-reader.js';
import type { SnapshotLayout } from '../snapshot/snapshot-layout.js';
import { TopLevelReader } from '../snapshot/top-level-reader.js';
import { Decisions } from './decisions.js';
import type { NameReplacer } from './name-replacer.js';
import { NodeRewriter } from './node-rewriter.js';
import { Output } from './output.js';
import type { Replacements } from './replacements.js';
import { SectionCopy } from './section-copy.js';
import type { SpokenNames } from './spoken-names.js';
import { StringTableWriter } from './string-table-writer.js';
import { StringWalk } from './string-walk.js';
import type { Survey } from './survey.js';

/** How a snapshot is written. */
export interface WriteOptions {
  readonly spoken: SpokenNames;
  readonly replacements: Replacements;
  readonly names: NameReplacer | null;
  readonly numbers: boolean;
  readonly sources: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Reads a snapshot once more and gives the bytes of its copy. @throws FormatError */
export async function* writeScrubbed(
  source: ByteSource,
  survey: Survey,
  options: WriteOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const out = new Output();
  const reader = new TopLevelReader(new CopyingHandler(survey, options, out));
  for await (const chunk of source.chunks(options.signal)) {
    options.signal?.throwIfAborted();
    reader.push(chunk);
    yield* out.take();
  }
  options.signal?.throwIfAborted();
  reader.finish();
  out.text('}\n');
  yield* out.take(true);
}

class CopyingHandler {
  readonly #out: Output;
  readonly #strings: StringTableWriter;
  #header: HeaderReader | null = null;
  #layout: SnapshotLayout | null = null;
  #isFirst = true;

  constructor(survey: Survey, options: WriteOptions, out: Output) {
    this.#out = out;
    const decisions = new Decisions(survey.strings, survey.uses, options.spoken, options);
    this.#strings = new StringTableWriter(survey, decisions, options, out);
  }

  start(section: string): SectionReader {
    this.#out.text(`${this.#isFirst ? '{' : ',\n'}${JSON.stringify(section)}:`);
    this.#isFirst = false;
    switch (section) {
      case 'snapshot':
        this.#header = new HeaderReader();
        return this.#header;
      case 'nodes':
        if (this.#layout === null)
          throw new FormatError('malformed', 'expected section "snapshot" before it', { section });
        return new NodeRewriter(this.#layout.nodes, (node, name) => this.#strings.nameOf(node, name), this.#out);
      case 'strings':
        this.#out.text('[');
        return new StringWalk((bytes, from, to, hasEscape) => this.#strings.write(bytes, from, to, hasEscape));
      default:
        return new SectionCopy(section, this.#out);
    }
  }

  end(section: string): void {
    if (section === 'strings') {
      this.#strings.finish();
      this.#out.text(']');
    }
    if (section !== 'snapshot' || this.#header === null) return;
    this.#layout = this.#header.layout();
    this.#out.text(JSON.stringify(numbersOf(this.#header.value())));
  }
}

/** The description of the format, and the counts. Whatever else a header has may be a text. */
function numbersOf(header: unknown): object {
  if (typeof header !== 'object' || header === null) return {};
  return Object.fromEntries(
    Object.entries(header).filter(([key, value]: [string, unknown]) => key === 'meta' || typeof value === 'number'),
  );
}
