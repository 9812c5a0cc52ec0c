import { describe, expect, it } from 'vitest';
import { HELP, OptionError, parseOptions } from '../../samples/vttablet/options.js';
import { SCENARIOS } from '../../samples/vttablet/scenarios/catalog.js';

const parse = (line: string) => parseOptions(line.split(' '));

describe('the options of the sample', () => {
  it('have the defaults of the workload that shows the leak', () => {
    expect(parse('--scenario stale-link --out x')).toMatchObject({
      fixed: false,
      poolSize: 32,
      sessions: 21,
      warmUp: 3,
      rounds: 3,
      cycles: 5,
      server: null,
      out: 'x',
    });
  });

  it('read every part of a URL', () => {
    expect(parse('--scenario cycle --serve --url mysql://me:p%40ss@[::1]:3307/data')?.server).toEqual({
      host: '::1',
      port: 3307,
      user: 'me',
      password: 'p@ss',
      database: 'data',
    });
    expect(parse('--scenario cycle --serve --url mysql://db.example')?.server).toEqual({
      host: 'db.example',
      port: 3306,
      user: 'root',
      password: '',
      database: undefined,
    });
  });

  it('give help that names every scenario', () => {
    expect(parse('--help')).toBeNull();
    for (const { name, summary } of SCENARIOS) expect(HELP).toContain(`${name.padEnd(15)} ${summary}`);
  });

  it.each([
    ['--out x', 'give --scenario, one of stale-link, refcount, cycle, accumulate, control, healthy-cycles'],
    ['--scenario stale --out x', "there is no scenario 'stale'"],
    ['--scenario cycle', 'give either --out <folder> or --serve'],
    ['--scenario cycle --out x --serve', 'give either --out <folder> or --serve'],
    ['--scenario cycle --out x --rounds 1.5', "--rounds wants a whole number from 0 to 1000000, not '1.5'"],
    ['--scenario cycle --out x --pool-size 0', "--pool-size wants a whole number from 1 to 1000000, not '0'"],
    ['--scenario cycle --out x --url http://x', '--url wants mysql://user:password@host:port/database'],
    ['--scenario cycle --out x --url nonsense', '--url wants mysql://user:password@host:port/database'],
    ['--scenario cycle --out x --nonsense', "Unknown option '--nonsense'"],
    ['--scenario cycle --out x --control 7400', '--control wants --serve, and a port'],
    ['--scenario cycle --serve --control 65536', '--control wants --serve, and a port'],
    ['--scenario cycle --out x nonsense', "Unexpected argument 'nonsense'"],
  ])('refuse %s in one line', (line, message) => {
    const failure = (): unknown => parse(line);
    expect(failure).toThrow(OptionError);
    expect(failure).toThrow(message);
    expect(failure).not.toThrow('\n');
  });
});
