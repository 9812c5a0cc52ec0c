/** Unix times in milliseconds that a running process can have written: 2001 to 2286. Other numbers are no times. */
export const FIRST_EPOCH_MS = 1e12;
export const LAST_EPOCH_MS = 1e13;
