/**
 * Prints `N passed, N failed, N skipped` from vitest's JSON results, alone on the last line.
 *
 * Fails when a test failed, when a test file did not load, when there are no results, and — with `CI=true` —
 * when anything was skipped: tests skip themselves where a service or a Node binary is missing, and CI has
 * all of them, so a skip there means that something went unchecked.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

const [file = 'build/test-results.json'] = process.argv.slice(2);

/** @param {string} path */
function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    process.stderr.write(`No test results in ${path}: the run ended before the tests did (${String(error)}).\n`);
    return null;
  }
}

const results = readResults(file);
if (results === null) {
  process.exitCode = 1;
} else {
  const tests = results.testResults.flatMap((testFile) => testFile.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skipped = tests.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status));
  // A file that does not even load has no tests of its own, and counts as one failure.
  const brokenFiles = results.testResults.filter(
    (testFile) => testFile.status === 'failed' && testFile.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = tests.length - passed - skipped.length + brokenFiles;

  const skipsForbidden = process.env['CI'] === 'true' && skipped.length > 0;
  if (skipsForbidden) {
    const titles = skipped.map((test) => `  ${test.fullName}`).join('\n');
    process.stderr.write(`Skipped in CI, where every service is expected to be there:\n${titles}\n`);
  }
  if (failed > 0 || passed === 0 || skipsForbidden) process.exitCode = 1;
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
}
