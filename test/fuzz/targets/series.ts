import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { analyzeSnapshots } from '../../../src/analyze.js';
import { ToolError } from '../../../src/errors.js';
import { REPORT_FORMATS, renderReport } from '../../../src/report/formats.js';
import { mutateSnapshot } from '../mutate-snapshot.js';
import { Fault, type FuzzTarget } from '../target.js';
import { memorySource } from './memory-source.js';
import { SNAPSHOT_WORDS } from './reader.js';
import { seriesText } from './snapshots.js';

let own: readonly Buffer[] = [];

/** The last snapshot of a series, through the whole analysis and into every format. */
export const series: FuzzTarget = {
  name: 'series',
  about: ['analyze', 'analyzers/', 'graph/', 'snapshot/', 'findings/', 'report/'],
  words: SNAPSHOT_WORDS,
  seeds: () =>
    own.length > 0
      ? own.slice(-1)
      : (['18', '20', '22', '24', '26'] as const).map((version) => Buffer.from(seriesText(3, version)[2] ?? '')),
  seedFolder: (folder) => {
    own = readdirSync(folder)
      .filter((name) => name.endsWith('.heapsnapshot'))
      .sort()
      .map((name) => readFileSync(join(folder, name)));
  },
  mutate: mutateSnapshot,
  run: async (input) => {
    const texts = [...(own.length > 0 ? own.slice(0, -1) : seriesText(2).map((text) => Buffer.from(text))), input];
    const inputs = texts.map((text, index) => ({
      name: `${index}.heapsnapshot`,
      path: null,
      open: () => Promise.resolve(memorySource(text)),
    }));
    const alone = input.length % 5 === 0 ? inputs.slice(-1) : inputs;
    try {
      const report = await analyzeSnapshots(alone);
      for (const format of REPORT_FORMATS)
        await renderReport(report, format, { width: 80, color: false, links: false, quiet: false, verbose: true });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      if (/own schema/.test(error.message)) throw new Fault(error.message);
    }
  },
};
