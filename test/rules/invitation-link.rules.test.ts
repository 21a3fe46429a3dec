import { DomainError } from '../../src/kernel/domain-error';
import {
  invitationUrl,
  parseInvitationUrl,
} from '../../src/modules/relationships/invitation-link.rules';

const BASE = 'https://partners.example';
const TOKEN = 'Zm9vYmFyLWJhel9xdXV4LTAxMjM0NTY3ODlhYmNkZWY';
const LINK = `${BASE}/accept?inv=${TOKEN}`;

function answerTo(url: string, base = BASE): string {
  const result = parseInvitationUrl(url, base);
  return result instanceof DomainError ? `${result.code} ${result.rule ?? '-'}` : result;
}

test('the link holds the token and nothing else (E8, R11)', () => {
  expect(invitationUrl(BASE, TOKEN)).toBe(LINK);
  expect(invitationUrl(`${BASE}/`, TOKEN)).toBe(LINK);
  expect(invitationUrl('http://[::1]:4000', TOKEN)).toBe(`http://[::1]:4000/accept?inv=${TOKEN}`);
});

test.each([LINK, `  ${LINK}\n`])('a link as it was made gives its token', (url) => {
  expect(answerTo(url)).toBe(TOKEN);
  expect(answerTo(url, `${BASE}/`)).toBe(TOKEN);
});

test.each([
  ['nothing', ''],
  ['blanks', '   '],
  ['the page alone', `${BASE}/accept`],
  ['an empty token', `${BASE}/accept?inv=`],
  ['an empty token and more', `${BASE}/accept?inv=&x=1`],
  ['another parameter', `${BASE}/accept?token=${TOKEN}`],
  ['another site', 'https://bit.example/abc'],
  ['no link at all', 'please accept'],
])('%s is a link without a token (R13)', (_case, url) => {
  expect(answerTo(url)).toBe('INVITATION_LINK_MISSING R13');
});

test.each([
  ['a parameter behind', `${LINK}&customer=woodgrove`],
  ['a parameter before', `${BASE}/accept?customer=woodgrove&inv=${TOKEN}`],
  ['tracking', `${LINK}&utm_source=mail`],
  ['a fragment', `${LINK}#woodgrove`],
  ['an empty fragment', `${LINK}#`],
  ['a path before', `${BASE}/woodgrove/accept?inv=${TOKEN}`],
  ['a path behind', `${BASE}/accept/woodgrove?inv=${TOKEN}`],
  ['a slash', `${BASE}/accept/?inv=${TOKEN}`],
  ['a user', `https://user@partners.example/accept?inv=${TOKEN}`],
  ['another scheme', `http://partners.example/accept?inv=${TOKEN}`],
  ['another host', `https://evil.example/accept?inv=${TOKEN}`],
  ['another host behind ours', `https://partners.example.evil.example/accept?inv=${TOKEN}`],
  ['a port', `https://partners.example:443/accept?inv=${TOKEN}`],
  ['capitals in the host', `https://PARTNERS.example/accept?inv=${TOKEN}`],
  ['capitals in the path', `${BASE}/Accept?inv=${TOKEN}`],
  ['capitals in the parameter', `${BASE}/accept?INV=${TOKEN}`],
  ['a second token', `${LINK}&inv=${TOKEN}`],
  ['a blank in the token', `${LINK.slice(0, -4)} ${LINK.slice(-4)}`],
  ['an encoded letter', `${LINK}%20`],
  ['an encoded question mark', `${BASE}/accept%3Finv=${TOKEN}`],
  ['a full stop', `${LINK}.`],
  ['a redirect around it', `https://safe.example/?url=${encodeURIComponent(LINK)}`],
])('%s changes the link (R11)', (_case, url) => {
  expect(answerTo(url)).toBe('INVITATION_LINK_IMMUTABLE R11');
});
