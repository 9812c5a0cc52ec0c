import { describe, expect, it } from 'vitest';
import { BUILTIN_PROFILES } from '../../src/profiles/builtin-profiles.js';
import { profileSchema } from '../../src/profiles/profile-schema.js';

describe('the profiles that come with the tool', () => {
  it.each(BUILTIN_PROFILES.map((profile) => [profile.name, profile] as const))(
    '%s keeps to the schema',
    (_, profile) => {
      expect(profileSchema.safeParse(profile)).toMatchObject({ success: true, data: profile });
      expect(profile.library?.facts.length).toBeGreaterThan(0);
    },
  );

  it('have names of their own', () => {
    const names = BUILTIN_PROFILES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(BUILTIN_PROFILES.map((profile) => [profile.name, profile] as const))(
    '%s speaks only of classes that it describes',
    (_, profile) => {
      const known = new Set(Object.keys(profile.classes ?? {}));
      const spoken = [
        ...(profile.connections ?? []),
        ...(profile.wrappers ?? []),
        ...(profile.reservations ?? []),
        ...(profile.sessions ?? []),
        ...(profile.waiters ?? []),
        ...(profile.pools ?? []).map((pool) => pool.class),
        ...[profile.deadWhen, profile.aliveWhen, profile.refcounts, profile.links, profile.timestamps].flatMap((list) =>
          (list ?? []).map((entry) => entry.class),
        ),
      ];
      expect(spoken.filter((key) => !known.has(key))).toEqual([]);
    },
  );
});
