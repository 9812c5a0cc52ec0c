import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const atRunTime = installed.filter(([, { dev }]) => dev !== true);

/** Lifecycle scripts that npm runs when a package is installed. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** Of `from 'package/file'` and `import('package')`, the package. */
const IMPORTED_PACKAGE = /(?:\bfrom |\bimport\()'(?!node:)((?:@[\w.-]+\/)?[a-z][\w.-]*)/g;

/** All but zod are bundled. */
const USED_PACKAGES = [
  '@dagrejs/dagre',
  '@jridgewell/trace-mapping',
  '@memlab/core',
  'acorn',
  'chalk',
  'cli-table3',
  'd3-scale',
  'd3-shape',
  'get-east-asian-width',
  'leven',
  'ws',
  'yaml',
  'yargs',
  'zod',
];

describe('the packages that come with poolscope', () => {
  it('are few: a new one needs a reason, and then a line here', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['zod']);
    expect(atRunTime.map(([path]) => path)).toEqual(['node_modules/zod']);
  });

  it('are few where the code uses them: a new one needs a reason, and then a line here', () => {
    const used = new Set(
      readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .flatMap((path) => [...readFileSync(join(ROOT, 'src', path), 'utf8').matchAll(IMPORTED_PACKAGE)])
        .map(([, name]) => name)
        // In examples.
        .filter((name) => name !== 'poolscope'),
    );
    expect([...used].sort()).toEqual(USED_PACKAGES);
  });

  it('run nothing when they are installed', () => {
    expect(atRunTime.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
    const running = atRunTime.filter(([path]) => {
      const own: { scripts?: Record<string, string> } = JSON.parse(
        readFileSync(join(ROOT, path, 'package.json'), 'utf8'),
      );
      return INSTALL_SCRIPTS.some((name) => own.scripts?.[name] !== undefined);
    });
    expect(running.map(([path]) => path)).toEqual([]);
  });

  it('are fixed by version and checksum, without an address', () => {
    const loose = installed.filter(
      ([, { version, integrity, link, resolved }]) =>
        link !== true && (version === undefined || !/^sha512-/.test(integrity ?? '') || resolved !== undefined),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});

describe('the packages of the development', () => {
  it('run nothing when they are installed', () => {
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
    const allowed = running.filter((path) => manifest.allowScripts[path.replace(/^.*node_modules\//, '')] !== false);
    expect(allowed).toEqual([]);
  });
});
