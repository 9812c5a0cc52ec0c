import { describe, expect, test } from 'vitest';
import { clients, gaining, integers, judgePlace, list, text } from '../places-support.js';

const sizes = gaining(30, 30, 30);

describe('what speaks for a growing place', () => {
  //   Hub ──seen──▶ Array of true
  test('is that its entries are no objects', async () => {
    const { for: codes, texts } = await judgePlace(...list({ sizes }));
    expect(codes).toEqual(['steady-growth', 'no-objects']);
    expect(texts['steady-growth']).toBe('Hub.seen[] held 10, 40, 70, 100 entries in 4 snapshots in a row.');
    expect(texts['no-objects']).toBe(
      'The entries are strings, booleans or numbers, so counts of objects do not show them.',
    );
  });

  //   Hub ──seen──▶ Array ──▶ 5 Client
  test('is that new entries lead to the same objects as the old ones', async () => {
    const { for: codes, texts } = await judgePlace(...list({ sizes, values: (heap) => clients(heap, 5) }));
    expect(codes).toEqual(['steady-growth', 'same-targets']);
    expect(texts['same-targets']).toBe('100 references lead to the same 5 Client: no object grows with them.');
  });

  //   Hub ──ids──▶ Set of numbers
  test('is that the store grows', async () => {
    const { for: codes, texts } = await judgePlace(...integers([296, 1064, 2088, 4136]));
    expect(codes).toEqual(['steady-growth']);
    expect(texts['steady-growth']).toBe(
      'Hub.ids{} held 296, 1,064, 2,088, 4,136 bytes of store in 4 snapshots in a row.',
    );
  });

  //   Hub ──text──▶ a longer string each time
  test('is that the same field has a longer text', async () => {
    const { for: codes, texts } = await judgePlace(...text([2000, 4000, 6000, 8000]));
    expect(codes).toEqual(['steady-growth', 'longer-text']);
    expect(texts['steady-growth']).toMatch(/^Hub\.text held 2,000, 4,000, 6,000, 8,000 bytes of text in 4 snapshots/);
    expect(texts['longer-text']).toBe('The same field refers to a longer string in each snapshot.');
  });
});
