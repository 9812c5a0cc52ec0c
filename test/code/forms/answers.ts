/**
 * Small programs that put entries into a place, about half of which leave some there for good. All grow for minutes, so
 * snapshots alone cannot tell them apart; `forms-run.test.ts` runs each through hours of a false clock, and so proves `leak`.
 * Written before the code that judges them.
 */

import type { FormCase } from './form-case.js';
import { HEALTHY_FORMS } from './healthy-forms.js';
import { LEAKING_FORMS } from './leaking-forms.js';

export type { FormCase } from './form-case.js';

export const FORM_CASES: readonly FormCase[] = [...HEALTHY_FORMS, ...LEAKING_FORMS];
