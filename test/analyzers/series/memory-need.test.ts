import { describe, expect, it } from 'vitest';

import { analyzeSnapshots } from '../../../src/analyze.js';
import { estimateMemory, requireMemory } from '../../../src/analyzers/series/memory-need.js';
import { ToolError } from '../../../src/errors.js';
import { textSource } from '../../snapshot/support.js';
import { HeapBuilder } from '../../support/heap-dsl.js';

const HUGE = { nodeCount: 41_000_000, edgeCount: 134_000_000 };

describe('the memory that an analysis needs', () => {
  it('grows with nodes and edges, and is of the size that was measured for 3.3 GB', () => {
    expect(estimateMemory(HUGE)).toBeGreaterThan(2.9e9);
    expect(estimateMemory(HUGE)).toBeLessThan(3.7e9);
    expect(estimateMemory({ nodeCount: 0, edgeCount: 0 })).toBeLessThan(1e8);
  });

  it('is refused, with the amount that may be used, when there is too little', () => {
    expect(() => requireMemory('a.heapsnapshot', HUGE, 2e9)).toThrow(
      'a.heapsnapshot: 41000000 nodes and 134000000 edges need about 3.3 GB of memory, 2.0 GB may be used',
    );
    expect(() => requireMemory('a.heapsnapshot', HUGE, 4e9)).not.toThrow();
  });

  it('is asked for before the first file is read, for all files', async () => {
    const text = new HeapBuilder().toJson();
    const opened: string[] = [];
    const input = (name: string) => ({
      name,
      path: name,
      open: () => {
        opened.push(name);
        return Promise.resolve(textSource(text));
      },
    });
    const phases: string[] = [];
    const analysis = analyzeSnapshots([input('first'), input('last')], {
      availableMemoryBytes: 1000,
      onProgress: ({ phase }) => phases.push(phase),
    });
    await expect(analysis).rejects.toMatchObject({
      code: 'snapshot-too-large',
      message: expect.stringMatching(/^first: /),
    });
    await expect(analysis).rejects.toBeInstanceOf(ToolError);
    expect(opened).toEqual(['first']);
    expect(phases).toEqual([]);
  });

  it('is asked for when the header of a pipe has come', async () => {
    const text = new HeapBuilder().toJson();
    const stdin = { name: '<stdin>', path: null, open: () => Promise.resolve({ ...textSource(text), size: null }) };
    await expect(analyzeSnapshots([stdin], { availableMemoryBytes: 1000 })).rejects.toMatchObject({
      code: 'snapshot-too-large',
    });
    await expect(analyzeSnapshots([stdin])).resolves.toMatchObject({ verdict: 'clean' });
  });
});
