import { Neighbor } from './parts.mjs';
import { Template } from './template.mjs';

/** Numbers of the ports of a document. */
export const ENTRY = 0;
export const KEY = 1;

export function defineDocumentKinds(runtime) {
  return {
    entry: runtime.defineClass('CacheEntry', ['key', 'value', 'newer', 'older', 'onEvict'], 20),
    document: runtime.defineClass(
      'Article',
      ['title', 'body', 'author', 'tags', 'revisions', 'index', 'publishedAt'],
      60,
    ),
    revision: runtime.defineClass('Revision', ['by', 'author', 'draft', 'published', 'note', 'previous', 'score'], 100),
    onEvict: runtime.functionInfo(runtime.program, 'onEvict'),
  };
}

/** A document in a cache of recently used ones, in a ring of entries: what most heaps are mostly made of. */
export function documentTemplate({ objects, runtime, kinds, random, variant, linked = true }) {
  const some = (least, most) => least + Math.floor(random() * (most - least + 1));
  const key = objects.string((unit) => `article:${unit}`);
  const author = objects.literal('author', {
    name: objects.concatenated(
      objects.string((unit) => `Author ${unit % 5000} `),
      runtime.internalized('Smith'),
    ),
    email: objects.string((unit) => `author${unit % 5000}@example.org`, 28),
    roles: objects.array([runtime.internalized('reader'), runtime.internalized(`role-${variant % 9}`)]),
  });
  const revisions = [];
  for (let index = some(1, 8); index > 0; index--) {
    const revision = objects.object(kinds.revision, {
      by: objects.string((unit) => `editor ${(unit * 7 + index) % 977}`),
      author,
      draft: runtime.false,
      published: runtime.true,
      note: runtime.internalized(['typo', 'new facts', 'reviewed', 'rolled back'][index % 4]),
      previous: revisions[revisions.length - 1] ?? runtime.null,
    });
    revisions.push(objects.withDoubles(revision, [3, 4]));
  }
  const bodyWords = some(10, 50);
  const words = Array.from({ length: some(1, 6) }, (_, index) => {
    const hit = objects.withDoubles(
      objects.literal('hit', { count: null, weight: null, stem: runtime.null, exact: runtime.true }),
      [1],
    );
    return [objects.string((unit) => `word${(unit * 31 + index * 7) % 50_000}`), hit];
  });
  const value = objects.object(kinds.document, {
    title: objects.string((unit) => `On the ${unit}th of many things, “${variant}”`, 40),
    body: objects.string((unit) => bodyOf(unit, bodyWords), 200),
    author,
    tags: objects.set(
      Array.from({ length: some(1, 4) }, (_, index) => runtime.internalized(`tag-${(variant + index) % 12}`)),
    ),
    revisions: objects.array(revisions),
    index: objects.map(words),
    publishedAt: objects.withDoubles(objects.object(objects.dateClass, {}, 96), [1]),
  });
  const context = runtime.context(runtime.programContext, 40).edge('context', 'value', value);
  const location = { scriptId: runtime.program.scriptId, line: 25, column: 12 };
  const links = linked ? { newer: new Neighbor(1, ENTRY), older: new Neighbor(-1, ENTRY) } : {};
  const onEvict = objects.closure('', context, kinds.onEvict, location);
  return new Template([objects.object(kinds.entry, { key, value, ...links, onEvict }), key]);
}

function bodyOf(unit, wordCount) {
  return Array.from({ length: wordCount }, (_, index) => `w${(unit * 17 + index * 101) % 9973}`).join(' ');
}
