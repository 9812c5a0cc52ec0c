/** The day of a time in UTC, `2026-11-29`: dates of expiry are compared with it. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
