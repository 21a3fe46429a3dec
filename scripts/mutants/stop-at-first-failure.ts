import { TestEnvironment } from 'jest-environment-node';

/** What is looked at of an event of Jest's. */
interface TestEvent {
  readonly name: string;
  readonly test?: { mode?: string | null };
  readonly describeBlock?: { mode?: string | null };
}

/** Skips the tests of a file, and what prepares them, after the first that failed: for a mutant one is enough. */
export default class StopAtFirstFailure extends TestEnvironment {
  private hasFailed = false;

  handleTestEvent({ name, test, describeBlock }: TestEvent): void {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.hasFailed = true;
    if (!this.hasFailed) return;
    if (name === 'test_start' && test) test.mode = 'skip';
    if (name === 'run_describe_start' && describeBlock) describeBlock.mode = 'skip';
  }
}
