import type { CaptureEvent } from '../../../capture/series-capture.js';
import { type Report, reportSchema } from '../../../findings/report-schema.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { findUsableMemory } from '../../process/usable-memory.js';
import type { AttachArguments } from './attach-options.js';

/** Shows what the first snapshot says, while the next is waited for. */
export interface FirstAnswer {
  event(event: CaptureEvent): void;
  /** Resolves when nothing more comes of it. */
  stop(): Promise<void>;
}

/**
 * Analyzes the first snapshot in a process of its own, so that the session stays responsive and the memory of it is bounded. It is
 * ended when the next snapshot begins, which may need that memory: then there is no first answer.
 *
 * @param say shows a line
 */
export function createFirstAnswer(
  args: AttachArguments,
  { runApart }: CliDependencies,
  signal: AbortSignal,
  say: (line: string) => void,
): FirstAnswer {
  const over = new AbortController();
  let answering = Promise.resolve();
  return {
    event: (event) => {
      if (event.type === 'capturing' && event.round > 0) over.abort();
      if (event.type !== 'captured' || event.round > 0 || runApart === undefined) return;
      answering = runApart(argumentsFor(args, event.heap.path), AbortSignal.any([signal, over.signal])).then((text) => {
        const report = text === null ? null : readReport(text);
        if (report !== null && !over.signal.aborted) say(firstAnswerText(report));
      });
    },
    stop: () => {
      over.abort();
      return answering;
    },
  };
}

/** The first answer may take this part of the memory that is free: the target needs some for its next snapshot. */
const MEMORY_SHARE = 4;

/** The same analysis of one snapshot. */
function argumentsFor(args: AttachArguments, path: string): string[] {
  const { profile = [], 'source-root': roots = [], engine, 'builtin-profiles': builtin, 'max-memory': memory } = args;
  return [
    'analyze',
    path,
    '--format=json',
    '--fail-on=never',
    // What it says is in these arguments.
    '--no-config',
    `--engine=${engine}`,
    ...profile.map((file) => `--profile=${file}`),
    ...roots.map((folder) => `--source-root=${folder}`),
    ...(builtin ? [] : ['--no-builtin-profiles']),
    `--max-memory=${memory ?? Math.floor(findUsableMemory() / MEMORY_SHARE)}`,
  ];
}

function readReport(text: string): Report | null {
  try {
    return reportSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** One snapshot proves no growth, so it says only what later ones can add to. */
export function firstAnswerText({ findings, headline }: Report): string {
  const grave = findings.filter(({ verdict }) => verdict !== 'note');
  const [first] = grave;
  if (first === undefined) {
    const text = findings.length === 0 ? headline : 'Nothing in it calls for action.';
    return `So far, by the first snapshot alone: ${text} What grows shows in the next ones.`;
  }
  const more = grave.length === 1 ? '' : ` (and ${grave.length - 1} more)`;
  return `So far, by the first snapshot alone, suspected: ${first.headline}${more} The next ones show whether it goes on.`;
}
