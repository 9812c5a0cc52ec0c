import { describe, expect, it } from 'vitest';

import { withArticle } from '../../../src/analyzers/labels/with-article.js';

describe('the article before a name', () => {
  it.each(['Agent', 'Error', 'IncomingMessage', 'Upload', 'UndiciPool', 'event handler', 'idle connection', 'Hour'])(
    'is "an" before the vowel sound of %s',
    (name) => {
      expect(withArticle(name)).toBe(`an ${name}`);
    },
  );

  it.each(['Pool', 'connection', 'HeapView', 'User', 'UnitOfWork', 'OneShot', 'Euler', 'Once', 'UseCase', 'MySQL'])(
    'is "a" before the consonant sound of %s',
    (name) => {
      expect(withArticle(name)).toBe(`a ${name}`);
    },
  );

  it.each(['HTTPAgent', 'X2Context', 'SQLQuery', 'Http2Session', 'SslSocket', 'XMLReader', 'AMQP channel', 'e', 'Xt'])(
    'is "an" before %s, whose first letter is said by a name that begins with a vowel',
    (name) => {
      expect(withArticle(name)).toBe(`an ${name}`);
    },
  );

  it.each(['URLCache', 'UUID', 'Udp', 'TLSSocket', 'PGClient', 'TlsPool', 't', 'U'])(
    'is "a" before %s, whose first letter is said by a name that begins with a consonant',
    (name) => {
      expect(withArticle(name)).toBe(`a ${name}`);
    },
  );

  it('is chosen by the first letter of a name that begins with a sign', () => {
    expect(withArticle('_Agent')).toBe('an _Agent');
    expect(withArticle('$t')).toBe('a $t');
    expect(withArticle('连接')).toBe('a 连接');
  });
});
