// Prints "PASSED FAILED" of a run of the tests, from the file jest wrote and its exit status.
//
//   node .ci/count-tests.mjs FILE STATUS
//
// A file that could not run counts as one failure, and so does a run that failed without a failing
// test: too little coverage, or a crash before the file was written.
import { existsSync, readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = report;
const failed = numFailedTests + numRuntimeErrorTestSuites;
process.stdout.write(`${numPassedTests} ${failed === 0 && status !== '0' ? 1 : failed}\n`);
