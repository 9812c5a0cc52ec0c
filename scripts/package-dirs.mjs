import { join, sep } from 'node:path';

/**
 * The npm packages that went into a bundle.
 *
 * @param {string} root what the paths of the metafile are relative to
 * @param {import('esbuild').Metafile} metafile
 * @returns {string[]} their folders, sorted
 */
export function packageDirsOf(root, metafile) {
  // Files alone: the plugins of a bundle give a name with a prefix to what is in no file, or in another bundle.
  const files = Object.keys(metafile.inputs).filter((input) => !/^[\w-]{2,}:/.test(input));
  return [...new Set(files.flatMap((input) => packageDirOf(join(root, input))))].sort();
}

/** @param {string} file @returns {string[]} the folder of the npm package that holds `file`, if one does */
function packageDirOf(file) {
  const marker = `${sep}node_modules${sep}`;
  const at = file.lastIndexOf(marker);
  if (at === -1) return [];
  const [first = '', second = ''] = file.slice(at + marker.length).split(sep);
  return [file.slice(0, at + marker.length) + (first.startsWith('@') ? join(first, second) : first)];
}
