import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';

import {
  ALLOWED_ALGORITHMS,
  createTokenVerifier,
  KeysUnavailableError,
  remoteIssuer,
  TokenRefusedError,
  type TokenVerifier,
  type TrustedIssuer,
  type VerifiedToken,
} from '../../../src/platform/auth/token-verifier';

const NOW = new Date('2026-05-05T12:00:00.000Z');
const NOW_SECONDS = NOW.getTime() / 1_000;
const TENANT = '11111111-2222-4333-8444-555555555555';
const ISSUER = 'https://login.example.com';
const AUDIENCE = 'multipartner';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const CLAIMS: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  exp: NOW_SECONDS + 3_600,
  tid: TENANT,
  sub: 'user-1',
  name: 'Ada',
  roles: ['ADMIN_AGENT'],
};

function trusted(publicKey: KeyObject, over: Partial<TrustedIssuer> = {}): TrustedIssuer {
  return {
    issuer: ISSUER,
    audiences: [AUDIENCE],
    mayNameOperators: false,
    keys: () => publicKey,
    ...over,
  };
}

const verifier = createTokenVerifier([trusted(rsa.publicKey)], { now: () => NOW });

async function signed(claims: JWTPayload, key = rsa.privateKey, alg = 'RS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(key);
}

function without(claim: string): JWTPayload {
  return { ...CLAIMS, [claim]: undefined };
}

function verified(claims: JWTPayload): Promise<VerifiedToken> {
  return signed(claims).then((token) => verifier.verify(token));
}

async function expectRefused(token: string, by: TokenVerifier = verifier): Promise<void> {
  await expect(by.verify(token)).rejects.toBeInstanceOf(TokenRefusedError);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('a right token', () => {
  it('tells tenant, user, name, roles and how long it is taken', async () => {
    const token = await verified({ ...CLAIMS, tid: TENANT.toUpperCase(), oid: 'object-1' });

    expect(token).toEqual({
      issuer: ISSUER,
      tenantId: TENANT,
      userId: 'object-1',
      displayName: 'Ada',
      roles: ['ADMIN_AGENT'],
      isApplication: false,
      mayNameOperators: false,
      tenantName: null,
      tenantCountry: null,
      validUntil: new Date(NOW.getTime() + 3_660_000),
    });
  });

  it('names the user by sub where there is no oid', async () => {
    expect((await verified(CLAIMS)).userId).toBe('user-1');
  });

  it('tells an application, and name and country of its tenant', async () => {
    const claims = { ...CLAIMS, idtyp: 'app', tenant_name: 'Woodgrove', tenant_country: 'cn' };

    expect(await verified(claims)).toMatchObject({
      isApplication: true,
      tenantName: 'Woodgrove',
      tenantCountry: 'CN',
    });
  });

  it('counts when one of several audiences is this server', async () => {
    await expect(verified({ ...CLAIMS, aud: ['other', AUDIENCE] })).resolves.toBeDefined();
  });

  it('leaves out claims of a wrong type instead of passing them on', async () => {
    const claims = { ...CLAIMS, name: 7, roles: [1, 'SALES_AGENT', null], tenant_country: 'China' };

    expect(await verified(claims)).toMatchObject({
      displayName: null,
      roles: ['SALES_AGENT'],
      tenantCountry: null,
    });
  });

  it('keeps a name on one line, so that it cannot forge a line of a log', async () => {
    expect((await verified({ ...CLAIMS, name: 'Ada\r\nroot' })).displayName).toBe('Ada  root');
  });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])(
    'may be signed with %s',
    async (alg) => {
      await expect(
        signed(CLAIMS, rsa.privateKey, alg).then((token) => verifier.verify(token)),
      ).resolves.toBeDefined();
    },
  );

  it.each([
    ['ES256', ec],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
  ])('may be signed with %s', async (alg, keys) => {
    const own = createTokenVerifier([trusted(keys.publicKey)], { now: () => NOW });

    await expect(
      signed(CLAIMS, keys.privateKey, alg).then((token) => own.verify(token)),
    ).resolves.toBeDefined();
  });
});

describe('times of a token', () => {
  it.each([
    ['expired 59 s ago is still taken', { exp: NOW_SECONDS - 59 }, true],
    ['expired 60 s ago is refused', { exp: NOW_SECONDS - 60 }, false],
    ['expired 61 s ago is refused', { exp: NOW_SECONDS - 61 }, false],
    ['valid from 60 s ahead is taken', { nbf: NOW_SECONDS + 60 }, true],
    ['valid from 61 s ahead is refused', { nbf: NOW_SECONDS + 61 }, false],
  ])('%s', async (_, times, isTaken) => {
    const token = await signed({ ...CLAIMS, ...times });

    if (isTaken) await expect(verifier.verify(token)).resolves.toBeDefined();
    else await expectRefused(token);
  });

  it('refuses a token without expiry', async () => {
    await expectRefused(await signed(without('exp')));
  });
});

