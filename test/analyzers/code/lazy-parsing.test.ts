import { describe, expect, it } from 'vitest';

import { loadParser, type Parser } from '../../../src/analyzers/code/parser.js';
import { readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import { ProgramText } from '../../../src/analyzers/code/program-text.js';
import { programOfTexts, queryFor } from './support.js';

const SCRIPT = '/app/bundle.js';
const own = await loadParser();

/** A module of a bundle, of some 500 characters, that has a field. */
function moduleText(at: number, field: string): string {
  return `define('m${at}', (exports, require) => {
  class Store${at} {
    constructor() { this.${field} = new Map(); }
    put(key, value) { this.${field}.set(key, value); }
  }
  exports.make = function make(input, options) {
    const result = input.list.map((row, at) => ({ ...row, at, name: options.name, total: input.total * ${at} }));
    for (const row of result) if (row.total > ${at}) exports.last = { row, result, options };
    return result.filter(({ total }) => total !== 0).sort((a, b) => a.total - b.total);
  };
});
`;
}

const HUB = `define('hub', (exports) => {
  class Hub {
    constructor() { this.rows = new Map(); }
    add(key) { this.rows.set(key, 1); if (key > 9) return null; this.rows.delete(key); return key; }
  }
  exports.hub = new Hub();
});
`;

function bundle(modules: number, field: string): string {
  return `${Array.from({ length: modules }, (_, at) => moduleText(at, field)).join('')}${HUB}`;
}

/** A program whose nodes are counted. */
function counted(text: string, most = Number.POSITIVE_INFINITY): { program: ProgramText; nodes: () => number } {
  let made = 0;
  const parser: Parser = {
    parse: (source, { room, ...options } = {}) =>
      own.parse(source, {
        ...options,
        room: {
          get nodes() {
            return Math.min(room?.nodes ?? most, most - made);
          },
          set nodes(left) {
            made += 1;
            if (room !== undefined) room.nodes = Math.min(left, room.nodes - 1);
          },
        },
      }),
  };
  return { program: new ProgramText([SCRIPT], () => text, parser), nodes: () => made };
}

/** What is said of the entries of `Hub.rows`, whose class is where it is in `like`. */
function ask(program: ProgramText, like: string) {
  const query = queryFor(programOfTexts({ [SCRIPT]: like }), SCRIPT, 'Hub.rows', 1);
  return readPlaceCode(program, query, (at) => at);
}

function nodesToAsk(text: string): number {
  const { program, nodes } = counted(text);
  expect(ask(program, text)?.state).toBe('missed');
  return nodes();
}

/** The nodes of a text when all of it is parsed. */
function nodesOf(text: string): number {
  const { program, nodes } = counted(text);
  program.tree(SCRIPT)?.openAll();
  return nodes();
}

describe('of a bundle', () => {
  it('is parsed what has the name that is asked for, and the outline of the rest', () => {
    const text = bundle(200, 'items');
    expect(nodesToAsk(text)).toBeLessThan(nodesOf(text) / 10);
  });

  it('are left out the functions that do not speak of the name, where all modules do', () => {
    const text = bundle(200, 'rows');
    expect(nodesToAsk(text)).toBeLessThan(nodesOf(text) / 2);
  });

  it('is said the same as of the module alone', () => {
    const of = (text: string) => {
      const code = ask(counted(text).program, text);
      return [code?.state, code?.missing?.why, code?.added.length, code?.removed.length];
    };
    expect(of(bundle(50, 'rows'))).toEqual(of(HUB));
  });

  it('is said nothing, and noted, where there is no room for all that has the name', () => {
    const text = bundle(200, 'rows');
    const { program, nodes } = counted(text, 4000);
    expect(ask(program, text)).toBeNull();
    expect(nodes()).toBeLessThan(4100);
    expect(program.treesWith([SCRIPT], 'rows')).toMatchObject({ trees: [], isWhole: false, isCut: true });
    expect(program.limits.tooMuch).toEqual([SCRIPT]);
  });
});

describe('a part that cannot be parsed', () => {
  const broken = `function other(a) { rows; ${'a(); '.repeat(40)} const = 1; }\n${HUB}`;
  const whole = broken.replace('const =', 'canst =');

  it('is not noticed where nobody asks for what is in it', () => {
    const { program } = counted(broken.replace('rows;', 'line;'));
    expect(ask(program, whole)?.state).toBe('missed');
  });

  it('leaves the whole unsaid where it speaks of the name', () => {
    const { program } = counted(broken);
    expect(ask(program, whole)).toBeNull();
    expect(program.treesWith([SCRIPT], 'rows')).toMatchObject({ trees: [], isWhole: false });
    expect(program.limits.unparsed).toEqual([SCRIPT]);
  });
});

describe('a program', () => {
  it('of scripts that there is no room for is not whole, and is cut', () => {
    const names = Array.from({ length: 30 }, (_, at) => `/app/${at}.js`);
    let room = 1000;
    const parser: Parser = {
      parse: (source, options = {}) =>
        own.parse(source, {
          ...options,
          room: {
            get nodes() {
              return room;
            },
            set nodes(left) {
              room = left;
            },
          },
        }),
    };
    const program = new ProgramText(names, () => moduleText(1, 'rows'), parser);
    const { trees, isWhole, isCut } = program.treesWith(names, 'rows');
    expect([isWhole, isCut]).toEqual([false, true]);
    expect(trees.length).toBeGreaterThan(0);
    expect(program.limits.tooMuch.length).toBe(30 - trees.length);
  });
});
