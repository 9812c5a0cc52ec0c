import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = '-'.repeat(80);

/**
 * The licenses of what is bundled, as their authors ask for. A package without a license file is named with
 * the license that its package.json states; one that states none stops the build.
 *
 * @param {string} root the repository, whose own packages need no notice
 * @param {readonly string[]} packageDirs folders of the bundled packages
 * @returns {string}
 */
export function renderNotices(root, packageDirs) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name;
  const sections = packageDirs
    .map(readNotice)
    .sort((a, b) => (a.title < b.title ? -1 : Number(a.title > b.title)))
    // The same version can be installed at two places.
    .filter(({ title }, index, all) => title !== all[index - 1]?.title)
    .map(({ title, license, text }) => `${RULE}\n${title} (${license})\n\n${text.trim()}\n`);
  const head = `${own} includes code of the following packages, in dist/cli and dist/memlab-bridge.js.\n`;
  return `${[head, ...sections].join('\n')}`;
}

/** @param {string} dir */
function readNotice(dir) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const stated = license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
  if (stated === undefined) throw new Error(`${name} ${version} is bundled but states no license`);
  const file = readdirSync(dir).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? `Licensed under ${stated}.` : readFileSync(join(dir, file), 'utf8');
  return { title: `${name} ${version}`, license: stated, text: text.replaceAll('\r\n', '\n') };
}
