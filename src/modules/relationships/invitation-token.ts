import { createHash, createHmac } from 'node:crypto';

/**
 * The token inside an invitation link: made from the invitation's id with the server's key, so that the
 * link can be shown again although it is stored nowhere (domain section 8, E8).
 */
export function invitationToken(serverKey: string, invitationId: string): string {
  return createHmac('sha256', serverKey).update(invitationId).digest('base64url');
}

/** The stored form of a token: SHA-256, so that a copy of the database cannot be used as a link. */
export function hashOfInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
