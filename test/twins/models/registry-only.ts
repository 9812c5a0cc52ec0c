import { eachOf, type TwinModel } from '../twin-model.js';

class Ui {
  readonly id: number;
  state = 'open';
  readonly b: { readonly x: string };
  constructor(id: number) {
    this.id = id;
    this.b = { x: `b${id}` };
  }
}

class Zr {
  readonly known = new Map<number, Ui>();
}

/** Those who work with one hold it. */
class Task {
  readonly ui: Ui;
  readonly since = 1;
  constructor(ui: Ui) {
    this.ui = ui;
  }
}

const zr = new Zr();
const tasks: Task[] = [];

function enter(serial: number): Ui {
  const ui = new Ui(serial);
  zr.known.set(serial, ui);
  return ui;
}

/**
 * `Zr.known{}`: each says `open`, nobody but the registry has it, and 60 more come in each round. Look-alike: 45 are
 * open, each with a task that holds it.
 */
export const registryOnly: TwinModel = {
  name: 'open, and only the registry knows',
  buggy: (round) => eachOf(round, (serial) => void enter(serial), 60),
  fixed: (round) =>
    eachOf(
      round,
      (serial) => {
        enter(serial).state = 'closed';
        zr.known.delete(serial);
      },
      60,
    ),
  lookAlike: (round) =>
    eachOf(
      round,
      (serial) => {
        tasks.push(new Task(enter(serial)));
        const ended = tasks.length > 45 ? tasks.shift() : undefined;
        if (ended === undefined) return;
        ended.ui.state = 'closed';
        zr.known.delete(ended.ui.id);
      },
      60,
    ),
  expected: {
    label: /^Zr\.known\{\}$/,
    kinds: ['unbounded-collection', 'lease-never-released', 'ledger-entry-kept'],
    verdict: 'suspect',
    findings: 1,
    className: /^Ui$/,
    counts: [60, 120, 180, 240],
    perRound: 60,
    dead: 0,
  },
};
