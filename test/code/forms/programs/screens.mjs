import { EventEmitter } from 'node:events';

const wire = new EventEmitter();
wire.setMaxListeners(0);

class Screen {
  constructor(key) {
    this.key = key;
    this.fit = this.fit.bind(this);
  }

  fit(width) {
    this.width = width;
  }
}

function turnOff(screen) {
  wire.off('resize', screen.fit);
}

export class Screens {
  add(key) {
    const screen = new Screen(key);
    wire.on('resize', screen.fit);
    setTimeout(turnOff, 600_000, screen);
  }
}
