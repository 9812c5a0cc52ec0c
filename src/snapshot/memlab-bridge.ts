import memlab from '@memlab/core';

/** The flat arrays of a snapshot as memlab holds them. */
export interface FlatSnapshot {
  /** The `snapshot` section. */
  readonly header: unknown;
  readonly nodes: Uint32Array;
  readonly edges: Uint32Array;
  readonly locations: Uint32Array;
  readonly samples: readonly number[];
  readonly strings: readonly string[];
}

/**
 * Lets memlab load a file. This is the only module that imports `@memlab/core`, so that the build can bundle the needed
 * part. It is imported only on demand, because loading it takes half a second.
 *
 * memlab's ECMAScript module exports exist in its types only; the default import is what works.
 * @throws Error whatever memlab throws
 */
export async function loadWithMemlab(path: string): Promise<FlatSnapshot> {
  // Without these settings memlab ends the process on a bad file and writes to the terminal.
  memlab.config.errorHandling = memlab.ErrorHandling.Throw;
  memlab.config.muteConsole = true;
  const { snapshot } = await memlab.utils.getSnapshotFromFile(path, {});
  const { meta, ...counts } = snapshot.snapshot;
  return {
    // memlab appends an edge field of its own to the file's list.
    header: { ...counts, meta: { ...meta, edge_fields: meta.edge_fields.filter((field) => field !== 'invisible') } },
    nodes: toUint32Array(snapshot.nodes),
    edges: toUint32Array(snapshot.edges),
    locations: toUint32Array(snapshot.locations),
    samples: snapshot.samples,
    strings: snapshot.strings,
  };
}

/** Declared as `number[]`, but a Uint32Array since memlab reads files by streaming. */
function toUint32Array(values: Iterable<number>): Uint32Array {
  return values instanceof Uint32Array ? values : Uint32Array.from(values);
}
