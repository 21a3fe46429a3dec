import { sep } from 'node:path';

import runTestFile from 'jest-circus/runner';

/*
 * Runs all test files of a worker with one set of the product's modules and libraries. By itself jest evaluates each
 * module anew for every file, and the engine begins again with cold code: that was half of the time of all tests.
 * Modules of the product hold nothing but caches, and `jest.mock` is not used. What lies below `test` is evaluated
 * anew for every file, so that no file finds what another one left there.
 */

interface Environment {
  readonly global: typeof globalThis;
  teardown(): Promise<void>;
}

interface Runtime {
  teardown(): void;
  restoreAllMocks(): void;
  getSourceMaps(): Map<string, string>;
  /** Jest's own: there is no other way to them. */
  readonly registries: {
    readonly moduleRegistry: Map<string, unknown>;
    readonly internalModuleRegistry: Map<string, unknown>;
  };
}

interface Run {
  readonly collectCoverage: boolean;
  readonly watch: boolean;
  readonly watchAll: boolean;
}

type RunFile = (
  run: Run,
  project: { readonly roots: readonly string[] },
  environment: Environment,
  runtime: Runtime,
  file: string,
  report?: unknown,
) => Promise<unknown>;

/** The global object with all modules on it, and the runtime that has loaded them. */
interface Kept {
  readonly environment: Environment;
  readonly runtime: Runtime;
}

/** Of this worker. */
let kept: Kept | null = null;

// Not async: its name would stand in every stack trace, as the place of a test that takes too long.
const runWithKeptModules: RunFile = (run, project, environment, runtime, file, report) => {
  const runFile = runTestFile as RunFile;
  // Lines that have run are counted for each runtime; and who watches wants to see the module that was just changed.
  if (run.collectCoverage || run.watch || run.watchAll) {
    return runFile(run, project, environment, runtime, file, report);
  }
  if (kept) borrow(kept, environment, runtime);
  else kept = keep(environment, runtime);
  const mine = kept;
  return runFile(run, project, mine.environment, mine.runtime, file, report).finally(() =>
    forgetFile(mine, project.roots),
  );
};
export default runWithKeptModules;

function keep(environment: Environment, runtime: Runtime): Kept {
  // Jest ends both after the first file.
  environment.teardown = () => Promise.resolve();
  runtime.teardown = () => undefined;
  return { environment, runtime };
}

/** Of what jest made for this file, the console is used; and its stack traces ask for lines of sources. */
function borrow({ environment, runtime }: Kept, fresh: Environment, freshRuntime: Runtime): void {
  environment.global.console = fresh.global.console;
  const sourceMaps = runtime.getSourceMaps();
  freshRuntime.getSourceMaps().get = (path) => sourceMaps.get(path);
}

function forgetFile({ environment, runtime }: Kept, roots: readonly string[]): void {
  runtime.restoreAllMocks();
  const { moduleRegistry, internalModuleRegistry } = runtime.registries;
  for (const path of moduleRegistry.keys()) {
    if (roots.some((root) => path.startsWith(root + sep))) moduleRegistry.delete(path);
  }
  // The frame around the tests collects them when it is evaluated, and keeps them on the global object.
  for (const path of internalModuleRegistry.keys()) {
    if (path.includes(`${sep}jest-circus${sep}`)) internalModuleRegistry.delete(path);
  }
  const { global } = environment;
  Reflect.deleteProperty(global, Symbol.for('EVENT_HANDLERS'));
  for (const key of Object.getOwnPropertySymbols(global)) {
    if (key.description === 'JEST_STATE_SYMBOL') Reflect.deleteProperty(global, key);
  }
}
