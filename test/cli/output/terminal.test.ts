import { describe, expect, it } from 'vitest';

import { followsLinks, lineWidth, wantsColor } from '../../../src/cli/output/terminal.js';

const terminal = { isTTY: true, columns: 132 };
const pipe = {};

const xterm = { TERM: 'xterm-256color' };

describe('color', () => {
  it.each([
    ['a terminal has it', terminal, xterm, undefined, true],
    ['a terminal that nobody names has none', terminal, {}, undefined, false],
    ['a pipe has none', pipe, xterm, undefined, false],
    ['NO_COLOR takes it away', terminal, { ...xterm, NO_COLOR: '1' }, undefined, false],
    ['FORCE_COLOR brings it into a pipe', pipe, { FORCE_COLOR: '1' }, undefined, true],
    ['FORCE_COLOR=0 takes it away', terminal, { ...xterm, FORCE_COLOR: '0' }, undefined, false],
    ['an empty FORCE_COLOR brings it', pipe, { FORCE_COLOR: '' }, undefined, true],
    ['FORCE_COLOR beats a dumb terminal', terminal, { FORCE_COLOR: '1', TERM: 'dumb' }, undefined, true],
    ['FORCE_COLOR beats NO_COLOR', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, undefined, true],
    ['a dumb terminal has none', terminal, { TERM: 'dumb' }, undefined, false],
    ['--no-color beats all', terminal, { FORCE_COLOR: '1' }, false, false],
    ['--color beats all', pipe, { NO_COLOR: '1' }, true, true],
  ])('%s', (_title, stream, env, flag, expected) => {
    expect(wantsColor(stream, env, flag)).toBe(expected);
  });
});

describe('width', () => {
  it.each([
    ['is that of the terminal', terminal, { COLUMNS: '50' }, 132],
    ['is COLUMNS in a pipe', pipe, { COLUMNS: '50' }, 50],
    ['is 80 when nobody tells', pipe, {}, 80],
    ['is 80 when COLUMNS is no number', pipe, { COLUMNS: 'wide' }, 80],
    ['is 80 for a terminal of no width', { isTTY: true, columns: 0 }, {}, 80],
  ])('%s', (_title, stream, env, expected) => {
    expect(lineWidth(stream, env)).toBe(expected);
  });
});

describe('links', () => {
  it('are followed by terminals known to, and never in a pipe or in CI', () => {
    expect(followsLinks(terminal, { TERM_PROGRAM: 'vscode' })).toBe(true);
    expect(followsLinks(terminal, { VTE_VERSION: '6800' })).toBe(true);
    expect(followsLinks(terminal, {})).toBe(false);
    expect(followsLinks(terminal, { TERM: 'dumb', VTE_VERSION: '6800' })).toBe(false);
    expect(followsLinks(pipe, { TERM_PROGRAM: 'vscode' })).toBe(false);
    expect(followsLinks(terminal, { TERM_PROGRAM: 'vscode', CI: 'true' })).toBe(false);
  });

  it('are followed or not as FORCE_HYPERLINK says, but never in a pipe or a dumb terminal', () => {
    expect(followsLinks(terminal, { FORCE_HYPERLINK: '1' })).toBe(true);
    expect(followsLinks(terminal, { TERM_PROGRAM: 'vscode', FORCE_HYPERLINK: '0' })).toBe(false);
    expect(followsLinks(terminal, { TERM: 'dumb', FORCE_HYPERLINK: '1' })).toBe(false);
    expect(followsLinks(pipe, { FORCE_HYPERLINK: '1' })).toBe(false);
  });
});
