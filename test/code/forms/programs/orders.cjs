'use strict';

class Order {
  constructor(id) {
    this.id = id;
    this.state = 'new';
  }
}

exports.Orders = class Orders {
  constructor() {
    this.byId = Object.create(null);
    this.count = 0;
  }

  add(id) {
    const order = new Order(id);
    this.byId[id] = order;
    this.count += 1;
    const state = this.count % 3 === 0 ? 'refused' : 'paid';
    setTimeout(() => this.settle(id, state), 2);
  }

  settle(id, state) {
    const order = this.byId[id];
    order.state = state;
    if (order.state === 'paid') {
      delete this.byId[id];
    }
  }
};
