import { invitationUrl } from './invitation-link.rules';

/** What may be wrong with an edited invitation e-mail (domain section 8, E7). */
export const InvitationEmailProblem = {
  LINK_MISSING: 'LINK_MISSING',
  LINK_ALTERED: 'LINK_ALTERED',
  LINK_DUPLICATED: 'LINK_DUPLICATED',
  CUSTOMER_DATA_IN_LINK: 'CUSTOMER_DATA_IN_LINK',
} as const;
export type InvitationEmailProblem =
  (typeof InvitationEmailProblem)[keyof typeof InvitationEmailProblem];

export interface InvitationLinkFacts {
  readonly base: string;
  readonly token: string;
  /** Names, domains and tenant ids of customers that the reseller knows; to be found in a changed link. */
  readonly customerData?: readonly string[];
}

/** Longest text that is looked at, in characters; the caller refuses a longer one as INVALID_INPUT. */
export const MAX_EMAIL_TEXT_LENGTH = 100_000;

interface Link {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// A link ends at white space, quotes, brackets and CJK punctuation. Square brackets belong to it only
// around an IPv6 host; otherwise they are Markdown.
const LINK =
  /https?:\/\/(?:\[[0-9a-f:.]*\])?[^\s<>"'`|\\^{}[\]\u2018-\u201d\u3000-\u303f\uff00-\uffef]*/gi;
// Mail programs also make links of these: `www.…`, and a host with a path such as a shortened link.
const BARE_LINK =
  /(?<![@\w./:-])(?:www\.[a-z0-9-]+\.[^\s<>"']+|(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>"']+)/gi;
const HTML_TAG = /<\/?[a-z][^<>]{0,2000}>/i;
/** How far around a link its own markup is looked for. */
const MARKUP_WINDOW = 2000;

/**
 * All content rules that a text breaks (E3, E7): the link must appear exactly once and byte for byte.
 * A target and its visible text, in HTML or Markdown, are one appearance. Other links may stand
 * beside it; a changed copy, a redirect around it or another target behind it may not.
 */
export function validateInvitationEmail(
  text: string,
  facts: InvitationLinkFacts,
): readonly InvitationEmailProblem[] {
  const url = invitationUrl(facts.base, facts.token);
  const isHtml = HTML_TAG.test(text);
  const links = linksOf(text);
  const exact = links.filter((link) => isExact(text, link, url, isHtml));
  const shown = exact.map((link) => ({ link, target: targetOf(text, link, url.length) }));
  const others = withoutExact(text, exact, url.length);

  const isAltered =
    shown.some(({ target }) => target !== null && target !== url) ||
    looksLikeOurs(others, facts) ||
    (exact.length === 0 && (links.length > 0 || others.search(BARE_LINK) >= 0));
  // A visible text whose target is the link itself has been counted with its target.
  const count = shown.filter(({ target }) => target === null).length;

  const problems: InvitationEmailProblem[] = [];
  if (exact.length === 0 && !isAltered) problems.push('LINK_MISSING');
  if (isAltered) problems.push('LINK_ALTERED');
  if (count > 1) problems.push('LINK_DUPLICATED');
  if (changedLinks(others, facts).some((link) => holdsCustomerData(link, facts))) {
    problems.push('CUSTOMER_DATA_IN_LINK');
  }
  return problems;
}

function linksOf(text: string): readonly Link[] {
  return [...text.matchAll(LINK)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function isExact(text: string, link: Link, url: string, isHtml: boolean): boolean {
  if (!link.text.startsWith(url)) return false;
  // `xhttps://` is another scheme, not our link after a letter.
  const before = text[link.start - 1] ?? '';
  if (/[A-Za-z0-9+]/.test(before)) return false;
  const rest = link.text.slice(url.length);
  if (isHtml && /^[.,;:!?)]*&(?:gt|lt|quot|apos|nbsp|#39|#160|#xa0);/i.test(rest)) return true;
  // Emphasis around the link is Markdown; the same sign at its end alone may belong to the link.
  const emphasis = /[*_~]/.test(before) ? before : '';
  return [...rest].every((sign) => '.,;:!?)'.includes(sign) || sign === emphasis);
}

/**
 * The target behind a link that is shown as text: of the HTML anchor it stands in, or of the Markdown
 * link whose text it is. `null` when it is a target itself, or plain text.
 */
function targetOf(text: string, link: Link, urlLength: number): string | null {
  const after = text.slice(link.start + urlLength, link.start + urlLength + MARKUP_WINDOW);
  const markdown = /^[*_~]*\]\(\s*<?([^\s)>]*)/.exec(after);
  if (markdown) return markdown[1] ?? '';

  const before = text.slice(Math.max(0, link.start - MARKUP_WINDOW), link.start);
  const opened = before.toLowerCase().lastIndexOf('<a');
  if (opened < 0) return null;
  const anchor = before.slice(opened);
  const closesTag = anchor.indexOf('>');
  // Still inside the tag: this one is the target. Closed again: it stands behind the anchor.
  if (closesTag < 0 || !/^<a\s/i.test(anchor) || /<\/a/i.test(anchor)) return null;
  const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/i.exec(anchor.slice(0, closesTag));
  return href ? (href[1] ?? href[2] ?? href[3] ?? '') : null;
}

function withoutExact(text: string, exact: readonly Link[], urlLength: number): string {
  let rest = '';
  let from = 0;
  for (const { start } of exact) {
    rest += `${text.slice(from, start)} `;
    from = start + urlLength;
  }
  return rest + text.slice(from);
}

/** The token or the acceptance page in whatever disguise: encoded, in other letters, wrapped, broken. */
function looksLikeOurs(text: string, facts: InvitationLinkFacts): boolean {
  const plain = decoded(text);
  const compact = plain.replace(/\s+/g, '');
  const page = decoded(invitationUrl(facts.base, '')).replace(/^https?:\/\//, '');
  return (
    compact.includes(facts.token.toLowerCase()) || plain.includes(page.slice(0, -'?inv='.length))
  );
}

function changedLinks(others: string, facts: InvitationLinkFacts): readonly string[] {
  const bare = [...others.matchAll(BARE_LINK)].map((match) => match[0]);
  return [...linksOf(others).map(({ text }) => text), ...bare].filter((link) =>
    looksLikeOurs(link, facts),
  );
}

const MAIL_ADDRESS = /[^\s@/?&=#:]{1,64}@[^\s@/?&=#]{1,253}\.[a-z]{2,}/;
const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/;
const DOMAIN_VALUE = /[=#/]@?(?:[a-z0-9-]+\.)+[a-z]{2,}(?=$|[&#/?;,])/;
const CUSTOMER_KEY =
  /[?&#;/](?:customer|client|tenant|tid|company|organi[sz]ation|org|domain|e?mail|user|upn|name|login|login_hint|to|recipient)[a-z_]*=/;

/** E3: a customer's name, domain, tenant id or mail address in a link that is, or was, ours. */
function holdsCustomerData(link: string, facts: InvitationLinkFacts): boolean {
  const page = decoded(invitationUrl(facts.base, '')).slice(0, -'inv='.length);
  // Our own host is nobody's data, wherever it was moved to.
  const host = page.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const added = [page, host, facts.token.toLowerCase()].reduce(
    (rest, own) => rest.replaceAll(own, own === page ? '?' : ''),
    decoded(link),
  );
  const behindHost = added.replace(/^https?:\/\/[^/?#]*/, '');
  if (MAIL_ADDRESS.test(added) || UUID.test(added)) return true;
  if (CUSTOMER_KEY.test(behindHost) || DOMAIN_VALUE.test(behindHost)) return true;
  const letters = lettersOf(added);
  return (facts.customerData ?? []).some((datum) => {
    const wanted = lettersOf(decoded(datum));
    return wanted.length > 1 && letters.includes(wanted);
  });
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  equals: '=',
  quest: '?',
  sol: '/',
  colon: ':',
  num: '#',
  commat: '@',
  period: '.',
  lowbar: '_',
};

/** Undoes what mail programs and hands do to a link, for comparing only: in small letters. */
function decoded(text: string): string {
  let plain = text;
  // A redirect may encode what another one has encoded before.
  for (let round = 0; round < 3; round += 1) {
    const next = percentDecoded(entityDecoded(plain));
    if (next === plain) break;
    plain = next;
  }
  return plain
    .normalize('NFKC')
    .replace(/=\r?\n/g, '')
    .replace(/=3d/gi, '=')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .toLowerCase();
}

function entityDecoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const isHex = name[1]?.toLowerCase() === 'x';
    const point = isHex ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // Not UTF-8; whatever it is, it is not a letter of the link.
      return run;
    }
  });
}
