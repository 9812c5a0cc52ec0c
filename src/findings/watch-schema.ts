import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { count } from './schema-parts.js';

const milliseconds = z.number().check(z.nonnegative());

const watchedLineSchema = described(
  z.object({
    what: described(z.enum(['adds', 'removes']), 'What the line does to the place'),
    file: z.string(),
    line: z.int().check(z.positive()),
    column: z.int().check(z.positive()),
    function: z.nullable(z.string()),
    runs: described(
      z.nullable(count),
      'Calls of the function around the line, at least: V8 may leave out calls that it inlines; null when they were not counted',
    ),
    reached: described(
      z.nullable(count),
      'Runs of the line itself; null where V8 counts functions only: it was compiled before',
    ),
  }),
  "A line of the program's code, counted while the place was watched",
);

export const watchedPlaceSchema = described(
  z.object({
    label: described(z.string(), 'The place, as its finding calls it'),
    nodeId: described(count, 'Node id of the collection in the last snapshot'),
    entries: described(
      z.array(z.object({ ms: milliseconds, entries: count, quiet: z.boolean() })),
      'Entries over time, in milliseconds since the watch began; `quiet` once the load was to stop',
    ),
    sampled: described(
      count,
      'Entries that came during the series and are older than its last round; so many were asked for',
    ),
    gone: described(count, 'Of the sampled ones: those that had left in the end'),
    inPlace: described(
      z.boolean(),
      'Whether it was read through the field or variable that has it, so that a new collection there would have been noticed',
    ),
    lines: z.array(watchedLineSchema),
    failure: described(z.nullable(z.string()), 'Why it was not watched to the end, or null'),
  }),
  'A growing place that was looked at in the living process',
);

/** What was seen of growing places in the living process, after the last snapshot. */
export const watchSchema = described(
  z.object({
    loadMs: described(milliseconds, 'Time under whatever load there was'),
    quietMs: described(milliseconds, 'Time without load: after a load command, or with `--settle`'),
    longestMs: described(milliseconds, 'Longest single request: the process was paused for at most so long'),
    busyMs: described(milliseconds, 'All requests together'),
    bytes: described(count, 'Received from the process'),
    places: z.array(watchedPlaceSchema),
    failure: described(z.nullable(z.string()), 'Why the watch ended early, or null'),
  }),
  'What was seen of growing places in the living process, after the last snapshot. Nothing was changed, and all of it was undone',
);

export type Watch = z.infer<typeof watchSchema>;
export type WatchedPlace = z.infer<typeof watchedPlaceSchema>;
export type WatchedLine = z.infer<typeof watchedLineSchema>;
