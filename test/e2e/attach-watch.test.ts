import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Finding, type Report, reportSchema } from '../../src/findings/report-schema.js';
import { poolscope } from './support/command-line.js';
import { startServing } from './support/serving.js';

const PROGRAMS = join(import.meta.dirname, 'watched');

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-watch-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

interface Diagnosis {
  readonly report: Report;
  readonly stderr: string;
  readonly folder: string;
}

/** Tells the target that its time has come, when the last snapshot is there: however slow the machine is. */
async function signalAfter(file: string, pid: number): Promise<void> {
  while (!existsSync(file)) await sleep(100);
  process.kill(pid, 'SIGUSR2');
}

/** Attaches to a program that works by itself, or by `load`; what is in it goes after the last snapshot where it goes at all. */
async function diagnose(name: string, options: readonly string[], isLoaded = false): Promise<Diagnosis> {
  const folder = await mkdtemp(join(scratch, `${name}-`));
  const target = startServing(process.execPath, ['--inspect-port=0', join(PROGRAMS, `${name}.mjs`)]);
  try {
    const port = await target.waitFor(/listening on (\d+)/);
    const load = `"${process.execPath}" -e "fetch('http://127.0.0.1:${port}/')"`;
    const pace = isLoaded ? ['--between', load] : [];
    const argv = ['attach', String(target.pid), '--dir', folder, '--format', 'json', ...pace, ...options];
    const last = join(folder, '3.heapsnapshot.json');
    const [{ stdout, stderr }] = await Promise.all([poolscope(argv), signalAfter(last, target.pid)]);
    expect(stdout, stderr).toMatch(/^\{/);
    return { report: reportSchema.parse(JSON.parse(stdout)), stderr, folder };
  } finally {
    await target.stop();
  }
}

/** The finding about a place, with the codes of its evidence. */
function about({ findings }: Report, place: string): { verdict: Finding['verdict']; codes: string[] } | null {
  const found = findings.find(({ brokenEdge }) => brokenEdge?.label.includes(place));
  if (found === undefined) return null;
  const { verdict, evidence } = found;
  return { verdict, codes: [...evidence.for, ...evidence.against].map(({ code }) => code) };
}

describe('what grows while a process is attached to', { timeout: 120_000 }, () => {
  it('is no leak when it is a queue that drains in the quiet after the load', async () => {
    const { report, stderr } = await diagnose('mailbox', ['--interval', '300ms', '--watch-time', '20s'], true);
    expect(about(report, 'Mailbox.letters')).toMatchObject({ verdict: 'note' });
    // By the time that the watch begins, the old ones may have gone already.
    expect(about(report, 'Mailbox.letters')?.codes.join(' ')).toMatch(/(?:left|drained)-while-watched/);
    expect(report.watched).toMatchObject({ loadMs: 0, failure: null });
    // Between two load commands there is none to be stopped.
    expect(stderr).not.toContain('Stop the load');
  });

  it('is no leak when entries stay longer than the series, and go', async () => {
    const { report, folder } = await diagnose('answers', ['--interval', '1s', '--watch-time', '30s']);
    expect(about(report, 'Answers.known')).toMatchObject({ verdict: 'note' });
    expect(about(report, 'Answers.known')?.codes.join(' ')).toMatch(/(?:left|drained)-while-watched/);
    // Kept beside the last snapshot: a later analysis says the same.
    const names = await readdir(folder);
    expect(await readFile(join(folder, '3.heapsnapshot.json'), 'utf8')).toContain('"watched"');
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    const later = reportSchema.parse(JSON.parse((await poolscope(['analyze', folder, '--format', 'json'])).stdout));
    expect(later.watched).toEqual(report.watched);
    expect(later.findings.map(({ verdict, evidence }) => ({ verdict, evidence }))).toEqual(
      report.findings.map(({ verdict, evidence }) => ({ verdict, evidence })),
    );
  });

  it('is a leak when a remover runs and leaves the old entries', async () => {
    const { report, stderr } = await diagnose('visitors', ['--interval', '1s', '--watch-time', '3s']);
    const found = about(report, 'Guestbook.visitors');
    expect(found).toMatchObject({ verdict: 'leak' });
    expect(found?.codes).toEqual(
      expect.arrayContaining(['grew-while-watched', 'stayed-while-watched', 'remover-missed-while-watched']),
    );
    expect(stderr).toMatch(/Watched 1 growing place for [\d.]+ s: .*nothing was changed/);
  });

  it('is a leak when the remover never runs', async () => {
    const { report } = await diagnose('tickets', ['--interval', '1s', '--watch-time', '3s']);
    const found = about(report, 'Office.tickets');
    expect(found).toMatchObject({ verdict: 'leak' });
    expect(found?.codes).toEqual(expect.arrayContaining(['grew-while-watched', 'remover-never-ran-while-watched']));
  });

  it('is a leak when a variable of a module has it and nothing removes', async () => {
    const { report } = await diagnose('members', ['--interval', '1s', '--watch-time', '3s']);
    expect(about(report, 'members')).toMatchObject({ verdict: 'leak' });
    expect(about(report, 'members')?.codes).toContain('stayed-while-watched');
    expect(report.watched?.places).toMatchObject([{ inPlace: true, failure: null }]);
  });

  it('is judged by the snapshots alone with --no-watch', async () => {
    const { report, stderr } = await diagnose('members', ['--interval', '1s', '--no-watch']);
    expect(about(report, 'members')).toMatchObject({ verdict: 'leak' });
    expect(report.watched).toBeUndefined();
    expect(stderr).not.toContain('Watched');
  });
});
