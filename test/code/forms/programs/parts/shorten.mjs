export function shorten(rows, most) {
  for (const key of rows.keys()) {
    if (rows.size <= most) break;
    rows.delete(key);
  }
  return rows;
}

export function shortened(rows, most) {
  return new Map([...rows].slice(-most));
}
