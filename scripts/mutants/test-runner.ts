import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

import type { TestAnswer, TestOrder } from './test-order';

/** How long one test file may take, on a busy machine too. A mutant can make a loop that never ends. */
const LIMIT_MS = 240_000;
/** Modules of earlier runs stay in memory; a process that has grown is replaced. */
const MEMORY_LIMIT_BYTES = 1_200_000_000;

/** Runs test files in a process of its own, one after the other. */
export class TestRunner {
  private process: ChildProcess | null = null;

  constructor(
    private readonly root: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Name of the first failing test, or what happened to the process; `null` when all pass. */
  async failureOf(asked: Omit<TestOrder, 'root' | 'withSetup'>): Promise<string | null> {
    const answer = await this.ask({ ...asked, root: this.root, withSetup: false });
    return typeof answer === 'string' ? answer : answer.failure;
  }

  /** Makes the template databases with the sources as they are, and answers with their name. */
  async prepare(test: string): Promise<string> {
    const order = { root: this.root, test, isPure: false, changed: null, runName: null };
    const answer = await this.ask({ ...order, withSetup: true });
    const failure = typeof answer === 'string' ? answer : answer.failure;
    if (typeof answer === 'string' || failure !== null) throw new Error(failure ?? '');
    return answer.runName ?? '';
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    const { process: running } = this;
    this.process = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  }

  private ask(order: TestOrder): Promise<TestAnswer | string> {
    const running = (this.process ??= this.start());
    return new Promise((resolve) => {
      const finish = (answer: TestAnswer | string): void => {
        clearTimeout(timer);
        running.removeAllListeners();
        const isSpent = typeof answer === 'string' || answer.memoryBytes > MEMORY_LIMIT_BYTES;
        void (isSpent ? this.stop() : Promise.resolve()).then(() => resolve(answer));
      };
      const timer = setTimeout(() => finish(`${order.test} did not come to its end`), LIMIT_MS);
      running.once('message', (answer) => finish(answer as TestAnswer));
      running.once('exit', (code) => finish(`the tests' process ended with ${String(code)}`));
      running.send(order);
    });
  }

  private start(): ChildProcess {
    return fork(join(__dirname, 'test-process.js'), {
      cwd: this.root,
      env: { ...process.env, ...this.environment, NODE_ENV: 'test' },
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }
}
