import { parseArgs } from 'node:util';
import type { ServerAddress } from './db-connection.js';
import { findScenario, SCENARIOS } from './scenarios/catalog.js';
import type { Scenario } from './scenarios/scenario.js';

/** The command line is not one that the sample understands. One line, exit code 2. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export interface Options {
  readonly scenario: Scenario;
  readonly fixed: boolean;
  readonly poolSize: number;
  readonly sessions: number;
  readonly leaders: number;
  /** Cycles of work before snapshot 0. */
  readonly warmUp: number;
  readonly rounds: number;
  /** Cycles of work in each round. */
  readonly cycles: number;
  /** Pause between two cycles when serving, in milliseconds. */
  readonly intervalMs: number;
  /** A server to use, `null` for the embedded one. */
  readonly server: ServerAddress | null;
  /** Where a series of snapshots goes; `null` means serve. */
  readonly out: string | null;
  /** Loopback port on which work is asked for when serving, 0 for any; `null` means it works by itself. */
  readonly control: number | null;
}

const DEFAULT_MYSQL_PORT = 3306;

const DEFAULTS = { 'pool-size': 32, sessions: 21, leaders: 1000, 'warm-up': 3, rounds: 3, cycles: 5, interval: 1000 };
type NumericOption = keyof typeof DEFAULTS;

export const HELP = `Usage: node main.js --scenario <name> [--fixed] (--out <folder> | --serve) [options]

A model of vttablet's connection pool under load, with one fault in it. It writes a series of
heap snapshots, or works until SIGTERM so that a tool can attach to it.

Scenarios (each with --fixed: the same load, the fault mended)
${SCENARIOS.map((scenario) => `  ${scenario.name.padEnd(15)} ${scenario.summary}`).join('\n')}

What to do
  --out <folder>    write 0.heapsnapshot … N.heapsnapshot there; a series that is there is replaced
  --serve           print the pid and work until SIGTERM
  --control <port>  with --serve: work only when asked to by GET http://127.0.0.1:<port>/,
                    one round each time (<n> cycles for /<n>), and answer when it is done;
                    0 takes any free port
  --url <url>       mysql://user:password@host:port/database of a real server
                    (default: an embedded one, on a free loopback port)

How much
  --pool-size <n>   connections of the pool (${DEFAULTS['pool-size']})
  --sessions <n>    sessions that come at once in each cycle (${DEFAULTS.sessions})
  --leaders <n>     locks held for good at most, one more in each cycle (${DEFAULTS.leaders})
  --warm-up <n>     cycles before snapshot 0 (${DEFAULTS['warm-up']})
  --rounds <n>      snapshots after snapshot 0 (${DEFAULTS.rounds})
  --cycles <n>      cycles between two snapshots (${DEFAULTS.cycles})
  --interval <ms>   pause between two cycles when serving (${DEFAULTS.interval})
  -h, --help        this text

Exit code: 0 done, 1 the work failed, 2 the options are wrong or the server allows too few connections.
`;

/** @throws OptionError with one line for the user; returns `null` when help was asked for */
export function parseOptions(args: readonly string[]): Options | null {
  const values = parseValues(args);
  if (values.help === true) return null;
  const { out, serve, url } = values;
  if ((out === undefined) === (serve !== true)) throw new OptionError('give either --out <folder> or --serve');
  return {
    scenario: parseScenario(values.scenario),
    fixed: values.fixed === true,
    poolSize: wholeNumber('pool-size', values['pool-size'], 1),
    sessions: wholeNumber('sessions', values.sessions, 1),
    leaders: wholeNumber('leaders', values.leaders, 0),
    warmUp: wholeNumber('warm-up', values['warm-up'], 0),
    rounds: wholeNumber('rounds', values.rounds, 0),
    cycles: wholeNumber('cycles', values.cycles, 1),
    intervalMs: wholeNumber('interval', values.interval, 0),
    server: url === undefined ? null : parseServer(url),
    out: out ?? null,
    control: parseControl(values.control, serve === true),
  };
}

function parseValues(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        scenario: text,
        fixed: flag,
        out: text,
        control: text,
        serve: flag,
        url: text,
        'pool-size': text,
        sessions: text,
        leaders: text,
        'warm-up': text,
        rounds: text,
        cycles: text,
        interval: text,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node's own text, without the paragraph of advice behind its first sentence.
    const message = error instanceof Error ? error.message : String(error);
    throw new OptionError(message.split(/\.\s|\n/)[0] ?? message, { cause: error });
  }
}

function parseScenario(name: string | undefined): Scenario {
  const names = SCENARIOS.map((scenario) => scenario.name).join(', ');
  if (name === undefined) throw new OptionError(`give --scenario, one of ${names}`);
  const scenario = findScenario(name);
  if (scenario === undefined) throw new OptionError(`there is no scenario '${name}'; there are ${names}`);
  return scenario;
}

function parseControl(text: string | undefined, isServing: boolean): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!isServing || !(port < 65_536)) throw new OptionError('--control wants --serve, and a port');
  return port;
}

/** Far above any sensible run, far below what would overflow. */
const LARGEST = 1_000_000;

function wholeNumber(name: NumericOption, text: string | undefined, least: number): number {
  if (text === undefined) return DEFAULTS[name];
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= LARGEST)) {
    throw new OptionError(`--${name} wants a whole number from ${least} to ${LARGEST}, not '${text}'`);
  }
  return value;
}

function parseServer(text: string): ServerAddress {
  const url = tryUrl(text);
  if (url === null || !/^(mysql|mariadb):$/.test(url.protocol) || url.hostname === '') {
    throw new OptionError('--url wants mysql://user:password@host:port/database');
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_MYSQL_PORT : Number(url.port),
    user: decodeURIComponent(url.username) || 'root',
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || undefined,
  };
}

function tryUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
