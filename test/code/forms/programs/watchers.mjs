class Watcher {
  static all = [];

  constructor(key) {
    this.key = key;
    Watcher.all.push(this);
  }

  close() {
    const index = Watcher.all.indexOf(this);
    if (index >= 0) Watcher.all.splice(index, 1);
  }
}

export class Watch {
  add(key) {
    const watcher = new Watcher(key);
    setTimeout(() => watcher.close(), 900_000);
  }
}
