import { describe, expect, test } from 'vitest';
import { against, BUSY, type ClusterDifference, clusterCase } from '../../verdict/case-support.js';

describe('rounds of growth without death', () => {
  test.each<[string, readonly number[], string]>([
    ['are proof where three left as many each', [40, 40, 40], 'leak: no-death'],
    ['are a suspicion where there are two', [40, 40], 'suspect: no-death, short-series'],
    ['are a suspicion where one left a quarter', [40, 10, 60], 'suspect: no-death, uneven'],
    ['are a suspicion where they leave more and more', [10, 20, 40], 'suspect: no-death, uneven'],
    ['are a note where one left nothing', [0, 69, 24], 'note: no-death, uneven'],
    ['are a note where they leave less and less, as a cache does', [40, 30, 20], 'note: no-death, slows-down'],
    ['are a suspicion where the last one left half', [42, 42, 20], 'suspect: no-death, uneven'],
  ])('%s', (_, perRound, judged) => {
    expect(against(clusterCase({ rounds: perRound.length, perRound }))).toBe(`grown ${judged}`);
  });

  // The newest members of a list have not left it yet.
  test('are proof without a last round that is not whole', () => {
    expect(against(clusterCase({ perRound: [42, 42, 20], wholeRounds: [42, 42] }))).toBe('grown leak: no-death');
  });
});

describe('timers that end', () => {
  const timers = { expire: true, areEach: true, areLong: true, areSettled: false };

  test('take what merely grows with them', () => {
    expect(against(clusterCase({ timers }))).toBe('grown note: no-death, timers-expire');
  });

  test.each<[string, ClusterDifference, string]>([
    ['open connections', { isConnected: true, facts: { openHandles: 60 } }, 'open leak: no-death, open-handle'],
    [
      'one snapshot',
      { rounds: 0, perRound: [], facts: { leading: { dead: 1000 } } },
      'one-snapshot leak: single-snapshot',
    ],
  ])('decide nothing about %s, whatever the kind', (_, difference, judged) => {
    expect(against(clusterCase(difference))).toBe(judged);
    expect(against(clusterCase({ timers, ...difference }))).toBe(`${judged}, timers-expire`);
  });
});

describe('objects of a history that say they are in use', () => {
  test('are a note', () => {
    const history = { isMostlyDead: true, isHistory: true, kind: 'ledger-entry-kept' };
    expect(against(clusterCase({ ...history, facts: { leading: { dead: 31 } } }))).toBe('history suspect: ');
    expect(against(clusterCase({ ...history, facts: { leading: { dead: 31, nodes: BUSY } } }))).toBe(
      'history note: says-it-lives',
    );
  });
});
