import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readCheckoutCode } from '../../../src/analyzers/code/checkout-code.js';
import { loadParser } from '../../../src/analyzers/code/parser.js';
import { readPlaceCode } from '../../../src/analyzers/code/place-code.js';
import { ProgramText } from '../../../src/analyzers/code/program-text.js';
import { UnreadableBody } from '../../../src/analyzers/code/script-index.js';
import { parametersStart } from '../../../src/analyzers/code/script-syntax.js';
import type { PlaceQuery } from '../../../src/analyzers/code/site.js';
import type { FuzzTarget } from '../target.js';

/** Small programs with places that grow. */
const PROGRAMS = join('test', 'code', 'forms', 'programs');
const MOST_SEED_BYTES = 900;
const SCRIPT = '/app/hub.js';
/** Others are asked for in other inputs: by their length. */
const MOST_PLACES = 2;
const WORDS =
  'class static async function* yield await => ?. ?? ??= ... # this super new.target import( export for of in with get set { } ( ) [ ] , ; /* */ // ` ${ <!-- .delete( .push( .length=0 .set( .clear() setInterval( clearInterval( .on( .off( addEventListener( try finally catch using'.split(
    ' ',
  );

/** The text of a program: where its fields and variables are added to, removed from and bounded. */
export const source: FuzzTarget = {
  name: 'source',
  about: ['analyzers/code/'],
  words: WORDS,
  seeds: () =>
    readdirSync(PROGRAMS)
      .filter((name) => /\.[cm]js$/.test(name))
      .map((name) => readFileSync(join(PROGRAMS, name)))
      .filter(({ length }) => length < MOST_SEED_BYTES)
      .slice(0, 60),
  run: async (input) => {
    const text = input.toString('utf8');
    const program = new ProgramText([SCRIPT], () => text, await loadParser());
    for (const query of placesIn(program, text)) readPlaceCode(program, query, (place) => place);
    readCheckoutCode(program, [SCRIPT], 'pool.connect()', 'client.release()', (place) => place);
  },
};

/** Fields and variables, as labels would name them. */
function placesIn(program: ProgramText, text: string): PlaceQuery[] {
  const tree = program.tree(SCRIPT);
  if (tree === null) return [];
  try {
    tree.openAll();
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return [];
  }
  const names = new Set(
    [...text.matchAll(/(?:this\.(#?\w+)|(?:const|let|var)\s+(\w+))/g)].map(([, a, b]) => a ?? b ?? ''),
  );
  const from = text.length % Math.max(1, names.size);
  return [...names].slice(from, from + MOST_PLACES).flatMap((name): PlaceQuery[] => {
    const base = { script: SCRIPT, name, depth: 1 };
    const fields = tree.classes.slice(0, 1).map(
      (each): PlaceQuery => ({
        ...base,
        at: tree.placeOfOffset(each.start),
        kind: 'field',
      }),
    );
    const seen = tree.functions.findLast((each) => tree.variableSeenFrom(each, name) !== null);
    const at = seen === undefined ? null : tree.placeOfOffset(parametersStart(seen, text));
    return [...fields, { ...base, at, kind: 'variable' }];
  });
}
