export class Dish {
  constructor(key) {
    this.key = key;
    this.at = Date.now();
    this.burnt = key.includes('7');
  }
}
