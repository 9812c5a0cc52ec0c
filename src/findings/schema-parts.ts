import * as z from 'zod/mini';

import { described } from '../schema-text.js';

export const FINDING_KINDS = [
  'dead-connection-retained',
  'stale-link',
  'ledger-entry-kept',
  'lease-never-released',
  'refcount-imbalance',
  'anchored-cycle',
  'listener-pileup',
  'timer-held',
  'closure-captured',
  'async-context-held',
  'promise-pending',
  'waiter-stuck',
  'unbounded-collection',
  'growing-class',
] as const;

export const VERDICTS = ['leak', 'suspect', 'note'] as const;

/** How many of something. */
export const count = z.int().check(z.nonnegative());

export const sourceSchema = described(
  z.object({
    file: described(z.string(), 'Path or URL as the heap names it, or as a source map translates it'),
    line: described(z.int().check(z.positive()), '1-based'),
    column: described(z.int().check(z.positive()), '1-based'),
    function: z.nullable(z.string()),
  }),
  'A place in source code',
);

/** What may keep an object. */
export const HOLDER_KINDS = [
  'ledger',
  'link',
  'field',
  'timer',
  'promise',
  'listener',
  'closure',
  'handle',
  'async-context',
  'module',
  'global',
  'collection',
  'engine',
] as const;
