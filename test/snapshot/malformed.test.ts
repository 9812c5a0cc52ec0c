import { describe, expect, it } from 'vitest';
import type { ToolErrorCode } from '../../src/errors.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { readingError, textSource } from './support.js';

/** Three nodes, two edges: small enough to see where each byte is. */
const META =
  '{"meta":{"node_fields":["type","name","id","self_size","edge_count"],"node_types":[["hidden","object"],"string","number","number","number"],' +
  '"edge_fields":["type","name_or_index","to_node"],"edge_types":[["element","property"],"string_or_number","node"],"location_fields":["object_index","script_id","line","column"]},' +
  '"node_count":3,"edge_count":2}';
const SMALL =
  `{"snapshot":${META},\n"nodes":[0,0,1,0,1\n,1,1,3,16,1\n,1,2,5,16,0\n],\n"edges":[0,7,5\n,1,1,10\n],\n` +
  '"locations":[5,1,2,3],\n"strings":["","a","b"]}\n';

/** [what is wrong, text to replace, replacement, code, words of the message, the bytes that the offset points at] */
const FAULTS: readonly [string, string | RegExp, string, ToolErrorCode, RegExp, string?][] = [
  ['nothing at all', /.*/s, '', 'input-empty', /found nothing/],
  ['whitespace only', /.*/s, ' \n', 'input-empty', /found nothing/],
  ['not JSON', /.*/s, 'hello', 'snapshot-malformed', /expected "\{", found "h" \(byte 0\)/],
  ['a JSON array', /.*/s, '[1,2]', 'snapshot-malformed', /expected "\{", found "\["/],
  ['JSON that is no snapshot', /.*/s, '{"a":1}', 'snapshot-malformed', /no heap snapshot/],
  ['an empty object', /.*/s, '{}', 'snapshot-malformed', /no heap snapshot/],
  [
    'a CPU profile',
    /.*/s,
    '{"nodes":[{"id":1}],"startTime":1}',
    'snapshot-malformed',
    /expected section "snapshot" before it \(section "nodes"/,
  ],
  ['a header that is no object', META, '[]', 'snapshot-malformed', /expected an object \(section "snapshot"/],
  ['a header without meta', '"meta"', '"mate"', 'snapshot-malformed', /"meta"/],
  [
    'a header that is not JSON',
    '"node_count":3',
    '"node_count":3,,',
    'snapshot-malformed',
    /valid JSON \(section "snapshot"/,
  ],
  ['no self_size', '"self_size"', '"size"', 'snapshot-malformed', /"self_size" in "meta.node_fields"/],
  ['no to_node', '"to_node"', '"to"', 'snapshot-malformed', /"to_node" in "meta.edge_fields"/],
  ['no node types', '[["hidden","object"]', '["hidden"', 'snapshot-malformed', /meta.node_types\[0\]/],
  ['a negative count', '"node_count":3', '"node_count":-3', 'snapshot-malformed', /"node_count"/],
  ['a fractional count', '"edge_count":2}', '"edge_count":2.5}', 'snapshot-malformed', /"edge_count"/],
  ['no nodes at all', '"node_count":3', '"node_count":0', 'snapshot-malformed', /at least one node/],
  ['more nodes than can be numbered', '"node_count":3', '"node_count":1e15', 'snapshot-too-large', /1000000000000000/],
  [
    'more edges than can be numbered',
    '"edge_count":2}',
    '"edge_count":1e15}',
    'snapshot-too-large',
    /1000000000000000/,
  ],
  [
    'more nodes than the file has room for',
    '"node_count":3',
    '"node_count":200000000',
    'snapshot-truncated',
    /at least \d+ bytes/,
  ],
  [
    'too few nodes',
    '"node_count":3',
    '"node_count":4',
    'snapshot-malformed',
    /expected 4 nodes .*found 3 \(section "nodes"/,
    ']',
  ],
  [
    'too many nodes',
    '"node_count":3',
    '"node_count":2',
    'snapshot-malformed',
    /expected 2 nodes .*found more/,
    '1,2,5,16,0',
  ],
  ['too few edges', ',1,1,10\n]', ']', 'snapshot-malformed', /expected 2 edges .*found 1/, ']'],
  ['too many edges', ',1,1,10\n]', ',1,1,10,1,2,10]', 'snapshot-malformed', /expected 2 edges .*found more/, '1,2,10]'],
  ['edge counts that do not add up', '16,0\n]', '16,1\n]', 'snapshot-malformed', /2 edges .*claim 3/, ']'],
  ['an incomplete row', ',1,1,10\n]', ',1,1]', 'snapshot-malformed', /rows of 3 numbers.*has 2/, ']'],
  ['a target inside a node', '1,1,10', '1,1,7', 'snapshot-malformed', /multiple of 5.*found 7/, '7\n]'],
  [
    'a target behind the last node',
    '1,1,10',
    '1,1,15',
    'snapshot-malformed',
    /below 15 \(3 nodes\), found 15/,
    '15\n]',
  ],
  ['a target far behind', '1,1,10', '1,1,4294967295', 'snapshot-malformed', /found 4294967295/, '4294967295'],
  [
    'a node type that is not listed',
    ',1,2,5,16,0',
    ',2,2,5,16,0',
    'snapshot-malformed',
    /node type below 2, found 2/,
    '2,2,5',
  ],
  ['an edge type that is not listed', '1,1,10', '2,1,10', 'snapshot-malformed', /edge type below 2, found 2/, '2,1,10'],
  [
    'a node name that is no string',
    ',1,2,5,16,0',
    ',1,3,5,16,0',
    'snapshot-malformed',
    /one of 3 strings, found 3 \(section "nodes"/,
    '3,5,16,0',
  ],
  [
    'an edge name that is no string',
    '1,1,10',
    '1,9,10',
    'snapshot-malformed',
    /one of 3 strings, found 9 \(section "edges"/,
    '9,10',
  ],
  [
    'a number over 2^32',
    '1,1,10',
    '1,1,4294967296',
    'snapshot-malformed',
    /below 2\^32, found 4294967296 \(section "edges"/,
    '4294967296',
  ],
  ['a node id over 2^32', ',1,2,5,', ',1,2,99999999999,', 'snapshot-malformed', /below 2\^32/, '99999999999'],
  ['a number over 2^53', '1,3,16', '1,3,99999999999999999', 'snapshot-malformed', /below 2\^53/, '99999999999999999'],
  ['a negative number', '1,1,10', '1,-1,10', 'snapshot-malformed', /whole number, found "-"/, '-1,10'],
  ['a fraction', '1,1,10', '1,1.5,10', 'snapshot-malformed', /whole number, found "\."/, '.5,10'],
  ['an exponent', '1,1,10', '1,1e1,10', 'snapshot-malformed', /whole number, found "e"/, 'e1,10'],
  ['a word', '1,1,10', '1,null,10', 'snapshot-malformed', /whole number, found "n"/, 'null'],
  ['a string among numbers', '1,1,10', '1,"1",10', 'snapshot-malformed', /whole number, found a quote/, '"1",10'],
  ['a leading zero', '1,1,10', '1,01,10', 'snapshot-malformed', /leading zeros/, '01,10'],
  ['two commas', '1,1,10', '1,,1,10', 'snapshot-malformed', /whole number, found ","/, ',1,10'],
  ['a comma before the bracket', '1,1,10\n]', '1,1,10,]', 'snapshot-malformed', /whole number, found "\]"/, ']'],
  ['two numbers without a comma', '1,1,10', '1,1 10', 'snapshot-malformed', /"," or "\]"/, '10\n'],
  [
    'an object for the nodes',
    '"nodes":[',
    '"nodes":{',
    'snapshot-malformed',
    /expected "\[", found "\{" \(section "nodes"/,
    '{0,0',
  ],
  [
    'a location of no node',
    '[5,1,2,3]',
    '[6,1,2,3]',
    'snapshot-malformed',
    /index of a node .*found 6 \(section "locations"/,
    '6,1,2,3',
  ],
  [
    'a string that is a number',
    '"a","b"',
    '1,"b"',
    'snapshot-malformed',
    /expected a string, found "1" \(section "strings"/,
    '1,"b"',
  ],
  ['an escape that JSON does not have', '"b"', '"\\x"', 'snapshot-malformed', /JSON escape, found "x"/, 'x"]'],
  ['half an escape', '"b"', '"\\u12g4"', 'snapshot-malformed', /JSON escape, found "g"/, 'g4'],
  ['two strings without a comma', '"a","b"', '"a" "b"', 'snapshot-malformed', /"," or "\]", found a quote/, '"b"]'],
  ['no strings', /,\n"strings".*\]/, '', 'snapshot-malformed', /section "strings"/],
  ['no edges', /"edges":.*?\],/s, '', 'snapshot-malformed', /section "edges"/],
  ['nodes twice', '"locations":[5,1,2,3]', '"nodes":[]', 'snapshot-malformed', /only once \(section "nodes"/],
  [
    'brackets that do not match',
    '"locations":[5,1,2,3]',
    '"new":[{]}',
    'snapshot-malformed',
    /expected "\}", found "\]" \(section "new"/,
  ],
  [
    'an unknown section without a value',
    '"locations":[5,1,2,3]',
    '"new":}',
    'snapshot-malformed',
    /JSON value, found "\}"/,
  ],
  ['a key without quotes', '"edges"', 'edges', 'snapshot-malformed', /name of a section, found "e"/, 'edges'],
  ['a key without a colon', '"edges":', '"edges"', 'snapshot-malformed', /expected ":"/],
  ['sections without a comma', '],\n"edges"', ']\n"edges"', 'snapshot-malformed', /"," or "\}"/, '"edges"'],
  ['something behind the end', /\n$/, 'x', 'snapshot-malformed', /end of the file, found "x"/, 'x'],
  ['a second snapshot behind the end', /\n$/, '\n{}', 'snapshot-malformed', /end of the file, found "\{"/, '{}'],
];

describe('a malformed snapshot is one clear error, the same for all chunk sizes', () => {
  it('the text that they are made from is well-formed', async () => {
    expect((await readSnapshot(textSource(SMALL))).edgeCount).toBe(2);
  });

  it.each(FAULTS)('%s', async (_, from, to, code, message, pointsAt) => {
    const text = SMALL.replace(from, to);
    expect(to === '' || text.includes(to)).toBe(true);
    const whole = await readingError(textSource(text));
    expect(whole.code).toBe(code);
    expect(whole.message).toMatch(/^test\.heapsnapshot: /);
    expect(whole.message).toMatch(message);
    expect(whole.hint).toMatch(/\w/);
    if (pointsAt !== undefined) {
      const offset = Number(/byte (\d+)\)$/.exec(whole.message)?.[1]);
      expect(text.slice(offset)).toSatisfy((rest: string) => rest.startsWith(pointsAt));
    }
    for (const size of [1, 2, 3, 7, 50]) {
      expect((await readingError(textSource(text, size))).message).toBe(whole.message);
    }
  });

  // Rows in V8's own spelling before and after it are read the fast way, the row itself is not.
  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])('a name of %i, in any row of nodes or edges', async (name) => {
    const heap = new HeapBuilder();
    for (let count = 0; count < 40; count += 1) heap.global.property(`field${count}`, heap.object('Conn'));
    const text = heap.toJson();
    await readSnapshot(textSource(text));
    for (const section of ['nodes', 'edges']) {
      const from = text.indexOf(`"${section}":[`);
      const rows = [...text.slice(from, text.indexOf(']', from)).matchAll(/\n,(\d+),\d+,/g)];
      // Elements and hidden edges have an index there, which may be any number.
      const named = rows.filter(([, type]) => section === 'nodes' || !['1', '4'].includes(type ?? ''));
      expect(named.length).toBeGreaterThan(40);
      for (const { 0: row, 1: type, index } of named.filter((_, at) => at % 7 === 0)) {
        const start = from + index;
        const broken = `${text.slice(0, start)}\n,${type},${name},${text.slice(start + row.length)}`;
        expect(await readingError(textSource(broken)), `${section}, byte ${start}`).toMatchObject({
          code: 'snapshot-malformed',
        });
      }
    }
  });

  it('of a name that is no string, a pipe, which cannot be read again, gets the ordinal and the section', async () => {
    const { name, chunks } = textSource(SMALL.replace('1,1,10', '1,9,10'));
    const error = await readingError({ name, chunks, size: null, bytesConsumed: 0 });
    expect(error.message).toMatch(/name of edge 1 to be one of 3 strings, found string 9 \(section "edges"\)$/);
  });

  it('the offset counts bytes, not characters', async () => {
    const error = await readingError(textSource('{"ä":1;'));
    expect(error.message).toContain(`byte ${Buffer.byteLength('{"ä":1')})`);
  });
});

describe('a snapshot that was cut off', () => {
  it('is refused at every byte, in one chunk and in many', async () => {
    const heap = new HeapBuilder();
    heap.global.property('name', 'grüß\n"dich"').property('items', heap.array([heap.object('A')]));
    const text = Buffer.from(heap.toJson());
    for (let end = 0; end < text.length; end++) {
      const cut = text.subarray(0, end);
      for (const size of [1009, 2 ** 20]) {
        const error = await readingError(textSource(cut, size));
        expect(error.code, `cut at ${end}: ${error.message}`).toBe(end === 0 ? 'input-empty' : 'snapshot-truncated');
      }
    }
    await expect(readSnapshot(textSource(text))).resolves.toBeDefined();
  });

  it('says in which section, and how far it came', async () => {
    const cut = SMALL.slice(0, SMALL.indexOf(',1,2,5'));
    const source = { ...textSource(cut), chunks: textSource(cut).chunks, maxContentBytes: 1e6 };
    const error = await readingError(source);
    expect(error.message).toMatch(new RegExp(`after 2 of 3 nodes \\(section "nodes", byte ${cut.length}\\)$`));
  });
});
