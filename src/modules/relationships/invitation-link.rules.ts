import { DomainError } from '../../kernel/domain-error';

/** E8: base64url of an HMAC-SHA256. */
const TOKEN = /^[A-Za-z0-9_-]+$/;

function acceptancePage(base: string): string {
  return `${base.replace(/\/+$/, '')}/accept`;
}

/** The link of an invitation (E8). It holds the token and nothing about any customer (R11). */
export function invitationUrl(base: string, token: string): string {
  return `${acceptancePage(base)}?inv=${token}`;
}

/**
 * Reads the token from a link that a customer followed. Without a token INVITATION_LINK_MISSING (R13);
 * with anything else than `invitationUrl` made, INVITATION_LINK_IMMUTABLE (R11): a parameter, a
 * fragment, a path, another host or other letters. Whether the token exists is not known here.
 */
export function parseInvitationUrl(url: string, base: string): string | DomainError {
  const link = url.trim();
  const prefix = invitationUrl(base, '');
  if (link.startsWith(prefix)) {
    const token = link.slice(prefix.length);
    if (TOKEN.test(token)) return token;
  }
  return carriesToken(link)
    ? new DomainError('INVITATION_LINK_IMMUTABLE', { field: 'input.url' })
    : new DomainError('INVITATION_LINK_MISSING', { field: 'input.url' });
}

function carriesToken(link: string): boolean {
  // Loose on purpose: a changed link must be told apart from no link, whatever was done to it.
  return /(?:[?&#;]|%3f|%26)inv(?:=|%3d)[^&#\s]/i.test(link);
}
