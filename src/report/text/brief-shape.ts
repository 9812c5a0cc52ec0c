import { SHORT_STEPS } from './path.js';

/** How much of a report the first screen shows. */
export interface BriefShape {
  /** Evidence that repeats what the sentence or the row `count` says. */
  readonly repeats: boolean;
  /** Of findings after the first: whether they show more than what to do, with the line of the program. */
  readonly tellsOthers: boolean;
  /** Findings after the first that are named. */
  readonly others: number;
  /** The row on notes. */
  readonly noted: boolean;
  /** The row with the command that explains the finding. */
  readonly inFull: boolean;
  /** Steps of a long retaining path, from each end. */
  readonly steps: number;
  /** What the first sentence says after its figures: objects that are not counted. */
  readonly uncounted: boolean;
  /** Rows of holders and warnings of each pool. */
  readonly poolRows: number;
}

/** Everything that the first screen has. */
const WHOLE_SHAPE: BriefShape = {
  repeats: true,
  tellsOthers: true,
  others: 3,
  noted: true,
  inFull: true,
  steps: SHORT_STEPS,
  uncounted: true,
  poolRows: 3,
};

/** What is left to `--verbose` where the screen is too small, the least needed first. */
const SAVINGS: readonly Partial<BriefShape>[] = [
  { repeats: false },
  { tellsOthers: false },
  { noted: false },
  { uncounted: false },
  { steps: 2 },
  { inFull: false },
  { poolRows: 1 },
  { steps: 1 },
  { others: 1 },
];

/**
 * The fullest of the shapes whose lines leave one of `height` for the prompt; the shortest where none does, and the whole where
 * the height is not known.
 */
export function layToFit(lay: (shape: BriefShape) => string[], height: number | undefined): string[] {
  let shape = WHOLE_SHAPE;
  let lines = lay(shape);
  if (height === undefined) return lines;
  for (const saving of SAVINGS) {
    if (lines.length < height) break;
    shape = { ...shape, ...saving };
    lines = lay(shape);
  }
  return lines;
}
