'use strict';

const KEEP_MS = 600_000;

class Sighting {
  constructor(key) {
    this.key = key;
    this.seenAt = Date.now();
  }

  isStale(now) {
    return now - this.seenAt >= KEEP_MS;
  }
}

const sightings = new Map();

function drop(key) {
  sightings.delete(key);
}

function sweep() {
  const now = Date.now();
  for (const sighting of sightings.values()) if (sighting.isStale(now)) drop(sighting.key);
}

setInterval(sweep, 2000);

exports.Sightings = class Sightings {
  add(key) {
    sightings.set(key, new Sighting(key));
  }
};
