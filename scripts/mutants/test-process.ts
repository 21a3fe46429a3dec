import { join } from 'node:path';

import { runCLI } from 'jest';

import { PureTests } from './pure-tests';
import { jestConfigOf, type TestAnswer, type TestOrder } from './test-order';

/*
 * A process that runs one test file after the other with Jest, each with all modules loaded anew. Made
 * by `test-runner.ts`, which tells it what to run.
 */

let pureTests: PureTests | null = null;

async function run(order: TestOrder): Promise<TestAnswer> {
  const { root, test, runName, withSetup } = order;
  if (order.isPure) {
    pureTests ??= new PureTests(root);
    return answerOf(await pureTests.failureOf(test, order.changed));
  }
  if (runName !== null) process.env.MULTIPARTNER_TEST_RUN = runName;
  const config = await jestConfigOf(root, withSetup);
  const { results } = await runCLI(
    {
      _: [join(root, test)],
      $0: 'mutants',
      config: JSON.stringify(config),
      rootDir: root,
      runInBand: true,
      runTestsByPath: true,
      silent: true,
      watchman: false,
    },
    [root],
  );
  const [file] = results.testResults;
  const failed = file?.testResults.find(({ status }) => status === 'failed');
  return answerOf(
    failed?.fullName ?? (file?.failureMessage ? firstLine(file.failureMessage) : null),
  );
}

function answerOf(failure: string | null): TestAnswer {
  const runName = process.env.MULTIPARTNER_TEST_RUN ?? null;
  return { failure, runName, memoryBytes: process.memoryUsage().rss };
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => /\w/.test(line) && !line.includes('●')) ?? text;
}

process.on('message', (order: TestOrder) => {
  run(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
