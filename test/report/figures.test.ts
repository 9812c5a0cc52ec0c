import { describe, expect, test } from 'vitest';
import type { Pool } from '../../src/findings/report-schema.js';
import { figuresThatDiffer, poolDiffers } from '../support/figures.js';
import { cleanReportFixture, findingFixture, growthFixture, reportFixture } from '../support/report-fixtures.js';

/** The figures of the sample's report, with a part of its finding changed. */
function differing(overrides: Parameters<typeof findingFixture>[0], edge = {}): string[] {
  const { brokenEdge } = findingFixture();
  if (brokenEdge === null) throw new Error('the sample has a cut');
  const finding = findingFixture({ brokenEdge: { ...brokenEdge, ...edge }, ...overrides });
  return figuresThatDiffer(reportFixture({ findings: [finding] }), 4);
}

describe('the figures of a report', () => {
  test('add up in the reports that the golden files are made of', () => {
    expect(differing({})).toEqual([]);
    expect(figuresThatDiffer(cleanReportFixture(), 4)).toEqual([]);
  });

  test.each([
    ['more suspects than the last snapshot has', { suspects: 361, sampleNodeIds: [] }],
    ['survivors that are not what came', { growth: growthFixture({ survivorsPerRound: [105, 105, 100] }) }],
    ['a slope that is not that of the counts', { growth: growthFixture({ perRound: 100 }) }],
    ['rounds that were not alike', { growth: growthFixture({ exactMultiple: 100 }) }],
    ['bytes that are not those of the objects', { growth: growthFixture({ bytesPerRound: 700_000 }) }],
    ['fields that prove more deaths than there are', { dead: 300 }],
    ['other bytes than the cut frees', { freedBytes: 1 }],
    ['living ones that the headline does not have', { living: 50 }],
    ['a sample that is listed twice', { sampleNodeIds: [1, 1] }],
    [
      'a sentence about other numbers',
      { evidence: { for: [{ code: 'dead', text: '359 of 360 X are dead: a.' }], against: [] } },
    ],
    [
      'no dead, and a field that says so',
      {
        evidence: { for: [], against: [{ code: 'no-death', text: 'No field says that any of the 360 X is closed.' }] },
      },
    ],
    ['counts of more snapshots than there are', { countPerSnapshot: [0, 45, 150, 255, 360] }],
  ])('contradict one another with %s', (_, overrides) => {
    expect(differing(overrides)).not.toEqual([]);
  });

  test.each([
    ['a cut that frees a part, of which nothing says why', { frees: 300 }],
    ['a cut of others', { of: 361 }],
    ['one reference that holds not all', { frees: 359 }],
    ['a reference counted twice', { also: [{ label: 'Pooled(leased).next', edges: 12, why: '' }] }],
  ])('contradict one another with %s in the cut', (_, edge) => {
    const evidence = { for: [{ code: 'single-holder', text: 'One reference holds them all.' }], against: [] };
    expect(differing({ evidence, headline: 'Clear it.' }, edge)).not.toEqual([]);
  });

  test('contradict one another where a headline leaves dead objects out', () => {
    expect(differing({ deadElsewhere: 16 })).toContainEqual(expect.stringContaining('0 dead, the finding 16'));
  });

  test('contradict one another where the sentence on what is left has other numbers', () => {
    const of = (text: string) => {
      const evidence = { for: [], against: [{ code: 'not-all-freed', text }] };
      return differing(
        { evidence, headline: 'Clear it.', growth: growthFixture({ bytesPerRound: 540_000 }) },
        { frees: 350 },
      );
    };
    expect(of('The cut frees 350 of the 360: the other 10 are held by Desk.a as well.')).toEqual([]);
    expect(of('The cut frees 350 of the 360: the other 12 are held by Desk.a as well.')).toHaveLength(1);
  });
});

describe('the figures of a pool', () => {
  const [sample] = reportFixture().pools;
  const row = { size: 10, idle: 4, leased: 6, pending: 0, maximum: 10, dead: 0, closed: null, oldestLease: null };
  const pool: Pool = {
    ...sample,
    ledgers: [{ field: 'all', container: 'array', role: 'all', sizes: [10, 10] }],
    states: { idle: 4, leased: 6, live: 0, dead: 0, unknown: 0 },
    inventory: [row, row],
    heldBy: [{ holder: null, leases: 6, oldest: null }],
    leases: [],
    omittedLeases: 6,
    audit: [],
  };

  test('add up', () => {
    expect(poolDiffers(pool, 2)).toEqual([]);
  });

  test.each<[string, Partial<Pool>]>([
    ['more idle and leased ones than the pool has', { inventory: [row, { ...row, idle: 5 }] }],
    ['more dead ones than the pool has', { inventory: [{ ...row, dead: 11 }, row] }],
    ['fewer than none', { inventory: [{ ...row, idle: -1 }, row] }],
    ['states of others', { states: { ...pool.states, unknown: 1 } }],
    ['a row too many', { inventory: [row, row, row] }],
    ['sizes of other snapshots', { ledgers: [{ ...pool.ledgers[0], sizes: [10] }] }],
    ['more leases held than listed', { omittedLeases: 5 }],
    ['more leases listed than there are', { omittedLeases: 7 }],
  ])('contradict one another with %s', (_, overrides) => {
    expect(poolDiffers({ ...pool, ...overrides }, 2)).not.toEqual([]);
  });

  test('may differ where its audit says that its books disagree', () => {
    const audit: Pool['audit'] = [{ code: 'counter-mismatch', text: 'size is 11', count: 1, severity: 'warning' }];
    expect(poolDiffers({ ...pool, inventory: [row, { ...row, idle: 5 }], audit }, 2)).toEqual([]);
  });
});
