import { ToolError } from '../../errors.js';

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
/** The longest delay of a timer: 2³¹ − 1 ms, nearly 25 days. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Milliseconds of an option's value: `30s`, `500ms`, `5m`, `1.5h`; seconds without a unit.
 *
 * @throws ToolError `usage` when it is none
 */
export function parseDuration(text: string, option: string): number {
  const [, number = '', unit = 's'] = DURATION.exec(text.trim()) ?? [];
  const durationMs = Math.round(Number(number) * (UNIT_MS[unit] ?? Number.NaN));
  if (number === '' || !(durationMs <= LONGEST_MS))
    throw new ToolError('usage', `--${option}: expected a time such as 30s, 500ms or 5m, got ${text}`);
  return durationMs;
}
