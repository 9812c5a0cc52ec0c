import { ToolError } from '../../errors.js';

const AMOUNT = /^(\d+(?:\.\d+)?)\s*(B|[kKMGT]i?B?)?$/;
const POWERS = ['B', 'K', 'M', 'G', 'T'];

/** Less than any process of Node.js has: who writes `4` means gigabytes. */
const LEAST_OF_A_PROCESS = 1e6;

/**
 * Bytes of an option's value: `4GB` (10⁹), `4GiB` (2³⁰), `512M`, `900000`.
 *
 * @throws ToolError `usage` when it is none
 */
export function parseByteAmount(text: string, option: string): number {
  const [, number = '', unit = 'B'] = AMOUNT.exec(text.trim()) ?? [];
  const base = unit.includes('i') ? 1024 : 1000;
  const bytes = Math.round(Number(number) * base ** POWERS.indexOf((unit[0] ?? 'B').toUpperCase()));
  if (number === '' || bytes === 0 || !Number.isSafeInteger(bytes))
    throw new ToolError('usage', `--${option}: expected bytes such as 4GB, 512MiB or 900000, got ${text}`);
  return bytes;
}

/**
 * The same for an amount that a whole process has, which is never a few bytes.
 *
 * @throws ToolError `usage` when it is none, or too small to be meant
 */
export function parseMemoryAmount(text: string, option: string): number {
  const bytes = parseByteAmount(text, option);
  if (bytes >= LEAST_OF_A_PROCESS) return bytes;
  const number = Number.parseFloat(text);
  throw new ToolError(
    'usage',
    `--${option}: ${text} is ${bytes === 1 ? '1 byte' : `${bytes} bytes`}, less than any process of Node.js has; did you mean ${number}GB or ${number}MB?`,
  );
}
