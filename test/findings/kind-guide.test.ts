import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { KIND_GUIDES } from '../../src/findings/kind-guide.js';
import { FINDING_KINDS } from '../../src/findings/report-schema.js';

describe('the guide of a kind', () => {
  it.each(FINDING_KINDS)('has the title of its page: %s', (kind) => {
    const page = readFileSync(new URL(`../../docs/findings/${kind}.md`, import.meta.url), 'utf8');
    expect(page.split('\n')[0]).toBe(`# ${kind}: ${KIND_GUIDES[kind].title}`);
  });
});
