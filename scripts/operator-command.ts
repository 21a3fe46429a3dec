import 'reflect-metadata';

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import { type Config, ConfigError, type Environment, loadConfig } from '../src/config';
import type { OperatorActor } from '../src/kernel/actor';
import { systemClock } from '../src/kernel/clock';
import { CloudInstance } from '../src/kernel/cloud-instance';
import { countryCode } from '../src/kernel/country-codes';
import { DomainError } from '../src/kernel/domain-error';
import { loadDemoStory } from '../src/modules/demo/demo-story';
import { canonicalId, isMpnId, isUuid } from '../src/modules/imports/values';
import {
  RegisterReseller,
  type RegisterResellerInput,
} from '../src/modules/resellers/commands/register-reseller';
import { ResellerEntity } from '../src/modules/resellers/reseller.entity';
import { ResellerKind } from '../src/modules/resellers/reseller-facts';
import { CommandRunner } from '../src/platform/commands/command-runner';
import { openDatabase } from '../src/platform/database/open-database';
import { DatabaseStartError } from '../src/platform/database/start-error';

const USAGE = `Usage: npm run operator -- add-reseller --tenant ID --name NAME --country CC --kind KIND

Registers a partner account, as the operator does with the mutation registerReseller.

  --tenant ID             directory tenant of the partner: the claim tid of its users
  --name NAME             its name
  --country CC            its country, CN for instance
  --kind KIND             ${Object.keys(ResellerKind).join(', ')}
  --mpn ID                partner-network id; fills the row of a partner that is known by it only
  --agreement-accepted    it has signed the reseller agreement of its cloud instance
  --cloud-instance NAME   ${Object.keys(CloudInstance).join(', ')}; default: CLOUD_INSTANCE`;

/** Something the person who called has to mend. The message is shown as it is. */
class CommandError extends Error {}

/** Where the command writes; tests give their own. */
export interface OperatorStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const PROCESS_STREAMS: OperatorStreams = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};

/** Whoever may run this on the server's own database is the operator; there is no token that says so. */
const OPERATOR: OperatorActor = {
  side: 'operator',
  kind: 'OPERATOR',
  tenantId: '00000000-0000-0000-0000-000000000000',
  userId: 'npm run operator',
  displayName: 'npm run operator',
};

/** `npm run operator`. Returns the exit status: 0 when it is done, also when it was done before. */
export async function runOperatorCommand(
  argv: readonly string[],
  environment?: Environment,
  streams: OperatorStreams = PROCESS_STREAMS,
): Promise<number> {
  try {
    const config = loadConfig(environment);
    const input = readInput(argv, config);
    streams.out(input === null ? `${USAGE}\n` : `${await addReseller(input, config)}\n`);
    return 0;
  } catch (error) {
    streams.error(`${sentenceOf(error)}\n`);
    return 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) {
    const { code, message, detail } = error;
    return [`${code}: ${message}`, detail].filter(Boolean).join(' ');
  }
  const isExpected =
    error instanceof CommandError ||
    error instanceof ConfigError ||
    error instanceof DatabaseStartError;
  const reason = error instanceof Error ? error.message : String(error);
  return isExpected ? reason : `The command stopped: ${reason}`;
}

/** Null when help was asked for. */
function readInput(
  argv: readonly string[],
  { cloudInstance }: Config,
): RegisterResellerInput | null {
  const { values, positionals } = parsed(argv);
  if (values.help) return null;
  if (positionals.join(' ') !== 'add-reseller') throw new CommandError(USAGE);
  const given = (option: 'tenant' | 'name' | 'country' | 'kind'): string => {
    const value = values[option];
    if (value === undefined) throw new CommandError(`--${option} is missing.\n\n${USAGE}`);
    return value;
  };
  const tenant = given('tenant');
  const country = given('country');
  const code = countryCode(country);
  const { mpn = null } = values;
  if (!isUuid(tenant)) throw notAllowed('tenant', tenant, 'a tenant id (a UUID)');
  if (code === null) throw notAllowed('country', country, 'a country code such as CN');
  if (mpn !== null && !isMpnId(mpn)) throw notAllowed('mpn', mpn, 'a decimal number');
  return {
    tenantId: canonicalId(tenant),
    name: given('name'),
    country: code,
    kind: memberOf(ResellerKind, 'kind', given('kind')),
    cloudInstance: memberOf(
      CloudInstance,
      'cloud-instance',
      values['cloud-instance'] ?? cloudInstance,
    ),
    mpnId: mpn,
    ...(values['agreement-accepted'] && { agreementAccepted: true }),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        name: { type: 'string' },
        country: { type: 'string' },
        kind: { type: 'string' },
        mpn: { type: 'string' },
        'agreement-accepted': { type: 'boolean' },
        'cloud-instance': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function notAllowed(option: string, found: string, allowed: string): CommandError {
  return new CommandError(`--${option} is "${found}". Allowed: ${allowed}.`);
}

function memberOf<Member extends string>(
  members: Readonly<Record<string, Member>>,
  option: string,
  text: string,
): Member {
  const member = members[text.toUpperCase().replaceAll('-', '_')];
  if (!member) throw notAllowed(option, text, Object.keys(members).join(', '));
  return member;
}

async function addReseller(input: RegisterResellerInput, config: Config): Promise<string> {
  const { database, isNew } = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    entities: [ResellerEntity],
    shareRunning: true,
  });
  try {
    // As a first start of the server would: it must not find a database that holds half of the demo.
    if (isNew && config.demo) {
      await loadDemoStory(database, systemClock.now(), config.cloudInstance);
    }
    // A registration has no event that somebody could be listening for.
    const runner = new CommandRunner(database, () => undefined);
    const context = { actor: OPERATOR, correlationId: randomUUID(), clock: systemClock };
    const { result, isRepeated } = await runner.run(new RegisterReseller(), context, input);
    const account = `${input.name} (tenant ${input.tenantId}, ${input.kind}, ${input.cloudInstance})`;
    if (isRepeated) return `${account} was registered before; nothing has changed.`;
    return result.created
      ? `${account} is registered.`
      : `${account} is registered; it was known by its MPN id ${input.mpnId} before.`;
  } finally {
    await database.close();
  }
}