describe('a wrong token is refused', () => {
  it.each<[string, JWTPayload]>([
    ['of an issuer that is not configured', { ...CLAIMS, iss: 'https://evil.example.com' }],
    ['of an issuer that only starts like ours', { ...CLAIMS, iss: `${ISSUER}.evil.com` }],
    ['without issuer', without('iss')],
    ['for another audience', { ...CLAIMS, aud: 'another-service' }],
    ['without audience', without('aud')],
    ['without tenant', without('tid')],
    ['with a tenant that is no UUID', { ...CLAIMS, tid: '<guid>' }],
    ['without any user', without('sub')],
    ['with a user id beyond all measure', { ...CLAIMS, sub: 'u'.repeat(257) }],
  ])('%s', async (_, claims) => {
    await expectRefused(await signed(claims));
  });

  it('signed by another key', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });

    await expectRefused(await signed(CLAIMS, other.privateKey));
  });

  it('with claims changed after signing', async () => {
    const [header, , signature] = (await signed(CLAIMS)).split('.');

    await expectRefused(
      `${header}.${encoded({ ...CLAIMS, roles: ['GLOBAL_ADMIN'] })}.${signature}`,
    );
  });

  it.each(['none', 'None', 'NONE', ''])('unsigned, with algorithm "%s"', async (alg) => {
    await expectRefused(`${encoded({ alg })}.${encoded(CLAIMS)}.`);
  });

  it('signed with HS256 and our public key as the secret', async () => {
    const input = `${encoded({ alg: 'HS256' })}.${encoded(CLAIMS)}`;
    const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const signature = createHmac('sha256', publicPem).update(input).digest('base64url');

    await expectRefused(`${input}.${signature}`);
  });

  it('signed with another allowed algorithm than the key is for', async () => {
    await expectRefused(await signed(CLAIMS, ec.privateKey, 'ES256'));
  });

  it('that brings its own key along', async () => {
    const jwk = await exportJWK(ec.publicKey);
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'ES256', jwk })
      .sign(ec.privateKey);

    await expectRefused(token);
  });

  it('longer than any real one, before it is decoded', async () => {
    await expectRefused(await signed({ ...CLAIMS, padding: 'x'.repeat(8_192) }));
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    'Bearer',
    '💥',
    '{}',
    'null',
    `${encoded({})}.${encoded([])}.x`,
  ])('that is garbage: %j', async (garbage) => {
    await expectRefused(garbage);
  });

  it('whatever text it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
        expectRefused(text),
      ),
    );
  });

  it('with any one character of it changed', async () => {
    const token = await signed(CLAIMS);
    // The last character of a signature holds bits that decoding drops, so it is left alone.
    const positions = fc.integer({ min: 0, max: token.length - 2 });
    await fc.assert(
      fc.asyncProperty(positions, (at) => {
        const other = token[at] === 'A' ? 'B' : 'A';
        return expectRefused(token.slice(0, at) + other + token.slice(at + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('with the same words, whatever was wrong with it', async () => {
    const tokens = [await signed(without('exp')), await signed({ ...CLAIMS, aud: 'x' }), 'garbage'];

    const messages = await Promise.all(
      tokens.map((token) => verifier.verify(token).catch((error: Error) => error.message)),
    );

    expect(new Set(messages).size).toBe(1);
  });
});

describe('issuers', () => {
  it('an issuer of many tenants names the tenant of the token in its own name', async () => {
    const issuer = 'https://login.example.com/{tenantid}/v2.0';
    const own = createTokenVerifier([trusted(rsa.publicKey, { issuer })], { now: () => NOW });
    const right = `https://login.example.com/${TENANT}/v2.0`;
    const ofOther = 'https://login.example.com/99999999-2222-4333-8444-555555555555/v2.0';

    await expect(own.verify(await signed({ ...CLAIMS, iss: right }))).resolves.toBeDefined();
    await expectRefused(await signed({ ...CLAIMS, iss: ofOther }), own);
    await expectRefused(await signed({ ...CLAIMS, iss: issuer }), own);
  });

  it('the keys of one issuer are not good for another', async () => {
    const own = createTokenVerifier(
      [trusted(rsa.publicKey), trusted(ec.publicKey, { issuer: 'https://two.example.com' })],
      { now: () => NOW },
    );

    await expectRefused(await signed({ ...CLAIMS, iss: 'https://two.example.com' }), own);
  });

  it('only an issuer marked so may name operators', async () => {
    const marked = createTokenVerifier([trusted(rsa.publicKey, { mayNameOperators: true })], {
      now: () => NOW,
    });
    const token = await signed(CLAIMS);

    expect((await marked.verify(token)).mayNameOperators).toBe(true);
    expect((await verifier.verify(token)).mayNameOperators).toBe(false);
  });

  it('allows no symmetric algorithm', () => {
    expect(ALLOWED_ALGORITHMS.filter((name) => /^(HS|none)/i.test(name))).toEqual([]);
  });
});

describe('keys fetched from the issuer', () => {
  let server: Server;
  let address: string;
  let keySet: object;
  let fetchCount: number;

  beforeEach(async () => {
    keySet = { keys: [{ ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256' }] };
    fetchCount = 0;
    server = createServer((_, response) => {
      fetchCount += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(keySet));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });
  afterEach(() => new Promise((done) => server.close(done)));

  function remote(): TokenVerifier {
    const config = { issuer: ISSUER, audiences: [AUDIENCE], jwksUri: address, operators: false };
    return createTokenVerifier([remoteIssuer(config)], { now: () => NOW });
  }

  function withKeyId(kid: string): Promise<string> {
    return new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid }).sign(rsa.privateKey);
  }

  it('are fetched once and used for every token', async () => {
    const own = remote();

    await own.verify(await withKeyId('one'));
    await own.verify(await withKeyId('one'));

    expect(fetchCount).toBe(1);
  });

  it('are not fetched again for each token that names an unknown key', async () => {
    const own = remote();

    for (const kid of ['two', 'three', 'four']) await expectRefused(await withKeyId(kid), own);

    expect(fetchCount).toBe(1);
  });

  it('that cannot be read say nothing about the token', async () => {
    keySet = { unexpected: true };

    await expect(remote().verify(await withKeyId('one'))).rejects.toBeInstanceOf(
      KeysUnavailableError,
    );
  });

  it('that are not asked for when the token is of another issuer', async () => {
    await expectRefused(await signed({ ...CLAIMS, iss: 'https://evil.example.com' }), remote());

    expect(fetchCount).toBe(0);
  });
});
