import { ToolError } from '../../errors.js';

const MS_PER_DAY = 86_400_000;
/** More days would be a mistake. */
const MOST_DAYS = 36_500;

/** A day, or a number of days from today. */
export type LastDay = { readonly day: string } | { readonly days: number };

/**
 * Values such as `2027-03-31` and `90d`.
 *
 * @throws ToolError `usage` when it is none of them
 */
export function parseLastDay(text: string, option: string): LastDay {
  const days = Number(/^(\d+)d$/.exec(text)?.[1]);
  if (days <= MOST_DAYS) return { days };
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const time = new Date(`${text}T00:00:00Z`);
    // 2027-02-30 would become a day of March.
    if (!Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)) return { day: text };
  }
  throw new ToolError('usage', `--${option}: expected a day such as 2027-03-31, or 90d, got ${text}`);
}

/** The last day in UTC, `2027-03-31`. */
export function lastDayFrom(last: LastDay, now: Date): string {
  return 'day' in last ? last.day : new Date(now.getTime() + last.days * MS_PER_DAY).toISOString().slice(0, 10);
}
