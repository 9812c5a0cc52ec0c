import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { run } from '../../src/cli/run.js';
import type { Report } from '../../src/findings/report-schema.js';
import { createFakeIo, type FakeIoOptions } from '../support/fake-io.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../support/report-fixtures.js';

/** A run whose arguments, output and exit code are kept together in `test/golden/<name>.txt`. */
interface GoldenCase extends Omit<FakeIoOptions, 'argv'> {
  readonly name: string;
  /** `HEAP` stands for the path of a snapshot. */
  readonly argv: readonly string[];
  readonly report?: Report;
}

const twoFindings = reportFixture({
  headline: '1 leak and 1 suspect in 4 snapshots.',
  findings: [
    findingFixture(),
    findingFixture({
      kind: 'growing-class',
      verdict: 'suspect',
      headline: 'Look at `Map` in `cache.ts`: it grows every round.',
      dead: 0,
      deadBy: [],
      freedBytes: 0,
      path: null,
      brokenEdge: null,
      cycle: null,
      refcount: null,
      reservation: { tracesBack: false, via: [] },
      holders: [],
      evidence: { for: [], against: [{ code: 'nothing-dead', text: 'No field says that any of them is dead.' }] },
    }),
  ],
});

const CASES: readonly GoldenCase[] = [
  { name: 'leak-80-columns', argv: ['analyze', 'HEAP'] },
  { name: 'leak-40-columns', argv: ['analyze', 'HEAP'], env: { COLUMNS: '40' } },
  { name: 'leak-in-colour', argv: ['analyze', 'HEAP'], tty: true, columns: 100 },
  { name: 'leak-verbose', argv: ['analyze', 'HEAP', '--verbose'], env: { COLUMNS: '100' } },
  { name: 'leak-quiet', argv: ['analyze', 'HEAP', '--quiet'] },
  { name: 'leak-json', argv: ['analyze', 'HEAP', '--format', 'json'] },
  { name: 'leak-markdown', argv: ['analyze', 'HEAP', '--format', 'markdown'] },
  { name: 'leak-sarif', argv: ['analyze', 'HEAP', '--format', 'sarif'] },
  { name: 'leak-github', argv: ['analyze', 'HEAP', '--format', 'github'] },
  { name: 'leak-junit', argv: ['analyze', 'HEAP', '--format', 'junit'] },
  { name: 'leak-fail-on-never', argv: ['analyze', 'HEAP', '--fail-on', 'never', '--quiet'] },
  { name: 'two-findings', argv: ['analyze', 'HEAP'], report: twoFindings },
  { name: 'clean', argv: ['analyze', 'HEAP'], report: cleanReportFixture() },
  { name: 'help', argv: ['--help'] },
  { name: 'help-analyze', argv: ['analyze', '--help'] },
  { name: 'help-baseline', argv: ['baseline', '--help'] },
  { name: 'help-explain', argv: ['explain', '--help'] },
  { name: 'help-attach', argv: ['attach', '--help'] },
  { name: 'help-scrub', argv: ['scrub', '--help'] },
  { name: 'attach-nothing-to-start', argv: ['attach', '--spawn'] },
  { name: 'attach-not-node', argv: ['attach', '--spawn', '--', 'npm', 'start', '--no-color'] },
  { name: 'attach-command-without-spawn', argv: ['attach', '4711', '--', 'node', 'app.js'] },
  { name: 'attach-two-paces', argv: ['attach', '4711', '--wait', '--between', './load.sh'] },
  { name: 'attach-bad-interval', argv: ['attach', '4711', '--interval', 'soon'] },
  { name: 'attach-remote', argv: ['attach', 'db.example:9229'] },
  { name: 'attach-unknown-option', argv: ['attach', '4711', '--intervall', '3s'] },
  { name: 'no-command', argv: [] },
  { name: 'unknown-option', argv: ['analyze', 'HEAP', '--formt', 'json'] },
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-golden-'));
  writeFileSync(join(folder, 'heap.heapsnapshot'), '{}');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the command line', () => {
  it.each(CASES)('$name', async ({ name, report = reportFixture(), ...options }) => {
    const argv = options.argv.map((arg) => (arg === 'HEAP' ? join(folder, 'heap.heapsnapshot') : arg));
    const io = createFakeIo({ ...options, argv });
    const code = await run(io, { analyze: () => Promise.resolve(report), version: '1.2.3' });
    const { stdout, stderr } = io.written;
    const environment = Object.entries(options.env ?? {}).map(([key, value]) => `${key}=${value} `);
    const transcript = [
      `$ ${environment.join('')}poolscope ${options.argv.join(' ')}`,
      `exit code: ${code}`,
      '--- stderr',
      `${stderr}--- stdout`,
      stdout,
    ].join('\n');
    const file = fileURLToPath(new URL(`../golden/${name}.txt`, import.meta.url));
    // Escape sequences are kept readable, so that a change of colour can be reviewed.
    await expect(transcript.replaceAll('\u001b', '␛').replaceAll(folder, '')).toMatchFileSnapshot(file);
  });
});
