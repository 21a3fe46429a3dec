import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  ConfigError,
  type Environment,
  loadConfig,
  loadDatabaseUrl,
  secretKeyOf,
} from '../src/config';

const ISSUER = {
  issuer: 'https://login.example.com',
  audience: 'multipartner',
  jwksUri: 'https://login.example.com/keys',
};
const SECRET = 'x'.repeat(32);
const DATABASE_URL = 'postgres://user:hunter2@localhost:5432/multipartner';

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function expectRefused(environment: Environment, variable: string): void {
  const problems = problemsOf(environment);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${variable}\\b|\\b${variable} is`));
}

describe('configuration', () => {
  it('starts without any variable: embedded database, demo, loopback, port 4000', () => {
    const config = loadConfig({});

    expect(config).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: null,
      demo: true,
      cloudInstance: 'CHINA_21VIANET',
      authIssuers: [],
      corsOrigins: [],
      trustProxy: false,
      logLevel: 'info',
    });
    expect(config.dataDir).toBe(join(process.cwd(), 'data'));
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ PORT: '', HOST: ' ' })).toEqual(loadConfig({}));
  });

  it('cannot be changed after the start', () => {
    const config = loadConfig({ AUTH_ISSUERS: JSON.stringify([ISSUER]) });

    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.authIssuers[0]?.audiences)).toBe(true);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4000x'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'example.com'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['TEST_DATABASE_URL', 'localhost'],
    ['CLOUD_INSTANCE', 'CHINA'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['LOG_LEVEL', 'verbose'],
    ['EVENT_RETENTION_DAYS', '29'],
    ['EVENT_RETENTION_DAYS', 'never'],
    ['DEMO', 'yes'],
    ['NODE_ENV', 'prod'],
    ['SECRET_KEY', 'short'],
  ])('refuses %s=%s with a sentence that names the variable', (name, value) => {
    expectRefused({ [name]: value, ...(name === 'DATABASE_URL' && { SECRET_KEY: SECRET }) }, name);
  });

  it.each([
    ['0', 0],
    ['65535', 65_535],
  ])('takes the port %s at the edge of the range', (text, port) => {
    expect(loadConfig({ PORT: text }).port).toBe(port);
  });

  it('keeps events without limit unless it is told how long', () => {
    expect(loadConfig({}).eventRetentionDays).toBeNull();
    expect(loadConfig({ EVENT_RETENTION_DAYS: '30' }).eventRetentionDays).toBe(30);
  });

  it('takes the catalogue from another file, found from where the server is started', () => {
    expect(loadConfig({}).catalogueFile).toBeNull();
    expect(loadConfig({ CATALOGUE_FILE: 'offers.json' }).catalogueFile).toBe(
      join(process.cwd(), 'offers.json'),
    );
  });

  it('tells every wrong variable in one start', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', TRUST_PROXY: 'z' })).toHaveLength(3);
  });

  it('never repeats a secret in a refusal', () => {
    const problems = problemsOf({ SECRET_KEY: 'hunter2', DATABASE_URL: 'http://u:hunter2@host/x' });

    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each<[string, false | number | string[]]>([
    ['false', false],
    ['2', 2],
    ['loopback, 10.0.0.0/8,2001:db8::/32', ['loopback', '10.0.0.0/8', '2001:db8::/32']],
  ])('reads TRUST_PROXY=%s', (text, expected) => {
    expect(loadConfig({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
  });

  it('reads several origins', () => {
    const { corsOrigins } = loadConfig({
      CORS_ORIGINS: 'https://a.example, http://localhost:3000',
    });

    expect(corsOrigins).toEqual(['https://a.example', 'http://localhost:3000']);
  });
});

describe('AUTH_ISSUERS', () => {
  it('reads issuers; only one marked so names operators', () => {
    const operators = { ...ISSUER, issuer: 'https://ops.example.com', operators: true };

    const { authIssuers } = loadConfig({ AUTH_ISSUERS: JSON.stringify([ISSUER, operators]) });

    expect(authIssuers).toEqual([
      {
        issuer: ISSUER.issuer,
        audiences: ['multipartner'],
        jwksUri: ISSUER.jwksUri,
        operators: false,
      },
      expect.objectContaining({ issuer: operators.issuer, operators: true }),
    ]);
  });

  it.each([
    ['text that is not JSON', 'https://login.example.com'],
    ['an object', JSON.stringify(ISSUER)],
    ['an issuer without audience', JSON.stringify([{ ...ISSUER, audience: undefined }])],
    ['an unknown key', JSON.stringify([{ ...ISSUER, jwks: 'x' }])],
    ['keys over plain http', JSON.stringify([{ ...ISSUER, jwksUri: 'http://example.com/keys' }])],
    ['an issuer named twice', JSON.stringify([ISSUER, ISSUER])],
    ['operators that is not a boolean', JSON.stringify([{ ...ISSUER, operators: 'true' }])],
  ])('refuses %s', (_, value) => {
    expectRefused({ AUTH_ISSUERS: value }, 'AUTH_ISSUERS');
  });

  it('says where in the value the mistake is', () => {
    const [problem] = problemsOf({
      AUTH_ISSUERS: JSON.stringify([ISSUER, { ...ISSUER, audience: 1 }]),
    });

    expect(problem).toContain('[1].audience');
  });
});

describe('demo', () => {
  it('is on with the embedded database and off with a server', () => {
    expect(loadConfig({}).demo).toBe(true);
    expect(loadConfig({ DATABASE_URL, SECRET_KEY: SECRET }).demo).toBe(false);
    expect(loadConfig({ DATABASE_URL, SECRET_KEY: SECRET, DEMO: '1' }).demo).toBe(true);
    expect(loadConfig({ DEMO: '0' }).demo).toBe(false);
  });

  it.each<[string, Environment]>([
    ['asked for in production', { DEMO: '1', NODE_ENV: 'production' }],
    ['on by default in production', { NODE_ENV: 'production' }],
    ['listening on every address', { HOST: '0.0.0.0' }],
    ['listening on a host name', { HOST: 'server.example.com', DEMO: '1' }],
  ])('stops the start: %s', (_, environment) => {
    expectRefused(environment, 'DEMO');
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('may listen on %s', (host) => {
    expect(loadConfig({ HOST: host }).demo).toBe(true);
  });

  it('switched off, the server may listen anywhere in production', () => {
    expect(problemsOf({ DEMO: '0', NODE_ENV: 'production', HOST: '0.0.0.0' })).toEqual([]);
  });
});

describe('SECRET_KEY', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'multipartner-config-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('must be given with a database server, where several servers share it', () => {
    expectRefused({ DATABASE_URL }, 'SECRET_KEY');
  });

  it('is made once for the embedded database, readable by its owner alone', () => {
    const config = loadConfig({ DATA_DIR: dataDir });

    const first = secretKeyOf(config);

    expect(first).toHaveLength(64);
    expect(secretKeyOf(config)).toBe(first);
    expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(first);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('given by hand is used as it is', () => {
    expect(secretKeyOf(loadConfig({ DATA_DIR: dataDir, SECRET_KEY: SECRET }))).toBe(SECRET);
  });
});

describe('the address of the tables alone', () => {
  it('needs no SECRET_KEY', () => {
    expect(loadDatabaseUrl({ DATABASE_URL })).toBe(DATABASE_URL);
  });

  it.each([
    ['missing', {}],
    ['not an address', { DATABASE_URL: 'hunter2' }],
  ])('is refused when it is %s', (_, environment) => {
    expect(() => loadDatabaseUrl(environment)).toThrow(ConfigError);
    expect(() => loadDatabaseUrl(environment)).not.toThrow(/hunter2/);
  });
});
