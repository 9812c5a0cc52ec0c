'use strict';

class Parcel {
  constructor(key) {
    this.key = key;
    this.delivered = false;
  }
}

const parcels = new Map();

function deliver(key) {
  const parcel = parcels.get(key);
  if (parcel === undefined) return false;
  parcels.delete(key);
  return true;
}

function markDelivered(key) {
  const parcel = parcels.get(key);
  if (parcel !== undefined) parcel.delivered = true;
}

exports.Parcels = class Parcels {
  add(key) {
    parcels.set(key, new Parcel(key));
    setTimeout(markDelivered, 5, key);
  }
};
exports.deliver = deliver;
