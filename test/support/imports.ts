import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../../src/kernel/clock';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { findAccount } from '../../src/modules/imports/import-account';
import type { FileNotice } from '../../src/modules/imports/import-plan';
import type { ImportProblem } from '../../src/modules/imports/import-problem';
import { ImportRun, type ImportSummary } from '../../src/modules/imports/import-run';
import type { Database } from '../../src/platform/database/database';
import { openDatabase } from '../../src/platform/database/open-database';
import { TEST_CATALOGUE } from './catalogue';
import { STORY_BEGIN } from './story-time';
import { cloneDatabase } from './test-database';

export interface TestImport extends ImportSummary {
  readonly problems: readonly ImportProblem[];
  readonly notices: readonly (FileNotice & { readonly isBad: boolean })[];
}

/** A database with the demo story, and a folder for the bodies of a test. */
export interface ImportBench {
  readonly database: Database;
  /** Writes a body and returns the path of its file. */
  file(name: string, body: unknown): string;
  import(files: readonly string[], options?: ImportBenchOptions): Promise<TestImport>;
  close(): Promise<void>;
}

export interface ImportBenchOptions {
  /** Tenant id or MPN id; reseller A when left out. */
  readonly account?: string;
  readonly customer?: string;
  readonly country?: string;
  readonly now?: Date;
}

export async function openImportBench(): Promise<ImportBench> {
  const copy = await cloneDatabase('story');
  const { database } = await openDatabase({
    url: copy.url,
    dataDir: '',
    entities: [],
  });
  const folder = mkdtempSync(join(tmpdir(), 'multipartner-bodies-'));
  return {
    database,
    file(name, body) {
      const path = join(folder, name);
      writeFileSync(path, typeof body === 'string' ? body : JSON.stringify(body));
      return path;
    },
    import: (files, options = {}) => importInto(database, files, options),
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await database.close();
      await copy.drop();
    },
  };
}

async function importInto(
  database: Database,
  files: readonly string[],
  options: ImportBenchOptions,
): Promise<TestImport> {
  const account = await findAccount(database, options.account ?? DEMO_TENANTS.resellerA.tenantId);
  if (!account) throw new Error(`no account ${options.account}`);
  const clock: Clock = { now: () => options.now ?? STORY_BEGIN };
  const problems: ImportProblem[] = [];
  const notices: TestImport['notices'][number][] = [];
  const request = {
    files,
    account,
    customer: options.customer ?? null,
    country: options.country ?? null,
  };
  const run = new ImportRun(database, clock, 'CHINA_21VIANET', TEST_CATALOGUE, request, {
    onProblem: (problem) => problems.push(problem),
    onNotice: (notice, isBad) => notices.push({ ...notice, isBad }),
  });
  return { ...(await run.run()), problems, notices };
}
