class Book {
  constructor(key) {
    this.key = key;
  }
}

export class Shelves {
  young = new Map();
  old = new Map();

  get(key) {
    return this.young.get(key) ?? this.old.get(key);
  }

  add(key) {
    if (this.get(key) !== undefined) return;
    this.young.set(key, new Book(key));
    if (this.young.size >= 2000) {
      [this.young, this.old] = [new Map(), this.young];
    }
  }
}
