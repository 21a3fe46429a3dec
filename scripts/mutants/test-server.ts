import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse } from 'node:path';

import { transformFileSync } from '@swc/core';
import { Client } from 'pg';

import type { Mutant } from './mutant';

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** One PostgreSQL for all runs, started as the tests start theirs. */
export class TestServer {
  private constructor(private readonly server: Server) {}

  static async start(root: string): Promise<TestServer> {
    const compiled = join(compiledSupport(root), 'postgres-server.js');
    const { startPostgresServer } = createRequire(compiled)(compiled) as {
      readonly startPostgresServer: () => Promise<Server>;
    };
    return new TestServer(await startPostgresServer());
  }

  get url(): string {
    return this.server.url;
  }

  /** Address of a template that a preparation made. */
  templateUrl(template: string, runName: string): string {
    const url = new URL(this.server.url);
    url.pathname = `/${nameOf(template, runName)}`;
    return url.toString();
  }

  /** Runs `work` with the name of templates in which the mutant's statements have been run. */
  async withMutant<T>(
    runName: string,
    mutant: Mutant & { readonly change: { readonly of: 'database' } },
    work: (runName: string) => Promise<T>,
  ): Promise<T> {
    const name = randomBytes(4).toString('hex');
    try {
      for (const template of TEMPLATES) {
        const copy = nameOf(template, name);
        await this.run(this.url, `CREATE DATABASE ${copy} TEMPLATE ${nameOf(template, runName)}`);
        for (const it of mutant.change.statements)
          await this.run(this.templateUrl(template, name), it);
      }
      return await work(name);
    } finally {
      for (const template of TEMPLATES) {
        await this.run(this.url, `DROP DATABASE IF EXISTS ${nameOf(template, name)} WITH (FORCE)`);
      }
    }
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async run(url: string, statement: string): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

/** Compiles what supports the tests, whatever of it a server takes. Answers with the folder. */
function compiledSupport(root: string): string {
  const sources = join(root, 'test', 'support');
  const folder = join(root, '.test-support');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(sources)) {
    const { name, ext } = parse(file);
    if (ext !== '.ts') continue;
    const { code } = transformFileSync(join(sources, file), { cwd: root, sourceMaps: false });
    writeFileSync(join(folder, `${name}.js`), code);
  }
  return folder;
}

/** Those of `test/support/test-database.ts`. */
const TEMPLATES = ['empty', 'story'];

function nameOf(template: string, runName: string): string {
  return `multipartner_${template}_${runName}`;
}
