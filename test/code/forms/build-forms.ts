import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { FORM_CASES, type FormCase } from './answers.js';

/**
 * Makes the forms as they run: plain ones are copied, TypeScript is compiled beside its source map, and some become
 * minified bundles of one line.
 *
 * @param folder where to
 * @param programs where they are; a bundle of this module cannot say
 * @returns the file to run for each form
 */
export async function buildForms(
  folder: string,
  programs: string = join(import.meta.dirname, 'programs'),
): Promise<Map<FormCase, string>> {
  const built = new Map<FormCase, string>();
  for (const form of FORM_CASES) {
    const source = join(programs, form.file);
    const target = join(folder, form.file.replace(/\.ts$/, '.mjs'));
    await mkdir(folder, { recursive: true });
    for (const part of form.parts ?? []) {
      await mkdir(dirname(join(folder, part)), { recursive: true });
      await copyFile(join(programs, part), join(folder, part));
    }
    if (form.build === undefined) await copyFile(source, target);
    else
      await build({
        entryPoints: [source],
        outfile: target,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        ...(form.build === 'minified' ? { bundle: true, minify: true } : { sourcemap: true }),
      });
    built.set(form, target);
  }
  return built;
}
