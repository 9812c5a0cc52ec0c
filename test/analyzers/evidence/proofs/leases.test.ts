import { describe, expect, test } from 'vitest';
import { judge } from '../../../../src/analyzers/verdict/judge.js';
import { clusterCase, PLAIN } from '../../support/case-support.js';

type Holder = { label: string; source: { file: string; line: number } | null } | null | undefined;

const SERVER: Holder = { label: 'Server.clients[]', source: null };
const JOB: Holder = { label: 'run', source: { file: '/srv/app.js', line: 7 } };

/** What is said where each of 60 rows is leased, and as many as told have these holders. */
function leasesSay(holders: readonly (readonly [count: number, holder: Holder])[], traits = {}): string | undefined {
  const { context } = clusterCase();
  const inventory = { leased: 60, size: 80 };
  const facts = holders.flatMap(([count, holder]) =>
    Array.from({ length: count }, () => ({ inventory, holder, age: null, origin: null, words: null, ...traits })),
  );
  const leaseFacts = new Map(facts.map((fact, index) => [PLAIN[index], fact]));
  const judged = judge(clusterCase({ context: { ...context, leaseFacts } }));
  return judged.verdict === 'silent' ? undefined : judged.for.find(({ code }) => code === 'leases')?.text;
}

describe('who has what is leased', () => {
  const rows: readonly [string, readonly (readonly [number, Holder])[], string][] = [
    ['was not looked for', [[60, undefined]], 'poolscope did not search for their holders'],
    ['is nobody', [[60, null]], "held only by the pool's books"],
    ['is a place', [[60, SERVER]], 'holder `Server.clients[]`'],
    ['is a function of a file', [[60, JOB]], 'holder `run` at /srv/app.js:7'],
    [
      'is the same for all that were asked',
      [
        [40, undefined],
        [20, SERVER],
      ],
      'holder `Server.clients[]`',
    ],
    [
      'is the most frequent',
      [
        [29, SERVER],
        [31, JOB],
      ],
      'holder `run` at /srv/app.js:7 (31 of 60)',
    ],
    [
      'is the most frequent of those that were asked',
      [
        [10, undefined],
        [26, JOB],
        [24, null],
      ],
      'holder `run` at /srv/app.js:7 (26 of 50)',
    ],
    [
      'is the first by name where two are as frequent',
      [
        [30, JOB],
        [30, SERVER],
      ],
      'holder `Server.clients[]` (30 of 60)',
    ],
  ];
  test.each(rows)('%s', (_, holders, text) => {
    expect(leasesSay(holders)).toBe(`60 of 80 Row are leased, ${text}.`);
  });
});

describe('what is leased', () => {
  test('is counted alone where the pool does not say', () => {
    expect(leasesSay([[30, null]], { inventory: { leased: null, size: null } })).toBe(
      "30 Row are leased, held only by the pool's books.",
    );
  });

  test('has the words of its library', () => {
    const words = (own: object) => leasesSay([[60, null]], { words: own });
    expect(words({ resource: 'client', release: 'client.release()' })).toBe(
      "60 of 80 clients are leased, held only by the pool's books, `client.release()` not called.",
    );
    expect(words({ resource: 'proxy', resources: 'proxies' })).toBe(
      "60 of 80 proxies are leased, held only by the pool's books.",
    );
  });
});
