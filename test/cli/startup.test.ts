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

/** The bundled files that are loaded along with a module that is an entry of its own. */
function chunksOf(entry: string): Set<string> {
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entry);
  if (start === undefined) throw new Error(`${entry} is no entry`);
  const seen = new Set([start]);
  for (const file of seen)
    for (const { path, kind, external } of outputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) seen.add(path);
  return seen;
}

function filesLoadedWith(entry: string): string[] {
  return [...chunksOf(entry)].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}));
}

/** What is loaded along with it: packages and modules of Node, by name. */
function loadedWith(entry: string): string[] {
  const packages = filesLoadedWith(entry).flatMap(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  const externals = [...chunksOf(entry)].flatMap((chunk) =>
    (outputs[chunk]?.imports ?? []).flatMap(({ path, kind, external }) =>
      external === true && kind !== 'dynamic-import' ? [path] : [],
    ),
  );
  return [...new Set([...packages, ...externals])].sort();
}

describe('to start', () => {
  it.each(['src/cli/main.ts', 'src/cli/commands/analyze/run-analyze.ts', 'src/analyze.ts'])(
    'takes nothing that few runs need, for other files than snapshots or for running processes: %s',
    (entry) => {
      const loaded = loadedWith(entry);
      for (const name of ['yaml', 'ws', 'node:child_process', 'node:http', 'node:net', 'node:zlib'])
        expect(loaded).not.toContain(name);
    },
  );

  it('takes no part of the analysis: help and usage errors answer at once', () => {
    expect(loadedWith('src/cli/main.ts')).toContain('yargs');
    for (const name of ['zod', 'chalk']) expect(loadedWith('src/cli/main.ts')).not.toContain(name);
    expect(
      filesLoadedWith('src/cli/main.ts').filter((file) => /^src\/(analyzers|snapshot|graph)\//.test(file)),
    ).toEqual([]);
  });
});
