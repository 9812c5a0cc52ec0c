/** The package's version; a test holds it to package.json. */
export const VERSION = '0.1.0';

/** The address of the project; a test holds it to package.json. */
export const REPOSITORY = 'https://github.com/poolscope/poolscope';

/**
 * The address of a page of the documentation, as it is for this version.
 *
 * @example pageAddress('profiles') // 'https://github.com/poolscope/poolscope/blob/v0.1.0/docs/profiles.md'
 */
export function pageAddress(page: string): string {
  return `${REPOSITORY}/blob/v${VERSION}/docs/${page}.md`;
}
