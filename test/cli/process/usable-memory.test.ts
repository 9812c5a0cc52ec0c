import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';

import { findUsableMemory } from '../../../src/cli/process/usable-memory.js';

describe('the memory that may be used', () => {
  it('is more than nothing and no more than the machine has', () => {
    expect(findUsableMemory()).toBeGreaterThan(1e8);
    expect(findUsableMemory()).toBeLessThanOrEqual(totalmem());
  });
});
