import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FORM_CASES, type FormCase } from './answers.js';
import { buildForms } from './build-forms.js';

const execute = promisify(execFile);
/** Of 3,000 entries a batch; the least that a leaking form leaves is one in three. */
const LEFT = 500;

let folder = '';
let built: Map<FormCase, string>;
const fileOf = (form: FormCase) => built.get(form) ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forms-'));
  built = await buildForms(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the forms, run through an hour of a false clock', () => {
  it.concurrent.each(FORM_CASES)(
    '$file leaves entries behind only if its answer says so',
    { timeout: 60_000 },
    async (form) => {
      const { stdout } = await execute(process.execPath, [join(import.meta.dirname, 'age-form.mjs'), fileOf(form)]);
      if (form.leak === null) expect(Number(stdout)).toBeLessThan(LEFT);
      else expect(Number(stdout)).toBeGreaterThan(LEFT);
    },
  );

  it.each(FORM_CASES.filter(({ bundled }) => bundled !== undefined))(
    '$file has the lines of its answer in its bundle, each once',
    async (form) => {
      const text = await readFile(fileOf(form), 'utf8');
      expect(text.trim().split('\n')).toHaveLength(1);
      for (const part of Object.values(form.bundled ?? {}).flat()) expect(text.split(part)).toHaveLength(2);
    },
  );
});
