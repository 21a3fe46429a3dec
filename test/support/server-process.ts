import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const ROOT = join(__dirname, '..', '..');

export type Environment = Readonly<Record<string, string>>;

/** Compiles what is newer than `dist/`; the process tests run what `npm start` runs. */
export function buildServer(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs'), '--if-stale'], { cwd: ROOT });
}

function cleanEnvironment(own: Environment): NodeJS.ProcessEnv {
  // Nothing of the test runner's own environment may decide how the server starts.
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...own };
}

export interface Exit {
  readonly code: number | null;
  readonly output: string;
}

/** `npm start` as a process of its own. */
export class ServerProcess {
  private output = '';
  private readonly exited: Promise<number | null>;

  private constructor(private readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.exited = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  }

  static start(own: Environment): ServerProcess {
    return new ServerProcess(
      spawn(process.execPath, [join(ROOT, 'dist', 'src', 'main.js')], {
        cwd: ROOT,
        env: cleanEnvironment(own),
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** The address that the start printed. */
  async address(): Promise<string> {
    for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
      const [, address] = /^GraphiQL and the graph +(\S+)\/graphql$/m.exec(this.output) ?? [];
      if (address) return address;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not start:\n${this.output}`);
  }

  get printed(): string {
    return this.output;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async exit(): Promise<Exit> {
    return { code: await this.exited, output: this.output };
  }

  /** For the end of a test that failed in the middle. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exited;
  }
}

/** What a script of `dist/scripts` prints on standard output. */
export function runScript(name: string, args: readonly string[], own: Environment): string {
  return execFileSync(process.execPath, [join(ROOT, 'dist', 'scripts', name), ...args], {
    cwd: ROOT,
    env: cleanEnvironment(own),
    encoding: 'utf8',
  });
}
