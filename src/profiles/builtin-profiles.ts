import { pg } from './library/pg.js';
import type { Profile } from './profile-schema.js';

/** The libraries that are known without being told, by name. */
export const BUILTIN_PROFILES: readonly Profile[] = [pg];
