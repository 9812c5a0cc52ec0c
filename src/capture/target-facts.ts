import { setTimeout as sleep } from 'node:timers/promises';

import * as z from 'zod/mini';

import { ToolError } from '../errors.js';
import { isRecord } from './dialogue.js';
import { evaluate, OWN_CODE } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';

const bytes = z.number().check(z.nonnegative());

const identitySchema = z.object({
  pid: z.int(),
  threadId: z.int().check(z.nonnegative()),
  node: z.string(),
  v8: z.string(),
  platform: z.string(),
  arch: z.string(),
  /** The script that was started, or null. Other arguments may hold secrets and are not asked for. */
  script: z.nullable(z.string()),
});

/** The identity of the process behind a session. */
export type TargetIdentity = z.infer<typeof identitySchema>;

const memorySchema = z.object({
  /** Bytes of all objects of the isolate. */
  heapUsed: bytes,
  heapTotal: bytes,
  /** Resident memory of the process, in bytes. */
  rss: bytes,
  /** The highest `rss` so far. */
  maxRss: bytes,
  /** Heap limit of V8, in bytes. */
  heapLimit: bytes,
  /** Bytes of large strings and arrays, which are part of `heapUsed`. */
  largeObjects: bytes,
  /** Bytes that the machine, or the target's control group, still has available; null when unknown. */
  available: z.nullable(bytes),
  /** Which of the two limits `available`. */
  availableOf: z.enum(['machine', 'container']),
});

/** The memory of a target at one moment. */
export type TargetMemory = z.infer<typeof memorySchema>;

const IDENTITY = `
  const { threadId, isMainThread } = load('worker_threads');
  return {
    pid: process.pid,
    threadId: isMainThread ? 0 : threadId,
    node: String(process.versions.node),
    v8: String(process.versions.v8),
    platform: process.platform,
    arch: process.arch,
    script: process.argv.length > 1 ? String(process.argv[1]) : null,
  };`;

/**
 * Control groups (v2, then v1) from the target's own up to the root that it sees: the lowest limit counts. Unused file
 * pages count as available, as the kernel reclaims them before it kills a process.
 */
const MEMORY = `
  const fs = load('fs'), os = load('os'), v8 = load('v8');
  const read = (path) => { try { return fs.readFileSync(path, 'utf8'); } catch { return ''; } };
  const number = (text) => (/^\\s*\\d+\\s*$/.test(text) ? Number(text) : NaN);
  const row = (text, name) => number((new RegExp('^' + name + ':?\\\\s+(\\\\d+)', 'm').exec(text) || [])[1] || '');
  const groups = read('/proc/self/cgroup').split('\\n').map((line) => line.split(':'));
  let container = Infinity;
  const look = (folder, limit, usage, idle) => {
    const max = number(read(folder + limit));
    if (!(max < 2 ** 60)) return;
    const used = number(read(folder + usage)) - (row(read(folder + 'memory.stat'), idle) || 0);
    if (used >= 0) container = Math.min(container, Math.max(0, max - used));
  };
  for (const [, controllers, path = ''] of groups) {
    const isV2 = controllers === '';
    if (!isV2 && !String(controllers).split(',').includes('memory')) continue;
    const root = isV2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
    const parts = path.split('/').filter((part) => part !== '');
    for (let depth = parts.length; depth >= 0; depth -= 1) {
      const folder = [root, ...parts.slice(0, depth)].join('/') + '/';
      if (isV2) look(folder, 'memory.max', 'memory.current', 'inactive_file');
      else look(folder, 'memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file');
    }
  }
  const machine = row(read('/proc/meminfo'), 'MemAvailable') * 1024 || os.freemem();
  const statistics = v8.getHeapStatistics();
  const large = v8.getHeapSpaceStatistics().filter((space) => /large_object_space$/.test(space.space_name));
  return {
    heapUsed: statistics.used_heap_size,
    heapTotal: statistics.total_heap_size,
    rss: process.memoryUsage.rss(),
    maxRss: process.resourceUsage().maxRSS * 1024,
    heapLimit: statistics.heap_size_limit,
    largeObjects: large.reduce((sum, space) => sum + space.space_used_size, 0),
    available: Math.min(machine, container),
    availableOf: container < machine ? 'container' : 'machine',
  };`;

/**
 * It loads no module, because a process that is still starting may fail or hang when it loads one. A starting Node.js has no
 * `process` yet, for seconds on a busy machine. So other runtimes are recognized by the globals that only they define
 * (browsers, workers of browsers, Deno).
 */
const STATE = `${OWN_CODE}(() => {
  try {
    if (typeof process !== 'object' || !process.versions || !process.versions.node)
      return ['window', 'self', 'Deno'].some((name) => name in globalThis) ? 'other' : 'starting';
    return Array.isArray(process.argv) && performance.nodeTiming.bootstrapComplete > 0 ? 'ready' : 'starting';
  } catch {
    return 'starting';
  }
})()`;
const START_TIMEOUT_MS = 30_000;
const START_POLL_MS = 50;
/** A request that comes too early may never be answered, so it is repeated after this time. */
const START_ANSWER_MS = 2_000;

/**
 * Reads the target's identity. A starting process accepts requests before it is initialized, so this waits for that.
 *
 * @throws ToolError `target-mismatch` when it is not Node.js, `target-silent` when it does not get ready
 */
export async function readIdentity(session: InspectorSession): Promise<TargetIdentity> {
  const state = await waitForStart(session);
  if (state === 'starting')
    throw new ToolError('target-silent', `The target has not started within ${START_TIMEOUT_MS / 1000} s`, {
      hint: 'It answers, but Node.js is not ready in it. Is the machine busy, or does it wait for a debugger?',
    });
  const parsed = identitySchema.safeParse(state === 'ready' ? await evaluate(session, IDENTITY) : null);
  if (!parsed.success)
    throw new ToolError('target-mismatch', 'What answers is not Node.js', {
      hint: 'Only processes of Node.js 18 and newer can be attached to.',
    });
  return parsed.data;
}

async function waitForStart(session: InspectorSession): Promise<unknown> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      const timeoutMs = START_ANSWER_MS;
      const { result } = await session.send(
        'Runtime.evaluate',
        { expression: STATE, returnByValue: true },
        { timeoutMs },
      );
      const state = isRecord(result) ? result['value'] : undefined;
      // Without a value when the question itself failed, as where the context of a thread is not whole yet.
      if (state === 'ready' || state === 'other') return state;
      if (performance.now() > deadline) return 'starting';
    } catch (error) {
      const isEarly = error instanceof ToolError && ['target-silent', 'capture-failed'].includes(error.code);
      if (!isEarly || performance.now() > deadline) throw error;
    }
    await sleep(START_POLL_MS);
  }
}

/** Reads the memory figures of the target, which takes it about a millisecond. */
export async function readMemory(session: InspectorSession): Promise<TargetMemory> {
  const parsed = memorySchema.safeParse(await evaluate(session, MEMORY));
  if (parsed.success) return parsed.data;
  throw new ToolError('target-mismatch', 'The target answered with something else than its memory figures', {
    hint: 'Has the program replaced functions of Node.js, such as process.memoryUsage?',
    cause: parsed.error,
  });
}
