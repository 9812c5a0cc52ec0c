import { NodeType } from '../snapshot/kinds.js';
import type { RowSink } from '../snapshot/row-sink.js';
import type { SnapshotLayout } from '../snapshot/snapshot-layout.js';
import { checkedName, isContentType } from './node-facts.js';
import { type StringFacts, Trait } from './string-facts.js';
import { Mark, Use } from './uses.js';

/** Collects the uses of strings by nodes, when the edges have marked those. */
export class NodeUses implements RowSink {
  readonly section = 'nodes';
  readonly stride: number;
  readonly #layout: SnapshotLayout;
  readonly #strings: StringFacts;
  readonly #marks: Uint8Array;
  readonly #uses: Uint16Array;
  readonly #keepsNumbers: boolean;
  readonly #keepsSources: boolean;
  #rows = 0;

  constructor(
    layout: SnapshotLayout,
    strings: StringFacts,
    marks: Uint8Array,
    uses: Uint16Array,
    { numbers, sources }: { readonly numbers: boolean; readonly sources: boolean },
  ) {
    this.#layout = layout;
    this.#strings = strings;
    this.#marks = marks;
    this.#uses = uses;
    this.#keepsNumbers = !numbers;
    this.#keepsSources = sources;
    this.stride = layout.nodes.stride;
  }

  accept(values: Uint32Array, length: number): void {
    const { nodes } = this.#layout;
    const { stride, types } = nodes;
    let row = this.#rows;
    for (let at = 0; at < length; at += stride, row += 1) {
      const name = checkedName(values, at + nodes.name, this.#strings.count);
      const type = types[values[at + nodes.type]];
      if (isContentType(type)) this.#marks[row] |= Mark.content;
      this.#uses[name] |= isContentType(type) ? this.#ofContent(name, this.#marks[row]) : this.#ofName(name, type);
    }
    this.#rows = row;
  }

  progress(): string {
    return `${this.#rows} of ${this.#layout.nodeCount} nodes`;
  }

  #ofContent(name: number, mark: number): number {
    const traits = this.#strings.traits(name);
    if ((mark & Mark.source) !== 0) return this.#keepsSources ? Use.keptContent : 0;
    if ((mark & Mark.number) !== 0) return this.#keepsNumbers ? Use.keptContent : 0;
    if ((mark & Mark.scriptName) !== 0) return Use.script | Use.content;
    if ((mark & Mark.scope) !== 0 && (traits & Trait.identifier) !== 0) return Use.keptContent | Use.spoken;
    const isCode = (mark & (Mark.code | Mark.scope)) !== 0;
    const isMapFile = isCode && (traits & Trait.mapFile) !== 0;
    if (isMapFile || (traits & Trait.keptContent) !== 0) return isCode ? Use.keptContent | Use.code : Use.keptContent;
    return isCode ? Use.content | Use.code : Use.content;
  }

  #ofName(name: number, type: number): number {
    const traits = this.#strings.traits(name);
    const engine = (traits & Trait.engine) === 0 ? 0 : Use.engine;
    switch (type) {
      case NodeType.object:
      case NodeType.closure:
        return Use.name | Use.spoken | engine;
      case NodeType.code:
        return (traits & Trait.path) !== 0 ? Use.name | Use.script : Use.name | engine;
      default:
        return Use.name | Use.engine;
    }
  }
}
