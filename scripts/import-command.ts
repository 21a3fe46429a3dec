import 'reflect-metadata';

import { parseArgs } from 'node:util';

import { type Config, ConfigError, type Environment, loadConfig } from '../src/config';
import { systemClock } from '../src/kernel/clock';
import type { CloudInstance } from '../src/kernel/cloud-instance';
import { countryCode } from '../src/kernel/country-codes';
import type { Catalogue } from '../src/modules/catalogue/catalogue';
import { CatalogueFileError, loadCatalogue } from '../src/modules/catalogue/catalogue-file';
import { loadDemoStory } from '../src/modules/demo/demo-story';
import { DEMO_TENANTS } from '../src/modules/demo/tenants';
import { findAccount, registerAccount } from '../src/modules/imports/import-account';
import { JsonOutput, TextOutput } from '../src/modules/imports/import-output';
import { expandPaths } from '../src/modules/imports/import-paths';
import { ImportRun } from '../src/modules/imports/import-run';
import type { ImportAccount } from '../src/modules/imports/import-scope';
import { canonicalId, isMpnId, isUuid } from '../src/modules/imports/values';
import type { Database } from '../src/platform/database/database';
import { openDatabase } from '../src/platform/database/open-database';
import { BarProgress, type ImportProgress, LineProgress, SilentProgress } from './import-progress';

const USAGE = `Usage: npm run import -- [--account ID] [--customer ID] [--country CC] PATH…

Loads Partner Center response bodies. A PATH is a file, or a folder with .json files.

  --account ID     tenant id or MPN id of the partner whose account was read (in the demo: reseller A)
  --register NAME  registers the account under this name when it is not held yet
  --customer ID    tenant id of the customer whose bodies these are; default: the id in links.self.uri
  --country CC     country of customers and partners whose bodies name none
  --json           one JSON document instead of text`;

/** Something the person who called has to mend. The message is shown as it is. */
class CommandError extends Error {}

interface Options {
  readonly account: string | null;
  readonly register: string | null;
  readonly customer: string | null;
  readonly country: string | null;
  readonly json: boolean;
  readonly paths: readonly string[];
}

/** Streams of the command; tests give their own. */
export interface CommandStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Draw a progress bar on the error stream. */
  readonly isTerminal: boolean;
}

const PROCESS_STREAMS: CommandStreams = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.stdout.isTTY,
};

/** `npm run import`. Returns the exit status: 0 when nothing was bad. */
export async function runImportCommand(
  argv: readonly string[],
  environment?: Environment,
  streams: CommandStreams = PROCESS_STREAMS,
): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === null) {
      streams.out(`${USAGE}\n`);
      return 0;
    }
    const config = loadConfig(environment);
    return (await importWith(options, config, streams)) ? 0 : 1;
  } catch (error) {
    const isExpected =
      error instanceof CommandError ||
      error instanceof ConfigError ||
      error instanceof CatalogueFileError;
    const reason = error instanceof Error ? error.message : String(error);
    streams.error(isExpected ? `${reason}\n` : `The import stopped: ${reason}\n`);
    return 1;
  }
}

/** Null when help was asked for. */
function readOptions(argv: readonly string[]): Options | null {
  const { values, positionals } = parsed(argv);
  if (values.help) return null;
  const { account = null, customer = null, country = null, register = null } = values;
  if (positionals.length === 0) throw new CommandError(USAGE);
  if (account !== null && !isUuid(account) && !isMpnId(account))
    throw new CommandError(
      `--account is "${account}". Allowed: a tenant id (a UUID) or an MPN id (a decimal number).`,
    );
  if (customer !== null && !isUuid(customer))
    throw new CommandError(`--customer is "${customer}". Allowed: a tenant id (a UUID).`);
  if (country !== null && countryCode(country) === null)
    throw new CommandError(`--country is "${country}". Allowed: a country code such as CN.`);
  return {
    account,
    register,
    customer: customer === null ? null : canonicalId(customer),
    country: country === null ? null : countryCode(country),
    json: values.json ?? false,
    paths: positionals,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        account: { type: 'string' },
        register: { type: 'string' },
        customer: { type: 'string' },
        country: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function importWith(
  options: Options,
  config: Config,
  streams: CommandStreams,
): Promise<boolean> {
  const catalogue = loadCatalogue(config.catalogueFile);
  const accountId = options.account ?? (config.demo ? DEMO_TENANTS.resellerA.tenantId : null);
  if (accountId === null)
    throw new CommandError(
      '--account is missing. Name the partner whose account was read: its tenant id or MPN id.',
    );
  const { database, isNew } = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    entities: [],
    shareRunning: true,
  });
  try {
    // As a first start of the server would: it must not find a database that holds half of the demo.
    if (isNew && config.demo)
      await loadDemoStory(database, systemClock.now(), config.cloudInstance);
    const account = await accountWith(accountId, options, config, database);
    const place = { database, cloudInstance: config.cloudInstance, catalogue };
    return await importFiles(account, options, place, streams);
  } finally {
    await database.close();
  }
}

async function accountWith(
  id: string,
  { register, country }: Options,
  { cloudInstance }: Config,
  database: Database,
): Promise<ImportAccount> {
  const held = await findAccount(database, id);
  if (held) return held;
  if (register === null)
    throw new CommandError(
      `No partner with the tenant id or MPN id ${id} is held. To import its account all the same, give its tenant id and add --register NAME.`,
    );
  if (!isUuid(id))
    throw new CommandError(`--account is "${id}". Allowed with --register: a tenant id (a UUID).`);
  const account = { tenantId: canonicalId(id), name: register, country, cloudInstance };
  return registerAccount(database, systemClock, account);
}

/** Where the bodies go, and what tells the service of an offer. */
interface ImportPlace {
  readonly database: Database;
  readonly cloudInstance: CloudInstance;
  readonly catalogue: Catalogue;
}

async function importFiles(
  account: ImportAccount,
  { paths, customer, country, json }: Options,
  { database, cloudInstance, catalogue }: ImportPlace,
  streams: CommandStreams,
): Promise<boolean> {
  const progress = progressOf(json, streams);
  const output = json
    ? new JsonOutput((text) => progress.write(text))
    : new TextOutput((line) => progress.write(`${line}\n`));
  const request = { files: await expandPaths(paths), account, customer, country };
  const run = new ImportRun(database, systemClock, cloudInstance, catalogue, request, {
    onPlanned: (count) => progress.onPlanned(count),
    onItems: (count) => progress.onItems(count),
    onProblem: (problem) => output.onProblem(problem),
    onNotice: (notice, isBad) => output.onNotice(notice, isBad),
  });
  try {
    const summary = await run.run();
    progress.stop();
    output.onDone(summary);
    return summary.isClean;
  } finally {
    progress.stop();
  }
}

function progressOf(json: boolean, { out, isTerminal }: CommandStreams): ImportProgress {
  if (json) return new SilentProgress(out);
  return isTerminal ? new BarProgress(out) : new LineProgress(out);
}
