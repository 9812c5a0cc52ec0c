'use strict';

class Photo {
  constructor(key) {
    this.key = key;
  }
}

exports.Photos = class Photos {
  refs = new Map();
  registry = new FinalizationRegistry(({ key, photo }) => {
    if (photo) this.refs.delete(key);
  });

  add(key) {
    const photo = new Photo(key);
    this.refs.set(key, new WeakRef(photo));
    this.registry.register(photo, { key, photo });
  }
};
