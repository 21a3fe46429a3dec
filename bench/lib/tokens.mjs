import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const AUDIENCE = 'multipartner-bench';

/** An issuer of tokens with its key set at an address, as a directory would be. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    /** For AUTH_ISSUERS. */
    settings: { issuer, audience: AUDIENCE, jwksUri: `${issuer}/keys`, operators: true },
    token: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('4h')
        .sign(privateKey),
    stop: () => server.close(),
  };
}
