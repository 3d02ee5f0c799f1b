// count.mjs <report> <exit code>: prints `passed failed skipped` of a suite, from vitest's JSON or from the TAP of node's test runner.
import { readFile } from 'node:fs/promises';

const [report, exitCode] = process.argv.slice(2);
const text = await readFile(report, 'utf8');

function counts() {
  if (text.startsWith('TAP')) {
    const total = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)[1]);
    return [total('pass'), total('fail') + total('cancelled'), total('skipped') + total('todo')];
  }
  const json = JSON.parse(text);
  return [json.numPassedTests, json.numFailedTests, json.numPendingTests + json.numTodoTests];
}

const [passed, failed, skipped] = counts();
// A suite that fails for a reason no test names has failed once.
console.log(passed, exitCode !== '0' && failed === 0 ? 1 : failed, skipped);
