import type { ClassMatcher, Profile, ProfilePool } from './profile-schema.js';

/** A method that checks out or gives back, as code in the process wraps it. */
interface LendingMethod {
  readonly name: string;
  readonly does: 'acquire' | 'release' | 'start' | 'continue';
  readonly gives: 'auto' | 'result' | 'callback' | 'function' | 'argument' | 'this';
  readonly entry: readonly string[];
}

/** A class with such methods, and how to know it by its text. */
export interface LendingClass {
  readonly profile: string;
  readonly names: readonly string[];
  readonly anyName: boolean;
  readonly words: readonly string[];
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
  return (profile.acquiresLater ?? []).flatMap(({ method, of, work, by }) => {
    const row = (key: string, name: string, does: 'start' | 'continue'): LendingClass => ({
      profile: profile.name,
      ...knownBy(key, profile.classes?.[key]),
      methods: [{ name, does, gives: 'result', entry: [] }],
    });
    return [row(of, method, 'start'), row(work, by, 'continue')];
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
  for (const { method, of } of pool.release ?? [])
    add(of ?? pool.class, { name: method, does: 'release', gives: of === undefined ? 'argument' : 'this', entry: [] });
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
