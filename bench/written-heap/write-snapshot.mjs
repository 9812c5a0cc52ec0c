import { compileTemplate, EDGE_STRIDE, FIXED, LOCAL, NEXT, NODE_STRIDE } from './compiled-variant.mjs';
import { isNumbered, META, NODE_FIELD_COUNT } from './format.mjs';
import { Layout } from './layout.mjs';
import { Spread } from './parts.mjs';
import { Strings } from './strings.mjs';
import { TextWriter } from './text-writer.mjs';

/**
 * Writes a snapshot of `fixed` nodes and `families` of units, section by section, in flat memory.
 *
 * @param {string} path
 * @param {import('./parts.mjs').HeapNode[]} fixed with ids assigned
 * @param {import('./layout.mjs').Family[]} families
 * @returns {{ bytes: number, nodes: number, edges: number }}
 */
export function writeSnapshot(path, fixed, families) {
  const strings = new Strings();
  const variants = new Map(
    families.map((family) => [family, family.variants.map((template) => compileTemplate(template, strings))]),
  );
  for (const { name, edges } of fixed) {
    strings.index(name);
    for (const edge of edges) if (typeof edge.name === 'string') strings.index(edge.name);
  }
  const numeralCount = countNumerals(fixed, families);
  const layout = new Layout(fixed, families, strings.count, strings.count + numeralCount);
  const edgeCount = countEdges(fixed, families, layout);
  const writer = new TextWriter(path);
  const parts = { writer, fixed, families, variants, layout, strings };
  const header = { meta: META, node_count: layout.nodeCount, edge_count: edgeCount, trace_function_count: 0 };
  writer.text(`{"snapshot":${JSON.stringify(header)},\n"nodes":[`);
  writeNodes(parts);
  writer.text('],\n"edges":[');
  writeFixedEdges(parts);
  writeUnitEdges(parts);
  writer.text('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[');
  writeLocations(parts);
  writer.text('],\n"strings":[');
  strings.write(writer, layout, numeralCount);
  writer.text(']}\n');
  writer.close();
  return { bytes: writer.bytesWritten, nodes: layout.nodeCount, edges: edgeCount };
}

function writeNodes({ writer, fixed, families, variants, layout, strings }) {
  const row = (type, name, id, size, edgeCount) => {
    writer.number(type);
    writer.number(name);
    writer.number(id);
    writer.number(size);
    writer.number(edgeCount);
    writer.number(0);
    writer.number(0);
    writer.endRow();
  };
  for (const [index, node] of fixed.entries()) {
    row(node.type, strings.index(node.name), 1 + 2 * index, node.size, edgesOf(node, layout));
  }
  for (let layer = 0; layer < layout.depth; layer++) {
    for (const family of families) {
      const compiled = variants.get(family);
      for (let unit = 0; unit < family.count; unit++) {
        const part = compiled[unit % compiled.length][layer];
        if (part === undefined) continue;
        const { nodes, nodeObjects } = part;
        const text = layout.textOf(family, unit, 0);
        const firstId = family.firstIds[layer] + 2 * family.nodesInLayer(layer, unit);
        for (let at = 0, position = 0; at < nodes.length; at += NODE_STRIDE, position++) {
          const id = nodes[at + 5] === 0 ? firstId + 2 * position : family.idOf(unit, nodeObjects[position]);
          row(nodes[at], nodes[at + 2] + (nodes[at + 1] === 0 ? 0 : text), id, nodes[at + 3], nodes[at + 4]);
        }
      }
    }
  }
  writer.endRows();
}

function writeEdge(writer, type, name, ordinal) {
  writer.number(type);
  writer.number(name);
  writer.number(ordinal * NODE_FIELD_COUNT);
  writer.endRow();
}

function writeFixedEdges({ writer, fixed, layout, strings }) {
  for (const { edges } of fixed) {
    for (const { type, name, to } of edges) {
      if (to instanceof Spread) writeSpread(writer, layout, type, to);
      else writeEdge(writer, type, typeof name === 'string' ? strings.index(name) : name, to.fixed);
    }
  }
}

