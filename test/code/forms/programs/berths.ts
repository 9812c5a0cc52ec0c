type Ship = { readonly name: string; readonly since: number };

const STAY_MS: number = 600_000;

abstract class Dock {
  protected abstract free(before: number): void;

  constructor() {
    setInterval(() => this.free(Date.now() - STAY_MS), 2500);
  }
}

export class Berths extends Dock {
  protected readonly taken: Map<string, Ship> = new Map();

  add(key: string): void {
    this.taken.set(key, { name: key, since: Date.now() } satisfies Ship);
  }

  protected override free(before: number): void {
    for (const [name, ship] of this.taken) {
      if (ship.since < before) this.taken.delete(name);
    }
  }
}
