import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { run } from '../../../src/cli/run.js';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import { profileSchema } from '../../../src/profiles/profile-schema.js';
import { createFakeIo } from '../../support/fake-io.js';
import { HeapBuilder } from '../../support/heap-dsl.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-profiles-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function profiles(argv: readonly string[], columns = 80) {
  const io = createFakeIo({ argv: ['profiles', ...argv], env: { COLUMNS: String(columns) } });
  const code = await run(io, { analyze: () => Promise.reject(new Error('not asked for')), version: '1.2.3' });
  return { code, ...io.written };
}

describe('poolscope profiles', () => {
  it.each([80, 40])('lists every profile with its versions, within %i cells', async (columns) => {
    const { code, stdout } = await profiles([], columns);
    expect(code).toBe(0);
    for (const { name, library } of BUILTIN_PROFILES) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(library?.versions);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('shows a profile by its name or its package, as one could write it', async () => {
    const { stdout } = await profiles(['show', 'pg']);
    expect(profileSchema.parse(JSON.parse(stdout)).name).toBe('pg');
    expect((await profiles(['show', 'pg-pool'])).stdout).toBe(stdout);
  });

  it('guesses which profile was meant', async () => {
    const { code, stderr } = await profiles(['show', 'undicci']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean undici?');
  });

  it('takes a valid profile in JSON and in YAML', async () => {
    const json = file('a.json', '{"name":"a","connections":["Conn"]}');
    const yaml = file('b.yaml', 'name: b\npools:\n  - class: Pool\n    ledgers: [{ field: idle, role: idle }]\n');
    const { code, stdout } = await profiles(['check', json, yaml]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 pool with 1 ledger;');
    expect(stdout.split('\n')).toHaveLength(3);
  });

  it('says where a profile is wrong and what is allowed there', async () => {
    const wrong = {
      name: 'x',
      pools: [{ class: 'P', ledgers: [{ field: 'idle', role: 'free' }], sizes: [] }],
      deadWhen: [{ class: 'C', field: 'a', equals: true, exists: true }],
      classes: { C: { class: 7 } },
    };
    const { code, stdout, stderr } = await profiles(['check', file('wrong.json', JSON.stringify(wrong))]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('pools[0].ledgers[0].role: expected "idle", "leased", "all", "pending", found "free"');
    expect(stderr).toContain('pools[0].sizes: there is no such field; allowed here: class, ledgers, counters');
    expect(stderr).toContain('deadWhen[0]: expected exactly one of `equals`');
    expect(stderr).toContain('classes.C.class: expected string or array, found 7');
  });

  it.each([
    ['missing.json', undefined, /missing\.json: no such file/],
    ['broken.json', '{"name"', /broken\.json: expected a profile as JSON/],
    ['broken.yaml', 'name: [', /broken\.yaml: expected a profile as YAML/],
  ])('says in one line what is the matter with %s', async (name, text, message) => {
    const path = text === undefined ? join(folder, name) : file(name, text);
    const { code, stderr } = await profiles(['check', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ENOENT|at .*\.ts:/);
  });

  //   globalThis.pool: Broker ─free─▶ [ Link ]   ─busy─▶ [ Link, Link ]   ─opts─▶ { max: 4 }
  it('drafts a profile that passes its own check', async () => {
    const heap = new HeapBuilder();
    const link = () => heap.object('NetLink').property('socket', heap.object('Socket')).property('closed', false);
    const pool = heap.object('Broker').property('free', heap.array([link()]));
    pool.property('busy', heap.array([link(), link()])).property('options', heap.object().property('max', 4));
    heap.global.property('pool', pool);
    const draft = join(folder, 'draft.json');
    const snapshot = file('heap.heapsnapshot', heap.toJson());
    expect(await profiles(['suggest', snapshot, '-o', draft])).toMatchObject({ code: 0, stderr: '' });
    expect((await profiles(['check', draft])).stdout).toContain('1 pool with 2 ledgers; described classes: Broker');
    const { stdout } = await profiles(['suggest', snapshot]);
    expect(JSON.parse(stdout)).toMatchObject({
      connections: ['NetLink'],
      pools: [{ class: 'Broker', maximum: 'options.max' }],
      deadWhen: [{ class: 'NetLink', field: 'closed', equals: true }],
    });
  });

  //   globalThis.broker: Broker ─free─▶ [ Wire ]   ─options─▶ { max: 4 }
  describe('held against a snapshot', () => {
    const snapshot = (options = {}) => {
      const heap = new HeapBuilder(options);
      const wire = heap.object('Wire').property('closed', false).property('users', 1);
      const broker = heap.object('Broker').property('free', heap.array([wire]));
      heap.global.property('broker', broker.property('options', heap.object().property('max', 4)));
      return file('against.heapsnapshot', heap.toJson());
    };
    const profile = (content: object) => file('own.json', JSON.stringify({ name: 'own', ...content }));

    it('says what nothing matches, and the nearest name, with exit code 1', async () => {
      const own = profile({
        connections: ['Wyre'],
        pools: [{ class: 'Broker', ledgers: [{ field: 'fre', role: 'idle' }], maximum: 'options.maxx' }],
        deadWhen: [{ class: 'Wire', field: 'closd', equals: true }],
      });
      const { code, stdout, stderr } = await profiles(['check', own, '--against', snapshot()]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout.split('\n').slice(1)).toEqual([
        expect.stringMatching(/own\.json in .*against\.heapsnapshot: 2 of 6 classes and fields found$/),
        '  connections[0]: there is no object of class `Wyre`; did you mean `Wire`?',
        '  pools[0].ledgers[0].field: the only `Broker` does not have `fre`; did you mean `free`?',
        '  pools[0].maximum: the only `options` of `Broker` does not have `maxx`; did you mean `max`?',
        '  deadWhen[0].field: the only `Wire` does not have `closd`; did you mean `closed`?',
        '',
      ]);
    });

    it('names fields that may hold numbers as not checked where these were not captured', async () => {
      const own = profile({ refcounts: [{ class: 'Wire', field: 'users' }] });
      const { code, stdout } = await profiles(['check', own, '--against', snapshot({ captureNumbers: false })]);
      expect(code).toBe(0);
      expect(stdout).toContain('1 of 1 class or field found');
      expect(stdout).toContain(
        'not checked, because the snapshot was taken without numeric values: refcounts[0].field',
      );
    });

    it('takes one snapshot, not a folder of them', async () => {
      snapshot();
      file('second.heapsnapshot', new HeapBuilder().toJson());
      const { code, stderr } = await profiles(['check', profile({}), '--against', folder]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/expected one snapshot, found a folder of \d+/);
    });

    it('wants a value', async () => {
      const { code, stderr } = await profiles(['check', profile({}), '--against']);
      expect(code).toBe(2);
      expect(stderr.trim().split('\n')[0]).toMatch(/--against/);
    });
  });
});
