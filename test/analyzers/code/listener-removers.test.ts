import { describe, expect, it } from 'vitest';

import { readCallbackCode } from '../../../src/analyzers/code/callback-code.js';
import { parametersStart } from '../../../src/analyzers/code/script-syntax.js';
import { programIn } from './support.js';

const SCRIPT = '/app/hub.js';

/** What the text says of the listener that counts: its state, and the line to mend. */
function saidOf(text: string): string {
  const program = programIn(text);
  const tree = program.tree(SCRIPT);
  const inside = text.indexOf('count += 1');
  tree?.openAll();
  const fn = tree?.functions.findLast(({ start, end }) => start < inside && inside < end);
  if (tree === null || fn === undefined) throw new Error('no listener');
  const { line, column } = tree.placeOfOffset(parametersStart(fn, tree.text));
  const code = readCallbackCode(program, { script: SCRIPT, line, column }, (at) => at);
  return code === null
    ? 'nothing'
    : [code.state, code.missing?.why, code.missing?.line].filter((part) => part !== undefined).join(' ');
}

describe('a listener that is taken back', () => {
  it.each([
    ['by a new function', "bus.off('end', () => done());"],
    ['by a new function expression', "bus.removeListener('end', function () { done(); });"],
    ['by a bound copy', "bus.removeEventListener('end', done.bind(bus));"],
  ])('%s stays', (_how, removal) => {
    expect(
      saidOf(`const done = () => { count += 1; };\nfunction run(bus) { bus.on('end', done);\n  ${removal}\n}`),
    ).toBe('missed no-effect 3');
  });

  it.each([
    ['by its name', "bus.off('end', done);"],
    ['with all others', "bus.removeAllListeners('end');"],
    ['by its name, besides a new function', "bus.off('end', () => done()); bus.off('end', done);"],
  ])('%s goes', (_how, removal) => {
    expect(
      saidOf(`const done = () => { count += 1; };\nfunction run(bus) { bus.on('end', done);\n  ${removal}\n}`),
    ).toBe('removed');
  });

  const bound = (add: string, removal: string) => `class Hub {
  onEnd() { this.count += 1; }
  start(bus) { ${add} }
  stop(bus) {
    ${removal}
  }
}
hub.stop(main);`;

  it('by the method of which a bound copy was added stays', () => {
    expect(saidOf(bound("bus.on('end', this.onEnd.bind(this));", "bus.off('end', this.onEnd);"))).toBe(
      'missed no-effect 5',
    );
  });

  it('by another function of the same event is not known', () => {
    expect(saidOf(bound("bus.on('end', this.onEnd.bind(this));", "bus.off('end', this.other);"))).toBe('removed');
  });
});
