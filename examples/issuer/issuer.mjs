/**
 * An OpenID Connect issuer reduced to what the server needs of one: a key set at an address, and tokens
 * signed with the key. For trying the settings of AUTH_ISSUERS, not for use.
 *
 *   node examples/issuer/issuer.mjs '{"tid":"…","oid":"…","name":"…","roles":["GLOBAL_ADMIN"]}' …
 *
 * Prints a token for the claims of each argument, a line each, then serves the key set until it is stopped.
 */
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const ISSUER = 'http://127.0.0.1:4999';
const AUDIENCE = 'multipartner';

const { publicKey, privateKey } = await generateKeyPair('RS256');
const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];

createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
}).listen(4999, '127.0.0.1');

for (const claims of process.argv.slice(2)) {
  const token = await new SignJWT(JSON.parse(claims))
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  process.stdout.write(`${token}\n`);
}
