import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

import { z } from 'zod';

import { CloudInstance } from './kernel/cloud-instance';
import { deepFreeze } from './kernel/deep-freeze';
import { parsedUrl } from './kernel/url';
import { randomSecret, readOrMakeSecretFile } from './platform/secret-file';

/** An issuer whose tokens the server accepts. */
export interface IssuerConfig {
  /**
   * Exact value of `iss`. `{tenantid}` stands for the tenant of the token, as in the metadata of
   * issuers that serve many tenants.
   */
  readonly issuer: string;
  /** Values of `aud` that mean this server; one of them must be in the token. */
  readonly audiences: readonly string[];
  readonly jwksUri: string;
  /** Whether a token of this issuer may carry the role OPERATOR. */
  readonly operators: boolean;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the environment decides. Nothing else in the server reads the environment. */
export interface Config {
  readonly nodeEnv: 'development' | 'production' | 'test';
  /** 0 lets the system choose a free port. */
  readonly port: number;
  readonly host: string;
  /** Where clients reach the server, without a trailing slash; null = the address it listens on. */
  readonly publicUrl: string | null;
  /** A PostgreSQL server; null = the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Only for the tests: a PostgreSQL server to use in place of the one they start. */
  readonly testDatabaseUrl: string | null;
  /** Absolute path of the folder that belongs to one server. */
  readonly dataDir: string;
  /** Cloud instance of demo data and imports. */
  readonly cloudInstance: CloudInstance;
  /** Absolute path of the file of offers; null = the one that comes with the server. */
  readonly catalogueFile: string | null;
  readonly authIssuers: readonly IssuerConfig[];
  /** As given; read it through `secretKeyOf`, which makes one for the embedded database. */
  readonly secretKey: string | null;
  /** Origins that browsers may call from; `*` = every origin, empty = none. */
  readonly corsOrigins: readonly string[];
  /** false = no proxy; a number of proxies, or their addresses. */
  readonly trustProxy: false | number | readonly string[];
  readonly logLevel: LogLevel;
  /** How long events are kept; null = without limit. Audit records are kept always. */
  readonly eventRetentionDays: number | null;
  /** Demo story, demo issuer and persona picker. */
  readonly demo: boolean;
}

/** A value the server will not start with. The message is ready to be shown. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

const MIN_SECRET_LENGTH = 32;
/** The database keeps the events of so many days whatever it is told. */
const MIN_RETENTION_DAYS = 30;

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

function isPostgresUrl(text: string): boolean {
  const protocol = parsedUrl(text)?.protocol;
  return protocol === 'postgres:' || protocol === 'postgresql:';
}

function isHttpUrl(text: string): boolean {
  const protocol = parsedUrl(text)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}

/** Signing keys fetched over plain HTTP could be swapped on the way. */
function isSafeKeyAddress(text: string): boolean {
  const url = parsedUrl(text);
  return url !== null && (url.protocol === 'https:' || isLoopback(url.hostname));
}

const ADDRESS_WORDS = ['loopback', 'linklocal', 'uniquelocal'];

function isProxyAddress(text: string): boolean {
  if (ADDRESS_WORDS.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
  );
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

const nonEmpty = z.string().min(1);

const issuerSchema = z
  .strictObject({
    issuer: nonEmpty,
    audience: z.union([nonEmpty, z.array(nonEmpty).min(1)]),
    jwksUri: z
      .string()
      .refine(isSafeKeyAddress, 'must be an https address, or http on a loopback address'),
    operators: z.boolean().default(false),
  })
  .transform(({ issuer, audience, jwksUri, operators }) => ({
    issuer,
    audiences: typeof audience === 'string' ? [audience] : audience,
    jwksUri,
    operators,
  }));

const issuersSchema = z
  .string()
  .transform((text, check): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      check.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(issuerSchema, { error: 'is not a JSON array' }))
  .refine(
    (issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
    'names an issuer twice',
  );

/** How one variable is read, and how the sentence about a wrong value goes on. */
interface Variable<T> {
  readonly schema: z.ZodType<T, string>;
  readonly allowed: string;
  /** What to show of a wrong value; for values that may hold a secret. */
  readonly shown?: (text: string) => string;
}

function variable<T>(
  schema: z.ZodType<T, string>,
  allowed: string,
  shown?: (text: string) => string,
): Variable<T> {
  return shown ? { schema, allowed, shown } : { schema, allowed };
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T): Variable<T[number]> {
  return variable(z.enum(values) as unknown as z.ZodType<T[number], string>, values.join(', '));
}

const withoutContent = (text: string): string => `a text of ${text.length} characters`;

const postgresUrl = variable(
  z.string().refine(isPostgresUrl),
  'an address such as postgres://user:password@host:5432/database',
  // The address usually holds a password.
  withoutContent,
);

const VARIABLES = {
  NODE_ENV: oneOf(['development', 'production', 'test']),
  PORT: variable(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    'a whole number from 0 to 65535 (0 = any free port)',
  ),
  HOST: variable(
    z.string().regex(/^(?:[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+)$/),
    'a host name or an address to listen on, such as 127.0.0.1',
  ),
  PUBLIC_URL: variable(
    z
      .string()
      .refine(isHttpUrl)
      .transform((text) => text.replace(/\/+$/, '')),
    'an http or https address',
  ),
  DATABASE_URL: postgresUrl,
  TEST_DATABASE_URL: postgresUrl,
  DATA_DIR: variable(
    z.string().transform((path) => resolve(path)),
    'a path',
  ),
  CLOUD_INSTANCE: oneOf(Object.values(CloudInstance) as [CloudInstance, ...CloudInstance[]]),
  CATALOGUE_FILE: variable(
    z.string().transform((path) => resolve(path)),
    'a path',
  ),
  AUTH_ISSUERS: variable(
    issuersSchema,
    'a JSON array of {"issuer", "audience", "jwksUri", "operators" (optional, true or false)}',
  ),
  SECRET_KEY: variable(
    z.string().min(MIN_SECRET_LENGTH),
    `a random text of at least ${MIN_SECRET_LENGTH} characters`,
    withoutContent,
  ),
  CORS_ORIGINS: variable(
    z
      .string()
      .transform(commaList)
      .refine((origins) =>
        origins.every((origin) => origin === '*' || parsedUrl(origin)?.origin === origin),
      ),
    'origins such as https://app.example.com, separated by commas and without a path, or *',
  ),
  TRUST_PROXY: variable(
    z.union([
      z.enum(['false', '0']).transform((): false => false),
      z
        .string()
        .regex(/^[1-9]\d?$/)
        .transform(Number),
      z
        .string()
        .transform(commaList)
        .refine((addresses) => addresses.length > 0 && addresses.every(isProxyAddress)),
    ]) as unknown as z.ZodType<false | number | string[], string>,
    'false, the number of proxies in front of the server, or their addresses separated by commas',
  ),
  LOG_LEVEL: oneOf(LOG_LEVELS),
  EVENT_RETENTION_DAYS: variable(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((days) => days >= MIN_RETENTION_DAYS),
    `a whole number of days from ${MIN_RETENTION_DAYS} on`,
  ),
  DEMO: variable(
    z
      .enum(['0', '1', 'false', 'true'])
      .transform((text) => text === '1' || text === 'true') as unknown as z.ZodType<
      boolean,
      string
    >,
    '1 or 0',
  ),
};

type VariableName = keyof typeof VARIABLES;
type ValueOf<N extends VariableName> = (typeof VARIABLES)[N] extends Variable<infer T> ? T : never;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads single variables and collects what is wrong, so that one start tells everything. */
class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly environment: Environment) {}

  /** The parsed value; null when the variable is not set, empty, or wrong. */
  read<N extends VariableName>(name: N): ValueOf<N> | null {
    const text = this.environment[name]?.trim();
    if (text === undefined || text === '') return null;
    const { schema, allowed, shown } = VARIABLES[name] as Variable<ValueOf<N>>;
    const result = schema.safeParse(text);
    if (result.success) return result.data;
    const found = shown ? shown(text) : JSON.stringify(text);
    this.problems.push(`${name} is ${found}${reasonOf(name, result.error)}. Allowed: ${allowed}.`);
    return null;
  }
}

/** AUTH_ISSUERS is a document of its own, so its sentence also says where in it the mistake is. */
function reasonOf(name: VariableName, error: z.ZodError): string {
  if (name !== 'AUTH_ISSUERS') return '';
  const [issue] = error.issues;
  if (!issue) return '';
  const place = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  return `, where ${place === '' ? 'the value' : `the value at ${place}`}: ${issue.message}`;
}

/** What is wrong with the demo, as combined by the variables; the demo gives out tokens to anyone. */
function demoProblems(config: Config, demoAsked: boolean | null): string[] {
  if (!config.demo) return [];
  const origin = demoAsked
    ? 'DEMO is 1'
    : 'DEMO is not set, so the embedded database starts with the demo';
  const problems: string[] = [];
  if (config.nodeEnv === 'production') {
    problems.push(
      `${origin}, and NODE_ENV is "production". Allowed: DEMO=0 in production, because the demo gives tokens to anyone.`,
    );
  }
  if (!isLoopback(config.host)) {
    problems.push(
      `${origin}, and HOST is "${config.host}". Allowed with the demo: 127.0.0.1, ::1 or localhost, because the demo gives tokens to anyone. Set DEMO=0 to listen on other addresses.`,
    );
  }
  return problems;
}

function secretProblems(config: Config, reader: EnvironmentReader): string[] {
  const isWrongAlready = reader.problems.some((problem) => problem.startsWith('SECRET_KEY '));
  if (config.databaseUrl === null || config.secretKey !== null || isWrongAlready) return [];
  return [
    `SECRET_KEY is not set, and DATABASE_URL is. Allowed: ${VARIABLES.SECRET_KEY.allowed}, the same for every server of this database.`,
  ];
}

/**
 * The parsed, frozen configuration.
 *
 * @throws ConfigError with one sentence for each wrong variable.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const reader = new EnvironmentReader(environment);
  const databaseUrl = reader.read('DATABASE_URL');
  const demoAsked = reader.read('DEMO');
  const config: Config = {
    nodeEnv: reader.read('NODE_ENV') ?? 'development',
    port: reader.read('PORT') ?? 4000,
    host: reader.read('HOST') ?? '127.0.0.1',
    publicUrl: reader.read('PUBLIC_URL'),
    databaseUrl,
    testDatabaseUrl: reader.read('TEST_DATABASE_URL'),
    dataDir: reader.read('DATA_DIR') ?? resolve('data'),
    cloudInstance: reader.read('CLOUD_INSTANCE') ?? CloudInstance.CHINA_21VIANET,
    catalogueFile: reader.read('CATALOGUE_FILE'),
    authIssuers: reader.read('AUTH_ISSUERS') ?? [],
    secretKey: reader.read('SECRET_KEY'),
    corsOrigins: reader.read('CORS_ORIGINS') ?? [],
    trustProxy: reader.read('TRUST_PROXY') ?? false,
    logLevel: reader.read('LOG_LEVEL') ?? 'info',
    eventRetentionDays: reader.read('EVENT_RETENTION_DAYS'),
    demo: demoAsked ?? databaseUrl === null,
  };
  const problems = [
    ...reader.problems,
    ...secretProblems(config, reader),
    ...demoProblems(config, demoAsked),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(config);
}

/**
 * Where the tables are, for a command that only changes tables: it needs no SECRET_KEY, so that the
 * person who may change tables need not hold it.
 *
 * @throws ConfigError when it is missing or wrong.
 */
export function loadDatabaseUrl(environment: Environment = process.env): string {
  const reader = new EnvironmentReader(environment);
  const url = reader.read('DATABASE_URL');
  if (url !== null) return url;
  const unset = `DATABASE_URL is not set. Allowed: ${VARIABLES.DATABASE_URL.allowed}; the embedded database migrates itself at every start.`;
  throw new ConfigError(reader.problems.length > 0 ? reader.problems : [unset]);
}

/**
 * The key that signs what the server hands out. With the embedded database and no SECRET_KEY it is
 * made once and kept in the data folder, readable by its owner alone.
 */
export function secretKeyOf(config: Config): string {
  return (
    config.secretKey ??
    readOrMakeSecretFile(join(config.dataDir, 'secret.key'), randomSecret).trim()
  );
}
