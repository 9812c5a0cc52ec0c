import { describe, expect, it } from 'vitest';
import { type GrowthFacts, weighGrowth } from '../../../src/analyzers/verdict/growth-proof.js';

const STRAIGHT: GrowthFacts = {
  perRound: [40, 40, 40],
  lastIsPartial: false,
  limit: null,
  room: null,
  expiry: null,
  life: null,
  isLent: false,
};

function weigh(facts: Partial<GrowthFacts>): { verdict: string; codes: string[] } {
  const { verdict, against } = weighGrowth({ ...STRAIGHT, ...facts });
  return { verdict, codes: against.map(({ code }) => code) };
}

describe('growth without death', () => {
  it('is proved by three rounds that left as many each', () => {
    expect(weigh({})).toEqual({ verdict: 'leak', codes: [] });
  });

  it('is a suspect after two rounds', () => {
    expect(weigh({ perRound: [40, 40] })).toEqual({ verdict: 'suspect', codes: [] });
  });

  it('is a suspect when the rounds differ, as load does', () => {
    expect(weigh({ perRound: [40, 10, 60] })).toEqual({ verdict: 'suspect', codes: ['uneven'] });
    expect(weigh({ perRound: [10, 20, 40] })).toEqual({ verdict: 'suspect', codes: ['uneven'] });
  });

  it('is a note when a round left nothing', () => {
    expect(weigh({ perRound: [0, 69, 24] })).toEqual({ verdict: 'note', codes: ['uneven'] });
  });

  it('is a note when each round left less, as a cache that warms up does', () => {
    expect(weigh({ perRound: [40, 30, 20] })).toEqual({ verdict: 'note', codes: ['slows-down'] });
  });

  it('counts a last round of a list by half only: its members have not left yet', () => {
    expect(weigh({ perRound: [42, 42, 20], lastIsPartial: true })).toEqual({ verdict: 'leak', codes: [] });
    expect(weigh({ perRound: [42, 42, 20] })).toEqual({ verdict: 'suspect', codes: ['uneven'] });
  });

  it('is a note while a limit is not reached, or when the entries go in time', () => {
    expect(weigh({ limit: { kind: 'entries', field: 'Store.max', value: 500 } })).toEqual({
      verdict: 'note',
      codes: ['limit'],
    });
    expect(weigh({ expiry: { field: 'Entry.expiresAt', overMs: null } })).toEqual({
      verdict: 'note',
      codes: ['expires'],
    });
  });

  it('is proved when the time of the entries is over: they should be gone', () => {
    const limit = { kind: 'time', field: 'Store.ttl', value: 40 } as const;
    expect(weigh({ limit, expiry: { field: 'Entry.expiresAt', overMs: 5000 } })).toEqual({
      verdict: 'leak',
      codes: [],
    });
    expect(weigh({ limit, expiry: { field: 'Entry.expiresAt', overMs: -5000 } }).verdict).toBe('note');
  });

  it('is a note when an array was made large before it was filled', () => {
    expect(weigh({ room: 4096 })).toEqual({ verdict: 'note', codes: ['had-room'] });
  });

  it('is a note when the objects say that they are in use', () => {
    expect(weigh({ life: { kind: 'in-use', field: 'User.open = true' } })).toEqual({
      verdict: 'note',
      codes: ['says-it-lives'],
    });
  });

  it('heeds that nothing says they ended only for what is lent', () => {
    const life = { kind: 'not-ended', field: 'Session.closed = false' } as const;
    expect(weigh({ life, isLent: true }).verdict).toBe('suspect');
    expect(weigh({ life, isLent: false }).verdict).toBe('leak');
  });
});
