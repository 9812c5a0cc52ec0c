import type { ClassMatcher, Profile, ProfilePool } from './profile-schema.js';

/** A method of a class that checks out or gives back. */
export interface LendingMethod {
  /** `<symbol dispatch>` is a symbol by its description. */
  readonly name: string;
  /**
   * `start`: it returns an object whose method with `continue` checks out later, when its own stack is gone; or, where it gives an
   * argument, hands that over to a method that checks out.
   */
  readonly does: 'acquire' | 'release' | 'start' | 'continue';
  /** What gives the resource; `auto`: a callback where the last argument is a function, else the result. */
  readonly gives: 'auto' | 'result' | 'callback' | 'function' | 'argument' | 'this';
  /** Index of the argument that `start` hands over. */
  readonly at?: number;
  /** It counts only where this is its first argument. */
  readonly event?: string;
  /** Fields from what is given to the resource, or from the result to its promise. */
  readonly entry: readonly string[];
}

/** A class whose methods are to be recorded, and how to know it. */
export interface LendingClass {
  readonly profile: string;
  /** Names that it may have. */
  readonly names: readonly string[];
  /** Its words are telling enough. */
  readonly anyName: boolean;
  /** Words that its text, or that of a class it extends, has. */
  readonly words: readonly string[];
  /** Words that it does not have. */
  readonly without: readonly string[];
  readonly methods: readonly LendingMethod[];
}

/** The classes of profiles whose methods check out or give back, in the order of the profiles. */
export function lendingClasses(profiles: readonly Profile[]): LendingClass[] {
  return profiles.flatMap((profile) => [
    ...(profile.pools ?? []).flatMap((pool) => ofPool(profile, pool)),
    ...ofLaterWork(profile),
  ]);
}

function ofLaterWork(profile: Profile): LendingClass[] {
  return (profile.acquiresLater ?? []).flatMap(({ method, of, work, by, argument }) => {
    const row = (key: string, own: LendingMethod): LendingClass => ({
      profile: profile.name,
      ...knownBy(key, profile.classes?.[key]),
      methods: [own],
    });
    if (argument !== undefined)
      return [row(of, { name: method, does: 'start', gives: 'argument', at: argument, entry: [] })];
    const start = row(of, { name: method, does: 'start', gives: 'result', entry: [] });
    if (work === undefined || by === undefined) return [start];
    return [start, row(work, { name: by, does: 'continue', gives: 'result', entry: [] })];
  });
}

function ofPool(profile: Profile, pool: ProfilePool): LendingClass[] {
  if (pool.acquire === undefined) return [];
  const methods = new Map<string, LendingMethod[]>();
  const add = (key: string, method: LendingMethod): void => {
    methods.set(key, [...(methods.get(key) ?? []), method]);
  };
  for (const { method, of, gives, entry } of pool.acquire)
    add(of ?? pool.class, {
      name: method,
      does: 'acquire',
      gives: gives ?? 'auto',
      entry: entry === undefined ? [] : entry.split('.'),
    });
  for (const { method, of, event } of pool.release ?? [])
    add(of ?? pool.class, {
      name: method,
      does: 'release',
      gives: of === undefined ? 'argument' : 'this',
      entry: [],
      ...(event === undefined ? {} : { event }),
    });
  return [...methods].flatMap(([key, own]) => {
    const matcher = profile.classes?.[key];
    // A scope of a function has no methods.
    return matcher?.scope === true ? [] : [{ profile: profile.name, ...knownBy(key, matcher), methods: own }];
  });
}

/** The text of a class names its fields, except for those that a symbol names. */
function knownBy(
  key: string,
  matcher: ClassMatcher | undefined,
): Pick<LendingClass, 'names' | 'anyName' | 'words' | 'without'> {
  if (matcher === undefined) return { names: [key], anyName: false, words: [], without: [] };
  const words = (matcher.fields ?? []).filter((field) => !field.startsWith('<'));
  const names = [matcher.class ?? []].flat();
  return { names, anyName: matcher.anyName === true || names.length === 0, words, without: matcher.not ?? [] };
}
