import { Dish } from './parts/dish.mjs';

export class Drinks {
  poured = new Map();

  add(key) {
    this.poured.set(key, new Dish(key));
    this.clean(Date.now() - 600_000);
  }

  clean(before) {
    for (const [key, drink] of this.poured) {
      if (drink.at >= before) return;
      this.poured.delete(key);
    }
  }
}
