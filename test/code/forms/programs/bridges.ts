class Bridge {
  readonly key: string;
  readonly arches: number;

  constructor(key: string, arches: number) {
    this.key = key;
    this.arches = arches;
  }
}

export class Bridges {
  static #made = 0;
  accessor taken = new Map<string, Bridge>();
  accessor left = 0;

  add(key: string): void {
    const bridge = this.#make(key);
    this.taken.set(key, bridge);
    setTimeout(() => this.#leave(bridge), 240_000);
  }

  #make(key: string): Bridge {
    Bridges.#made += 1;
    return new Bridge(key, Bridges.#made % 3);
  }

  #leave(bridge: Bridge): void {
    this.left += 1;
    this.taken.delete(bridge.key);
    if (bridge.arches === 0) return;
    this.left += bridge.arches;
  }
}
