import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What the books of all pools of a library come to at one moment. All are counts: `dead` of what is booked,
 * `sessions` of the objects by which a library of its own borrows from the pool.
 */
export const FIGURES = ['pools', 'size', 'idle', 'leased', 'dead', 'pending', 'maximum', 'sessions'] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Partial<Record<Figure, number>>;

/** One state of a library's pool, in which a snapshot is taken. */
export interface Moment {
  readonly moment: string;
  /** What the library's own interface says. */
  readonly said: Figures;
  /** What follows from what the program did, for figures that the library does not tell. */
  readonly known: Figures;
  /** The same for pools of other libraries in the same heap, by the name of their profile. */
  readonly others?: Readonly<Record<string, Figures>>;
}

/**
 * Exact versions of packages that are installed together. The first one is the library itself. `node` is the major
 * version of the Node.js that runs them, for what comes with Node.js and for what needs a newer one.
 */
export type Packages = Readonly<Record<string, string>>;

export type ServiceName = 'mariadb' | 'postgres' | 'redis' | 'rabbitmq' | 'mosquitto' | 'nats';

/** Where a service listens, as most drivers take it. */
export interface Service {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

export interface MomentContext {
  /** Imports a package of the version under test; the default export, where there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: every library has its own interface
  readonly load: (specifier: string) => Promise<any>;
  /** The same for packages whose default export is not all they have. */
  readonly require: NodeJS.Require;
  readonly service: Service | null;
}

/** A library under test: `test/profiles/libraries/<name>.mjs` exports one as `library`. */
export interface Library {
  /** The built-in profile that has to read its books. */
  readonly profile: string;
  /** The built-in profile that has to know the sessions, where a library borrows from the pool of another. */
  readonly borrower?: string;
  /** What it connects to; null when it brings its own server along. */
  readonly service: ServiceName | null;
  /** The oldest version that the profile claims, then the newest. */
  readonly versions: readonly Packages[];
  /** Does what the library is for, and stops at each moment at which its books are to be compared. */
  moments(context: MomentContext): AsyncIterable<Moment>;
}

export interface NamedLibrary {
  readonly name: string;
  readonly file: string;
  readonly library: Library;
}

const LIBRARIES = 'test/profiles/libraries';

/**
 * All libraries under test, in the order of their names.
 *
 * @param root the repository's folder
 */
export async function readLibraries(root: string): Promise<NamedLibrary[]> {
  const files = (await readdir(join(root, LIBRARIES))).filter((name) => name.endsWith('.mjs')).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = join(root, LIBRARIES, name);
      const { library } = (await import(pathToFileURL(file).href)) as { library: Library };
      return { name: name.replace(/\.mjs$/, ''), file, library };
    }),
  );
}
