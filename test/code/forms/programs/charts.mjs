class Chart {
  constructor(key) {
    this.key = key;
  }
}

export class Charts {
  folded = new Map();

  add(key) {
    this.unfold(key) ?? this.fold(key, new Chart(key));
  }

  unfold(key) {
    const chart = this.folded.get(key);
    if (chart === undefined) return undefined;
    this.folded.delete(key);
    this.folded.set(key, chart);
    return chart;
  }

  fold(key, chart) {
    this.folded.set(key, chart);
    if (this.folded.size <= 1700) return;
    for (const first of this.folded.keys()) {
      this.folded.delete(first);
      return;
    }
  }
}
