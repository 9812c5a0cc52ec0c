import type { EdgeLabel } from '../labels/edge-label.js';

/** All edges of one label that enter a suspect. */
export interface RegionLabel extends EdgeLabel {
  readonly id: number;
  /** Edges from objects outside the region, which keep it alive. */
  readonly boundaryEdges: readonly number[];
  /** Edges between objects inside the region. */
  readonly innerEdges: number;
}

/** Gives labels of one text one id, and collects their edges. */
export class LabelRegistry {
  readonly #ids = new Map<string, number>();
  readonly #labels: { label: EdgeLabel; boundaryEdges: number[]; innerEdges: number }[] = [];

  boundary(label: EdgeLabel, edge: number): number {
    const id = this.#intern(label);
    this.#labels[id].boundaryEdges.push(edge);
    return id;
  }

  inner(label: EdgeLabel): number {
    const id = this.#intern(label);
    this.#labels[id].innerEdges += 1;
    return id;
  }

  list(): RegionLabel[] {
    return this.#labels.map(({ label, boundaryEdges, innerEdges }, id) => ({
      ...label,
      id,
      boundaryEdges,
      innerEdges,
    }));
  }

  #intern(label: EdgeLabel): number {
    const known = this.#ids.get(label.text);
    if (known !== undefined) return known;
    const id = this.#labels.push({ label, boundaryEdges: [], innerEdges: 0 }) - 1;
    this.#ids.set(label.text, id);
    return id;
  }
}
