class Face {
  constructor(key) {
    this.key = key;
    this.pixels = new Uint8Array(64);
  }
}

export class Faces {
  refs = new Map();

  add(key) {
    const known = this.refs.get(key)?.deref();
    if (known !== undefined) return known;
    const face = new Face(key);
    this.refs.set(key, new WeakRef(face));
    return face;
  }
}
