/** Rust, compiled to WebAssembly: `node bench/peers/v8-heap-parser.mjs FILE [ANSWERS]`. The input is one array of bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importPeer } from './import-peer.mjs';

const CLASSES = 20;
const OBJECTS_PER_CLASS = 200;
const BY_RETAINED_SIZE = 1;

const { default: parser } = await importPeer('@vscode/v8-heap-parser');
const [file, answers] = process.argv.slice(2);
const graph = parser.decode_bytes(readFileSync(file));
// Retained sizes are computed when they are first asked for.
const groups = graph.get_class_groups(0, CLASSES, false);

if (answers !== undefined) {
  const objects = groups.flatMap((_, index) =>
    graph.class_children(index, 0, OBJECTS_PER_CLASS, BY_RETAINED_SIZE).map((node) => ({
      id: node.id,
      retainedBytes: Number(node.retained_size),
    })),
  );
  writeFileSync(join(answers, 'objects.json'), JSON.stringify(objects));
}
