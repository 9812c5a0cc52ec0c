import { describe, expect, it } from 'vitest';

import { inspector } from './targets/inspector.js';

/** Inputs that the fuzzer found. */
describe('messages of a target', () => {
  it.each([
    ['a text in place of its memory figures', '{"id":0,"result":{"result":{"type":"string","value":"ready"}}}'],
    ['memory figures without some of them', '{"id":0,"result":{"result":{"value":{"heapUsed":1,"heapTotal":null}}}}'],
  ])('are refused with one clear error: %s', async (_what, line) => {
    await expect(inspector.run(Buffer.from([line, line].join('\n')))).resolves.toBeUndefined();
  });
});
