const kMarks = Symbol('marks');

class Mark {
  constructor(key) {
    this.key = key;
  }
}

export class Marks {
  constructor() {
    this[kMarks] = new Map();
    this.quarter = Math.floor(Date.now() / 900_000);
  }

  add(key) {
    const quarter = Math.floor(Date.now() / 900_000);
    if (quarter !== this.quarter) {
      this.quarter = quarter;
      this[kMarks].clear();
    }
    this[kMarks].set(key, new Mark(key));
  }
}
