'use strict';

const underWay = new Map();

class Trip {
  constructor(key) {
    this.key = key;
    this.miles = 0;
  }
}

const drive = (trip, signal) =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    setTimeout(resolve, 4, trip);
  });

async function send(key) {
  const trip = new Trip(key);
  const controller = new AbortController();
  underWay.set(key, trip);
  controller.signal.addEventListener('abort', () => underWay.delete(key), { once: true });
  const timer = setTimeout(() => controller.abort(), 30_000);
  await drive(trip, controller.signal);
  trip.miles += 1;
  clearTimeout(timer);
}

exports.Couriers = class Couriers {
  add(key) {
    void send(key);
  }
};
