import { formatCount } from '../findings/count-text.js';

export { formatBytes } from '../findings/byte-text.js';
export { formatCount } from '../findings/count-text.js';

/** `1 object`, `2 objects`, `0 objects`; irregular plurals are given: `plural(2, 'entry', 'entries')`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A signed rate without unnecessary digits: `+105`, `+2.5`, `-3`, `+0`. */
export function formatSigned(value: number): string {
  return `${value < 0 ? '' : '+'}${formatDecimal(value)}`;
}

/** At most one decimal, omitted when it is zero. */
export function formatDecimal(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  if (Number.isInteger(rounded)) return formatCount(rounded);
  const [whole = '', tenths = ''] = rounded.toFixed(1).split('.');
  return `${whole.replace(/\d+/, (digits) => formatCount(Number(digits)))}.${tenths}`;
}

/** Hours in a readable unit: `40 min`, `5 h`, `3 days`. */
export function formatHours(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  if (hours < 48) return `${formatDecimal(hours)} h`;
  return plural(Math.round(hours / 24), 'day');
}

/** Milliseconds, or seconds from one second on: `12 ms`, `3.4 s`. */
export function formatDuration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}

/** Numbers of a series in order: `32 → 137 → 242`. */
export function formatSeries(counts: readonly (number | null)[]): string {
  return counts.map((count) => (count === null ? '–' : formatCount(count))).join(' → ');
}

const MS_PER_SECOND = 1000;
const SECONDS_PER_HOUR = 3600;

/** An age in a readable unit: `850 ms`, `40 s`, `12 min`, `5 h`; `≥ 12 min` for a lower bound. */
export function formatAge({ ms, isLeast }: { readonly ms: number; readonly isLeast: boolean }): string {
  const seconds = ms / MS_PER_SECOND;
  const text = seconds < 60 ? formatSeconds(ms) : formatHours(seconds / SECONDS_PER_HOUR);
  return isLeast ? `≥ ${text}` : text;
}

function formatSeconds(ms: number): string {
  return ms < MS_PER_SECOND ? `${Math.round(ms)} ms` : `${Math.round(ms / MS_PER_SECOND)} s`;
}
