import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a test process is asked for. */
export interface TestOrder {
  /** The copy of the checkout. */
  readonly root: string;
  readonly test: string;
  /** It only calls functions, and needs neither a database nor a process of its own. */
  readonly isPure: boolean;
  /** The file that the mutant is in, where it is in one. */
  readonly changed: string | null;
  /** Names the template databases; `null` = as before. */
  readonly runName: string | null;
  /** Make the templates first, as `npm test` does. */
  readonly withSetup: boolean;
}

export interface TestAnswer {
  /** Name of the first test that failed; `null` = all passed. */
  readonly failure: string | null;
  readonly runName: string | null;
  readonly memoryBytes: number;
}

/** The project's own configuration, without what is done once for all runs: not even modules are kept, one may be a mutant. */
export async function jestConfigOf(
  root: string,
  withSetup: boolean,
): Promise<Record<string, unknown>> {
  const url = pathToFileURL(join(root, 'jest.config.mjs')).href;
  // A plain import would be compiled to `require`, which cannot load a configuration of this form.
  const load = new Function('url', 'return import(url)') as (
    url: string,
  ) => Promise<{ readonly default: Record<string, unknown> }>;
  const { default: config } = await load(url);
  const {
    globalSetup,
    globalTeardown: _,
    coverageThreshold: __,
    testRunner: ___,
    ...kept
  } = config;
  return {
    ...kept,
    rootDir: root,
    reporters: [],
    cacheDirectory: join(root, '.jest-cache'),
    testEnvironment: join(__dirname, 'stop-at-first-failure.js'),
    ...(withSetup && globalSetup ? { globalSetup } : {}),
  };
}
