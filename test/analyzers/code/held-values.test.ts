import { describe, expect, it } from 'vitest';
import { codeSentence } from '../../../src/analyzers/code/code-sentence.js';
import { readHeldValue } from '../../../src/analyzers/code/place-code.js';
import { programIn, queryFor } from './support.js';

const text = (register: string) => `class Hub {
  refs = new Map();
  registry = new FinalizationRegistry((held) => held());
  add(key, photo) {
    this.refs.set(key, new WeakRef(photo));
    ${register}
  }
  #removal(key) { return () => this.refs.delete(key); }
}`;

function heldIn(register: string) {
  const program = programIn(text(register));
  return readHeldValue(program, queryFor(program, '/app/hub.js', 'Hub.registry', 0), (at) => at);
}

describe('what a registry holds for an object', () => {
  it.each([
    'this.registry.register(photo, photo);',
    'this.registry.register(photo, { key, photo });',
    'this.registry.register(photo, [key, photo]);',
    'this.registry.register(photo, () => photo.close());',
    'const held = { key, photo }; this.registry.register(photo, held);',
    'this.registry.register(this, () => this.refs.delete(key));',
  ])('has the object itself: %s', (register) => {
    const code = heldIn(register);
    expect(code).toMatchObject({ state: 'missed', missing: { why: 'held-value', line: 6 } });
    expect(code === null ? '' : codeSentence(code)).toBe(
      'entries are added to `registry` at hub.js:6; what the line at :6 registers refers to the object itself, so the entry stays.',
    );
  });

  it.each([
    'this.registry.register(photo, key);',
    'this.registry.register(photo, photo.key);',
    'this.registry.register(photo, { key: photo.key });',
    'this.registry.register(photo, this.#removal(key), photo);',
    'this.registry.register(photo, () => this.refs.delete(key));',
    'this.registry.register(photo, (photo) => photo.close());',
    'this.other.register(photo, photo);',
  ])('does not: %s', (register) => {
    expect(heldIn(register)).toBeNull();
  });
});
