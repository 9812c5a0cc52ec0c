import { Dish } from './parts/dish.mjs';

export class Meals {
  cooking = new Map();
  served = 0;

  add(key) {
    const meal = new Dish(key);
    this.cooking.set(key, meal);
    setTimeout(() => this.serve(meal), 3);
  }

  serve(meal) {
    if (meal.burnt) return;
    this.served += 1;
    this.cooking.delete(meal.key);
  }
}
