class Chore {
  done = false;
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }
}

export class Chores {
  private items: Chore[] = [];

  add(key: string): void {
    const chore = new Chore(key);
    this.items = [...this.items, chore];
    setTimeout(() => this.finish(chore), 360_000);
  }

  private finish(chore: Chore): void {
    chore.done = true;
    this.items = this.items.filter((other) => other !== chore);
  }
}
