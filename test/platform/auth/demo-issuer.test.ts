import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { transformFileSync } from '@swc/core';

import { openDemoIssuer } from '../../../src/platform/auth/demo-issuer';
import { createTokenVerifier, TokenRefusedError } from '../../../src/platform/auth/token-verifier';
import { readOrMakeSecretFile } from '../../../src/platform/secret-file';

const run = promisify(execFile);

const CLAIMS = { tid: '11111111-2222-4333-8444-555555555555', sub: 'user-1', roles: ['OPERATOR'] };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'multipartner-demo-issuer-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('the demo issuer', () => {
  it('makes tokens that a server with the same data folder takes', async () => {
    const { token, expiresAt } = await openDemoIssuer(dataDir).issue(CLAIMS);

    const verified = await createTokenVerifier([openDemoIssuer(dataDir).trusted]).verify(token);

    expect(verified).toMatchObject({ userId: 'user-1', mayNameOperators: true });
    expect(verified.validUntil.getTime() - expiresAt.getTime()).toBe(60_000);
  });

  it('makes tokens that a server with another data folder refuses', async () => {
    const { token } = await openDemoIssuer(join(dataDir, 'one')).issue(CLAIMS);

    const other = createTokenVerifier([openDemoIssuer(join(dataDir, 'two')).trusted]);

    await expect(other.verify(token)).rejects.toBeInstanceOf(TokenRefusedError);
  });

  it('keeps its key readable by its owner alone, and leaves nothing beside it', () => {
    openDemoIssuer(dataDir);

    expect(readdirSync(dataDir)).toEqual(['demo-issuer.pem']);
    expect(statSync(join(dataDir, 'demo-issuer.pem')).mode & 0o777).toBe(0o600);
  });
});

describe('a secret file', () => {
  it('is made once', () => {
    const path = join(dataDir, 'folder', 'key');

    expect(readOrMakeSecretFile(path, () => 'first')).toBe('first');
    expect(readOrMakeSecretFile(path, () => 'second')).toBe('first');
  });

  it('made by another process while this one makes its own is taken instead', () => {
    const path = join(dataDir, 'key');

    const mine = readOrMakeSecretFile(path, () => {
      readOrMakeSecretFile(path, () => 'theirs');
      return 'mine';
    });

    expect(mine).toBe('theirs');
  });

  it('is the same for processes that start at once', async () => {
    const modulePath = join(dataDir, 'secret-file.cjs');
    writeFileSync(modulePath, transformFileSync('src/platform/secret-file.ts').code);
    const programPath = join(dataDir, 'program.cjs');
    writeFileSync(
      programPath,
      `const { randomSecret, readOrMakeSecretFile } = require('./secret-file.cjs');
       process.stdout.write(readOrMakeSecretFile(process.argv[2], randomSecret));`,
    );
    const path = join(dataDir, 'key');

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => run(process.execPath, [programPath, path])),
    );

    expect(new Set(answers.map(({ stdout }) => stdout))).toEqual(
      new Set([readFileSync(path, 'utf8')]),
    );
  });
});
