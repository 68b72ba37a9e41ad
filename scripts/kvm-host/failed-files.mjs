// Which test files of a run of vitest have failed, from the file that its JSON reporter wrote.
import { readFileSync } from 'node:fs';

/**
 * Gives the failed test files of the last run.
 *
 * @param {string} report the JSON reporter's file
 * @returns {string[]} absolute paths; none when there is no such report
 */
export function failedFiles(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  } catch {
    return [];
  }
}
