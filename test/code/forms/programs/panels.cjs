'use strict';
const { EventEmitter } = require('node:events');

const bus = new EventEmitter();
bus.setMaxListeners(0);

class Panel {
  constructor(key) {
    this.key = key;
    this.drawn = 0;
    this.redraw = () => {
      this.drawn += 1;
    };
  }

  mount() {
    const panel = this;
    bus.on('change', panel.redraw);
  }

  unmount() {
    const panel = this;
    bus.off('change', panel.redraw);
  }
}

exports.Panels = class Panels {
  add(key) {
    new Panel(key).mount();
  }
};
