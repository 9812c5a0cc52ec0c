import { fileURLToPath } from 'node:url';

import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

let outputs: Metafile['outputs'] = {};

beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ['src/cli/main.ts'],
    outdir: 'build/startup',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    plugins: [
      {
        name: 'leave-out-memlab',
        setup: ({ onResolve }) => onResolve({ filter: /memlab-bridge/ }, ({ path }) => ({ path, external: true })),
      },
    ],
  });
  outputs = metafile.outputs;
});

/** What is loaded along with a module that is an entry of its own: packages and modules of Node, by name. */
function loadedWith(entry: string): string[] {
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entry);
  if (start === undefined) throw new Error(`${entry} is no entry`);
  const seen = new Set([start]);
  const names = new Set<string>();
  for (const file of seen) {
    const output = outputs[file];
    for (const input of Object.keys(output?.inputs ?? {})) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
      if (name !== undefined) names.add(name);
    }
    for (const { path, kind, external } of output?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (external === true) names.add(path);
      else seen.add(path);
    }
  }
  return [...names].sort();
}

describe('to start', () => {
  it('takes no package and little of Node: help and usage errors answer at once', () => {
    expect(loadedWith('src/cli/main.ts')).toEqual(['node:fs', 'node:process']);
    const loaded = ['node:fs', 'node:os', 'node:process', 'node:util', 'node:v8'];
    expect(loadedWith('src/cli/this-process.ts')).toEqual(loaded);
  });

  it.each(['src/cli/commands/analyze.ts', 'src/analyze.ts'])(
    'an analysis takes nothing for help, for other files than snapshots, or for running processes: %s',
    (entry) => {
      const loaded = loadedWith(entry);
      for (const name of ['yargs', 'yaml', 'ws', 'node:child_process', 'node:http', 'node:net', 'node:zlib'])
        expect(loaded).not.toContain(name);
    },
  );
});
