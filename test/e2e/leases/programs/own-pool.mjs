class Line {
  constructor(pool, number) {
    this.pool = pool;
    this.number = number;
    this.isOpen = true;
  }
  giveBack() {
    this.pool.retrieve(this);
  }
  [Symbol.asyncDispose ?? Symbol.for('asyncDispose')]() {
    this.giveBack();
  }
}

class Switchboard {
  constructor(lines) {
    this.spareLines = Array.from({ length: lines }, (_, number) => new Line(this, number));
    this.busyLines = new Set();
    this.callers = [];
  }
  borrow(caller) {
    const line = this.spareLines.pop();
    if (line === undefined) {
      this.callers.push(caller);
      return;
    }
    this.busyLines.add(line);
    setImmediate(caller, null, line);
  }
  borrowNow() {
    const line = this.spareLines.pop();
    if (line === undefined) throw new Error('no line is spare');
    this.busyLines.add(line);
    return line;
  }
  retrieve(line) {
    this.busyLines.delete(line);
    const caller = this.callers.shift();
    if (caller === undefined) this.spareLines.push(line);
    else {
      this.busyLines.add(line);
      caller(null, line);
    }
  }
}

export async function open() {
  const board = new Switchboard(40);
  const before = Object.getOwnPropertyDescriptors(Switchboard.prototype);
  const names = JSON.stringify(Reflect.ownKeys(Switchboard.prototype).map(String));

  const borrowed = () =>
    new Promise((resolve, reject) => {
      board.borrow((error, line) => (error ? reject(error) : resolve(line)));
    });
  async function callAbroad() {
    await borrowed();
  }
  async function callNow() {
    board.borrowNow();
  }
  async function callHome() {
    const line = await borrowed();
    line.giveBack();
  }
  async function callBack() {
    board.borrowNow().giveBack();
  }
  function isTouched() {
    const after = Object.getOwnPropertyDescriptors(Switchboard.prototype);
    const isSame = Object.keys(before).every((key) =>
      ['value', 'writable', 'enumerable', 'configurable'].every((part) => before[key][part] === after[key]?.[part]),
    );
    return !isSame || names !== JSON.stringify(Reflect.ownKeys(Switchboard.prototype).map(String));
  }
  return { steady: [callHome, callBack], leaks: [callAbroad, callNow], most: 12, isTouched };
}
