import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';
import { expect } from 'expect';
import * as circus from 'jest-circus';

interface Loaded {
  readonly exports: Record<string, unknown>;
  readonly imports: Set<string>;
}

/** What a test file finds without importing it. */
const GLOBALS = { ...circus, expect };

circus.addEventHandler((event) => {
  if (event.name === 'test_fn_failure') hasFailed = true;
  // For a mutant one failure is enough.
  if (event.name === 'test_start' && hasFailed) event.test.mode = 'skip';
});
let hasFailed = false;

/**
 * Runs test files that call functions and nothing else, with the runner and the matchers of Jest. What a
 * mutant does not reach stays loaded, so that one run takes milliseconds: there are two thousand of them.
 */
export class PureTests {
  private readonly modules = new Map<string, Loaded>();
  private readonly compiled = new Map<string, { readonly mtime: number; readonly code: string }>();
  private lastChanged: string | null = null;

  constructor(private readonly root: string) {}

  /** The name of the first test that fails, or of what went wrong on the way to it; `null` = all pass. */
  async failureOf(test: string, changed: string | null): Promise<string | null> {
    for (const file of [test, changed, this.lastChanged]) {
      if (file !== null) this.forget(join(this.root, file));
    }
    this.lastChanged = changed;
    circus.resetState();
    hasFailed = false;
    try {
      this.load(join(this.root, test));
    } catch (error) {
      this.modules.clear();
      return `it does not load: ${String(error)}`;
    }
    const { testResults, unhandledErrors } = await circus.run();
    const failed = testResults.find(({ errors }) => errors.length > 0);
    if (failed) return failed.testPath.slice(1).join(' ');
    return unhandledErrors[0] ?? null;
  }

  /** Drops a module and all that were built with it. */
  private forget(path: string): void {
    if (!this.modules.delete(path)) return;
    for (const [importer, { imports }] of [...this.modules]) {
      if (imports.has(path)) this.forget(importer);
    }
  }

  private load(path: string): Loaded['exports'] {
    const known = this.modules.get(path);
    if (known) return known.exports;
    const loaded: Loaded = { exports: {}, imports: new Set() };
    this.modules.set(path, loaded);
    const module = { exports: loaded.exports };
    const require = (specifier: string): unknown => {
      if (!specifier.startsWith('.')) return createRequire(path)(specifier) as unknown;
      const target = resolved(join(dirname(path), specifier));
      loaded.imports.add(target);
      return this.load(target);
    };
    const names = Object.keys(GLOBALS);
    const run = compileFunction(this.codeOf(path), ['exports', 'require', 'module', ...names], {
      filename: path,
    }) as (...values: unknown[]) => void;
    run(module.exports, require, module, ...Object.values(GLOBALS));
    return module.exports;
  }

  private codeOf(path: string): string {
    const mtime = statSync(path).mtimeMs;
    const known = this.compiled.get(path);
    if (known?.mtime === mtime) return known.code;
    const text = readFileSync(path, 'utf8');
    const { code } = transformSync(text, {
      cwd: this.root,
      filename: path,
      sourceMaps: false,
    });
    this.compiled.set(path, { mtime, code });
    return code;
  }
}

function resolved(base: string): string {
  const path = [`${base}.ts`, join(base, 'index.ts')].find((it) => existsSync(it));
  if (path === undefined) throw new Error(`there is no ${base}`);
  return path;
}
