class Slide {
  constructor(key) {
    this.key = key;
    this.owner = `owner of ${key}`;
  }
}

export class Slides {
  byKey = new Map();
  byOwner = new Map();
  limit = 1500;

  add(key) {
    const slide = new Slide(key);
    this.byKey.set(key, slide);
    this.byOwner.set(slide.owner, slide);
    if (this.byKey.size > this.limit) this.#evict();
  }

  get(key) {
    const slide = this.byKey.get(key);
    if (slide === undefined) return undefined;
    this.byKey.delete(key);
    this.byKey.set(key, slide);
    return slide;
  }

  #evict() {
    const [[oldest, slide]] = this.byKey;
    this.byKey.delete(oldest);
    this.byOwner.delete(slide.owner);
  }
}
