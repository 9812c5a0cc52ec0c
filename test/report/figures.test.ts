import { describe, expect, test } from 'vitest';
import { figuresThatDiffer } from '../support/figures.js';
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
    ['a cut of others', { of: 361 }],
    ['one reference that holds not all', { frees: 359 }],
    ['a reference counted twice', { also: [{ label: 'Pooled(leased).next', edges: 12, why: '' }] }],
  ])('contradict one another with %s in the cut', (_, edge) => {
    const evidence = { for: [{ code: 'single-holder', text: 'One reference holds them all.' }], against: [] };
    expect(differing({ evidence, headline: 'Clear it.' }, edge)).not.toEqual([]);
  });
});
