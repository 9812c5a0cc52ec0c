const UNITS = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes in "100MB", "1.2GB" or "500KB" (decimal units, as file sizes are given). @throws RangeError */
export function parseSize(text) {
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]B)$/i.exec(text);
  if (match === null) throw new RangeError(`A size looks like 10MB or 1.2GB, not "${text}".`);
  return Number(match[1]) * UNITS[match[2].toUpperCase()];
}

/** Bytes as MiB, rounded: what memory is given in. */
export function toMebibytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}
