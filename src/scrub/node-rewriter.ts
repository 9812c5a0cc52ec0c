import { Ascii, type SectionReader } from '../snapshot/section-reader.js';
import type { NodeLayout } from '../snapshot/snapshot-layout.js';
import { ValueSkipper } from '../snapshot/value-skipper.js';
import type { Output } from './output.js';

/** Gives the name that a node gets in place of another: both are indexes of strings. */
export type RenameNode = (node: number, name: number) => number;

/** Copies the rows of the nodes, whose text was checked before, and changes nothing but names. */
export class NodeRewriter implements SectionReader {
  readonly #value = new ValueSkipper('nodes');
  readonly #layout: NodeLayout;
  readonly #rename: RenameNode;
  readonly #out: Output;
  #field = 0;
  #node = 0;
  #inNumber = false;
  /** The name that is read; it may have begun in an earlier chunk. */
  #name = 0;

  constructor(layout: NodeLayout, rename: RenameNode, out: Output) {
    this.#layout = layout;
    this.#rename = rename;
    this.#out = out;
  }

  get done(): boolean {
    return this.#value.done;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    const end = this.#value.read(bytes, from, base);
    const { name: nameField, stride } = this.#layout;
    let copyFrom = from;
    for (let at = from; at < end; at += 1) {
      const digit = bytes[at] - Ascii.zero;
      if (digit >= 0 && digit <= 9) {
        if (this.#field !== nameField) {
          this.#inNumber = true;
          continue;
        }
        if (!this.#inNumber) {
          this.#inNumber = true;
          this.#name = 0;
          this.#out.copy(bytes, copyFrom, at);
        }
        this.#name = this.#name * 10 + digit;
        copyFrom = at + 1;
      } else if (this.#inNumber) {
        this.#inNumber = false;
        if (this.#field === nameField) this.#out.text(String(this.#rename(this.#node, this.#name)));
        this.#field += 1;
        if (this.#field < stride) continue;
        this.#field = 0;
        this.#node += 1;
      }
    }
    this.#out.copy(bytes, copyFrom, end);
    return end;
  }

  progress(): string {
    return `${this.#node} nodes`;
  }
}