function writeSpread(writer, layout, type, spread) {
  const numberBase = isNumbered(type) ? 0 : layout.numeralStart;
  let slot = spread.firstSlot;
  for (const family of presentFamilies(layout, spread)) {
    for (let unit = spread.offset; unit < family.count; unit += spread.every) {
      const variant = family.variants[unit % family.variants.length];
      for (const [at, port] of spread.ports.entries()) {
        const name =
          spread.naming === null
            ? numberBase + slot + at
            : layout.textOf(family, unit, variant.texts.get(spread.naming(unit % family.variants.length)));
        writeEdge(writer, type, name, layout.ordinalOf(family, unit, 0, port));
      }
      slot += spread.slotStep;
    }
  }
}

function writeUnitEdges({ writer, families, variants, layout }) {
  const bases = new Float64Array(layout.depth);
  for (let layer = 0; layer < layout.depth; layer++) {
    for (const family of families) {
      const compiled = variants.get(family);
      for (let unit = 0; unit < family.count; unit++) {
        const edges = compiled[unit % compiled.length][layer]?.edges;
        if (edges === undefined) continue;
        for (let other = 0; other < family.depth; other++) bases[other] = layout.ordinalOf(family, unit, other, 0);
        const text = layout.textOf(family, unit, 0);
        const next = layout.ordinalOf(family, (unit + 1) % family.count, 0, 0);
        const previous = layout.ordinalOf(family, (unit + family.count - 1) % family.count, 0, 0);
        for (let at = 0; at < edges.length; at += EDGE_STRIDE) {
          const kind = edges[at + 3];
          const target = edges[at + 4];
          let ordinal = target;
          if (kind === LOCAL) ordinal = bases[target] + edges[at + 5];
          else if (kind !== FIXED) ordinal += kind === NEXT ? next : previous;
          writeEdge(writer, edges[at], edges[at + 2] + (edges[at + 1] === 0 ? 0 : text), ordinal);
        }
      }
    }
  }
  writer.endRows();
}

function writeLocations({ writer, fixed, families, variants, layout }) {
  const row = (ordinal, { scriptId, line, column }) => {
    writer.number(ordinal * NODE_FIELD_COUNT);
    writer.number(scriptId);
    writer.number(line);
    writer.number(column);
    writer.endRow();
  };
  for (const [ordinal, { location }] of fixed.entries()) if (location !== null) row(ordinal, location);
  for (let layer = 0; layer < layout.depth; layer++) {
    for (const family of families) {
      const compiled = variants.get(family);
      for (let unit = 0; unit < family.count; unit++) {
        const nodeObjects = compiled[unit % compiled.length][layer]?.nodeObjects ?? [];
        for (let position = 0; position < nodeObjects.length; position++) {
          const { location } = nodeObjects[position];
          if (location !== null) row(layout.ordinalOf(family, unit, layer, position), location);
        }
      }
    }
  }
  writer.endRows();
}

function presentFamilies(layout, spread) {
  return spread.families.flatMap((name) => layout.byName.get(name) ?? []);
}

function edgesOf(node, layout) {
  let count = 0;
  for (const { to } of node.edges) {
    if (!(to instanceof Spread)) count++;
    else for (const { count: units } of presentFamilies(layout, to)) count += to.unitsOf(units) * to.ports.length;
  }
  return count;
}

function countEdges(fixed, families, layout) {
  let count = fixed.reduce((sum, node) => sum + edgesOf(node, layout), 0);
  for (const { variants, count: units } of families) {
    for (const [index, { layers }] of variants.entries()) {
      const copies = Math.floor((units + variants.length - 1 - index) / variants.length);
      count += copies * layers.flat().reduce((sum, { edges }) => sum + edges.length, 0);
    }
  }
  return count;
}

/** Slots of collections are named by numerals; as many as the largest needs. */
function countNumerals(fixed, families) {
  let last = 0;
  const counts = new Map(families.map(({ name, count }) => [name, count]));
  for (const { to } of fixed.flatMap(({ edges }) => edges)) {
    if (!(to instanceof Spread)) continue;
    const units = to.families.reduce((sum, name) => sum + to.unitsOf(counts.get(name) ?? 0), 0);
    last = Math.max(last, to.firstSlot + (units + 1) * to.slotStep + to.ports.length);
  }
  return last;
}
