import { findMapUrl, mapPath } from '../../../src/sources/map-url.js';
import { SourceMap } from '../../../src/sources/source-map.js';
import { mutateJson } from '../mutate-json.js';
import { Fault, type FuzzTarget } from '../target.js';

const WORDS =
  'version file sourceRoot sources sourcesContent names mappings sections offset line column map url AAAA,CAAC;;A gggggggggC +/8B //host/x ../../etc/passwd.map file:///x data:application/json, __proto__'.split(
    ' ',
  );
const FLAT = {
  version: 3,
  file: 'hub.js',
  sourceRoot: '',
  sources: ['../src/hub.ts', null],
  sourcesContent: ['class Hub {\n  lost = new Map();\n}\nexport function take() {}\n', null],
  names: ['Hub', 'lost'],
  mappings: 'AAAA,MAAMA,IACJC,OAAO,IAAI;CCAX,SAAS;;AAAA',
};
const ROOT = '/srv/app';

/** A source map, asked for places in it, and the comment that names one. */
export const map: FuzzTarget = {
  name: 'map',
  about: ['sources/source-map', 'sources/map-url', 'sources/declared-name'],
  words: WORDS,
  seeds: () => [
    Buffer.from(JSON.stringify(FLAT)),
    Buffer.from(JSON.stringify({ version: 3, sections: [{ offset: { line: 1, column: 2 }, map: FLAT }] })),
    Buffer.from(`x();\n//# sourceMappingURL=../maps/hub.js.map?x\n`),
  ],
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: (input) => {
    const text = input.toString('utf8');
    const found = new SourceMap(text, `${ROOT}/dist/hub.js.map`);
    for (const line of [1, 2, 4, 2 ** 31])
      for (const column of [1, 9]) found.translate({ file: `${ROOT}/dist/hub.js`, line, column, function: null });
    const url = findMapUrl(text) ?? text.slice(0, 200);
    const path = mapPath(url, `${ROOT}/dist/hub.js`, [ROOT]);
    if (path !== null && (!path.startsWith(`${ROOT}/`) || path.split('/').includes('..')))
      throw new Fault(`outside the roots: ${path}`);
    return Promise.resolve();
  },
};
