import { ToolError, type ToolErrorCode } from '../errors.js';

/** Kinds of faults in a snapshot's bytes. Each one corresponds to a {@link ToolErrorCode}. */
export type FormatFault = 'empty' | 'truncated' | 'malformed' | 'too-large' | 'not-a-snapshot';

/** Where a fault was seen: a top-level section of the file, and a byte of its uncompressed text. */
export interface FormatPlace {
  readonly section?: string;
  readonly offset?: number;
}

/**
 * A name that is not the index of a string. This is only detected when all strings have been counted, long after the
 * name was read.
 */
export class StringIndexError extends Error {
  override readonly name = 'StringIndexError';
  readonly section: string;
  readonly stringCount: number;

  constructor(section: string, message: string, stringCount: number) {
    super(message);
    this.section = section;
    this.stringCount = stringCount;
  }
}

/**
 * A fault in the text of a snapshot, thrown by the parsers of this folder, which do not know the name
 * of the file. `readSnapshot` turns it into a {@link ToolError} that does.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly fault: FormatFault;
  readonly place: FormatPlace;

  constructor(fault: FormatFault, message: string, place: FormatPlace = {}, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
    this.place = place;
  }
}

const CODES: Readonly<Record<FormatFault, ToolErrorCode>> = {
  empty: 'input-empty',
  truncated: 'snapshot-truncated',
  malformed: 'snapshot-malformed',
  'too-large': 'snapshot-too-large',
  'not-a-snapshot': 'snapshot-malformed',
};

const HINTS: Readonly<Record<FormatFault, string>> = {
  empty: 'Capture the snapshot again: the process that wrote it was probably stopped, or its disk was full.',
  truncated: 'Capture the snapshot again, or copy it again: it was cut off while it was written or transferred.',
  malformed:
    'Capture the snapshot again with Node.js or Chrome, and do not edit it; if a fresh one fails too, please report this.',
  'too-large': 'Capture the snapshot from a smaller heap, or analyze it on a machine with more memory.',
  'not-a-snapshot':
    'Pass a .heapsnapshot file as written by v8.writeHeapSnapshot(), --heapsnapshot-signal or Chrome DevTools ("Heap snapshot", not "Allocation sampling").',
};

/** The error that leaves this layer, with the input's name, the place and what to do. */
export function toToolError(error: FormatError, inputName: string): ToolError {
  return new ToolError(CODES[error.fault], `${inputName}: ${error.message}${describePlace(error.place)}`, {
    hint: HINTS[error.fault],
    cause: error,
  });
}

function describePlace({ section, offset }: FormatPlace): string {
  const parts = [
    ...(section === undefined ? [] : [`section "${section}"`]),
    ...(offset === undefined ? [] : [`byte ${offset}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** A byte as an error message shows it: printable ASCII as it is, everything else as a number. */
export function describeByte(byte: number): string {
  if (byte === 0x22) return 'a quote';
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
