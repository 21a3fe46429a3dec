import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import type { Edit } from './mutant';

/** What no test needs of a checkout, or what is linked instead. */
const LEFT_BEHIND = new Set(['node_modules', '.git', 'coverage', 'data']);

/** A copy of the checkout that mutants are put into; the checkout's own files are never touched. */
export class Playground {
  private constructor(readonly root: string) {}

  static of(checkout: string): Playground {
    const root = mkdtempSync(join(tmpdir(), 'multipartner-mutants-'));
    cpSync(checkout, root, {
      recursive: true,
      filter: (path) => path === checkout || !LEFT_BEHIND.has(basename(path)),
    });
    symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'));
    return new Playground(root);
  }

  /** Runs `work` while one file reads differently. */
  async with<T>(path: string, edit: Edit, work: () => Promise<T>): Promise<T> {
    const file = join(this.root, path);
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, applied(original, edit));
    try {
      return await work();
    } finally {
      writeFileSync(file, original);
    }
  }

  remove(): void {
    // What a test process was just writing may still appear.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export function applied(text: string, { start, end, text: put }: Edit): string {
  return text.slice(0, start) + put + text.slice(end);
}
