import {
  type InvitationEmailProblem,
  MAX_EMAIL_TEXT_LENGTH,
  validateInvitationEmail,
} from '../../src/modules/relationships/invitation-email.rules';

const BASE = 'https://partners.example';
const TOKEN = 'Zm9vYmFyLWJhel9xdXV4LTAxMjM0NTY3ODlhYmNkZWY';
const LINK = `${BASE}/accept?inv=${TOKEN}`;
const CUSTOMER_TENANT = '0a1b2c3d-1111-4222-8333-444455556666';

function problemsOf(text: string, customerData: readonly string[] = []) {
  return validateInvitationEmail(text, { base: BASE, token: TOKEN, customerData });
}

type Case = readonly [name: string, text: string];

function expectProblems(cases: readonly Case[], ...expected: readonly InvitationEmailProblem[]) {
  test.each(cases)('%s', (_name, text) => {
    expect(problemsOf(text)).toEqual(expected);
  });
}

describe('nothing is wrong with the link', () => {
  expectProblems([
    ['alone', LINK],
    ['on a line of its own', `Hello,\n\n${LINK}\n\nKind regards`],
    ['before a full stop', `Please follow ${LINK}.`],
    ['before a comma', `${LINK}, then sign in.`],
    ['before an exclamation mark', `${LINK}!`],
    ['in round brackets', `Follow the link (${LINK}).`],
    ['in square brackets', `[${LINK}]`],
    ['in angle brackets', `<${LINK}>`],
    ['in quotes', `"${LINK}"`],
    ['in typographic quotes', `“${LINK}”`],
    ['after a colon without a blank', `Link:${LINK}`],
    ['between Chinese punctuation', `请打开链接：${LINK}。谢谢`],
    ['in Chinese brackets', `（${LINK}）`],
    ['as a target of Markdown', `Please [accept here](${LINK}).`],
    ['as a target of Markdown with a title', `[accept](${LINK} "Accept")`],
    ['as text and target of Markdown', `[${LINK}](${LINK})`],
    ['as a reference of Markdown', `[accept][1]\n\n[1]: ${LINK}`],
    ['in emphasis of Markdown', `**${LINK}**`],
    ['in other emphasis of Markdown', `_${LINK}_`],
    ['as an HTML target', `<p>Please <a href="${LINK}">accept</a>.</p>`],
    ['as an HTML target in single quotes', `<a href='${LINK}'>accept</a>`],
    ['as an HTML target without quotes', `<a href=${LINK}>accept</a>`],
    ['as an HTML target and text', `<a class="x" href="${LINK}" target="_blank">${LINK}</a>`],
    ['as an HTML target and marked text', `<a href="${LINK}"><b> ${LINK}</b></a>`],
    ['as HTML text before an entity', `<p>${LINK}&nbsp;or later</p>`],
    ['in escaped angle brackets of HTML', `<p>&lt;${LINK}&gt;</p>`],
    ['in an element that is no anchor', `<abbr href="https://www.fabrikam.example">${LINK}</abbr>`],
    ['beside a number that stands for no sign', `${LINK} &#x110000;`],
    ['beside the reseller’s own site', `${LINK}\nSee also https://www.fabrikam.example/about`],
    ['beside a mail address', `${LINK}\nmailto:sales@fabrikam.example`],
    ['beside a name with a dot', `${LINK} Written with Node.js and/or e.g. others.`],
  ]);
});

describe('there is no link', () => {
  expectProblems(
    [
      ['nothing at all', ''],
      ['words', 'Dear customer, please accept.'],
      ['a mail address', 'Write to sales@fabrikam.example.'],
      ['words with dots and slashes', 'and/or, e.g. Node.js, 1.2/3'],
    ],
    'LINK_MISSING',
  );
});

describe('the link was changed', () => {
  expectProblems(
    [
      ['a shortened link (S13)', 'Please follow https://bit.ly/3xYz'],
      ['a shortened link without a scheme', 'Please follow bit.ly/3xYz'],
      ['a shortened link and nothing else', 'bit.ly/3xYz'],
      ['an entity behind it, which is none outside HTML', `${LINK}&nbsp;or later`],
      ['the same sign around it that is no emphasis', `=${LINK}=`],
      ['the page with an entity in its host', 'On partners&period;example/accept'],
      ['the page with an entity in its path', 'On partners.example&sol;accept'],
      ['a word behind it, which is no parameter', `${LINK}customer=42`],
      ['an apostrophe behind it, which is no parameter', `${LINK}&customer&apos;42`],
      ['only the reseller’s site', 'https://www.fabrikam.example'],
      ['only the reseller’s site without a scheme', 'See www.fabrikam.example'],
      ['a parameter added', `${LINK}&utm_source=newsletter`],
      ['a parameter before', `${BASE}/accept?utm_source=n&inv=${TOKEN}`],
      ['a fragment added', `${LINK}#top`],
      ['a letter added', `${LINK}x`],
      ['a letter left out', LINK.slice(0, -1)],
      ['a dash at the end', `${LINK}-`],
      ['emphasis at the end only', `${LINK}_`],
      ['a word at its end', `${LINK}.Please`],
      ['Chinese letters at its end', `${LINK}请打开`],
      ['another scheme', LINK.replace('https', 'http')],
      ['no scheme', LINK.replace('https://', '')],
      ['a scheme nobody follows', LINK.replace('https', 'hxxps')],
      ['a letter before the scheme', `x${LINK}`],
      ['capitals in the scheme', LINK.replace('https', 'HTTPS')],
      ['capitals in the host', LINK.replace('partners', 'Partners')],
      ['all capitals', LINK.toUpperCase()],
      ['small letters', LINK.toLowerCase()],
      ['another path', LINK.replace('/accept', '/Accept')],
      ['another host', LINK.replace('partners.example', 'evil.example')],
      [
        'a user in front of another host',
        `https://partners.example@evil.example/accept?inv=${TOKEN}`,
      ],
      ['an encoded equals sign', LINK.replace('=', '%3D')],
      ['all of it encoded', encodeURIComponent(LINK)],
      ['encoded in a redirect', `https://safe.example/?url=${encodeURIComponent(LINK)}`],
      [
        'encoded twice in a redirect',
        `https://safe.example/?u=${encodeURIComponent(encodeURIComponent(LINK))}`,
      ],
      ['not encoded in a redirect', `https://safe.example/?url=${LINK}`],
      ['entities in it', LINK.replace('?', '&#63;').replace('=', '&#x3D;')],
      ['a named entity in it', LINK.replace('=', '&equals;')],
      ['quoted-printable', LINK.replace('=', '=3D')],
      ['a line break in the token', `${LINK.slice(0, -9)}\n${LINK.slice(-9)}`],
      ['a soft line break in the token', `${LINK.slice(0, -9)}=\r\n${LINK.slice(-9)}`],
      ['a zero-width blank in it', `${LINK.slice(0, -9)}\u200b${LINK.slice(-9)}`],
      ['a soft hyphen in it', `${LINK.slice(0, -9)}\u00ad${LINK.slice(-9)}`],
      ['full-width letters', LINK.replace('inv', 'ｉｎｖ')],
      ['the token alone', `Your token is ${TOKEN}.`],
      ['the link of another invitation', `${BASE}/accept?inv=${TOKEN.replace('Zm', 'Xx')}`],
      ['another target behind it in HTML', `<a href="https://evil.example">${LINK}</a>`],
      [
        'another target behind it in marked HTML',
        `<a href='https://evil.example'><b>${LINK}</b></a>`,
      ],
      ['a script behind it in HTML', `<a href="javascript:go()">${LINK}</a>`],
      ['another target behind it in Markdown', `[${LINK}](https://evil.example)`],
      ['right once, and changed once', `${LINK}\n\nor ${LINK}&utm_source=mail`],
      ['right once, and of another invitation', `${LINK}\n${BASE}/accept?inv=abc`],
      ['right once, and in a redirect', `${LINK} https://s.example/?u=${encodeURIComponent(LINK)}`],
      ['right once, and without its scheme', `${LINK}\npartners.example/accept?inv=${TOKEN}`],
    ],
    'LINK_ALTERED',
  );
});

describe('the link appears more than once', () => {
  expectProblems(
    [
      ['twice', `${LINK}\n${LINK}`],
      ['three times', `${LINK} ${LINK} ${LINK}`],
      ['as a target and in the text', `<a href="${LINK}">accept</a> or ${LINK}`],
      ['as two targets', `<a href="${LINK}">yes</a> <a href="${LINK}">also yes</a>`],
      ['as a target of Markdown and in the text', `[accept](${LINK}) ${LINK}`],
    ],
    'LINK_DUPLICATED',
  );
});

describe('the link holds data of a customer', () => {
  expectProblems(
    [
      ['a mail address', `${LINK}&for=bob@woodgrove.example`],
      ['an encoded mail address', `${LINK}&for=bob%40woodgrove.example`],
      ['a tenant id', `${LINK}#${CUSTOMER_TENANT}`],
      ['a domain', `${LINK}&for=woodgrove.example`],
      ['a domain as a fragment', `${LINK}#woodgrove.example`],
      ['a domain as a path', `${BASE}/accept/woodgrove.example?inv=${TOKEN}`],
      ['a parameter that names a customer', `${LINK}&customer=42`],
      ['a parameter before that names a tenant', `${BASE}/accept?tenant=42&inv=${TOKEN}`],
      ['an entity in a parameter', `${LINK}&customer&equals;42`],
      ['an entity before a parameter', `${LINK}&num;customer=42`],
      ['a mail address with an entity', `${LINK}&for=bob_b&commat;woodgrove.example`],
      ['an HTML-escaped parameter', `<a href="${LINK}&amp;company=W">accept</a>`],
      [
        'in a redirect',
        `https://s.example/?data=bob@woodgrove.example&u=${encodeURIComponent(LINK)}`,
      ],
      ['in a second copy', `${LINK}\n${LINK}&login_hint=bob`],
      ['without a scheme', `partners.example/accept?inv=${TOKEN}&customer=42`],
    ],
    'LINK_ALTERED',
    'CUSTOMER_DATA_IN_LINK',
  );

  test.each([
    ['its name', `${LINK}&ref=WoodgroveBank`],
    ['its name with dashes', `${LINK}#woodgrove-bank`],
    ['its name with encoded blanks', `${LINK}&ref=Woodgrove%20Bank`],
    ['its name as a path', `${BASE}/accept/woodgrove+bank?inv=${TOKEN}`],
    ['its name as a host', `https://woodgrovebank.partners.example/accept?inv=${TOKEN}`],
    ['its Chinese name', `${LINK}&ref=${encodeURIComponent('伍德格罗夫')}`],
  ])('%s, when it is known', (_case, text) => {
    const problems = problemsOf(text, ['Woodgrove Bank', '伍德格罗夫']);

    expect(problems).toEqual(['LINK_ALTERED', 'CUSTOMER_DATA_IN_LINK']);
  });

  test('not when it stands elsewhere in the text', () => {
    const text = `Dear Woodgrove Bank (woodgrove.example), follow ${LINK} please, bob@woodgrove.example.`;

    expect(problemsOf(text, ['Woodgrove Bank', 'woodgrove.example'])).toEqual([]);
  });
});

describe('names that stand in a link', () => {
  const NAMED: readonly InvitationEmailProblem[] = ['LINK_ALTERED', 'CUSTOMER_DATA_IN_LINK'];
  const UNNAMED: readonly InvitationEmailProblem[] = ['LINK_ALTERED'];

  test.each([
    ['nothing', '', UNNAMED],
    ['signs alone', '-.', UNNAMED],
    ['one letter', 'x', UNNAMED],
    ['two letters', 'xy', NAMED],
    ['what does not stand there', 'Woodgrove', UNNAMED],
  ])('%s of a name', (_case, name, expected) => {
    expect(problemsOf(`${LINK}&ref=xy`, [name])).toEqual(expected);
  });

  test.each([
    ['a colon', ':', '&colon;'],
    ['a slash', '/accept', '&sol;accept'],
    ['a question mark', '?', '&quest;'],
    ['a dot', '.', '&period;'],
    ['a question mark by its number', '?', '&#63;'],
    ['a question mark by its hexadecimal number', '?', '&#x3F;'],
    ['a question mark by its number in capitals', '?', '&#X3f;'],
  ])('the words of our own link are nobody’s, with %s as an entity', (_case, sign, entity) => {
    const redirect = `https://s.example/?u=${LINK.replace(sign, entity)}`;

    expect(problemsOf(redirect, ['Accept'])).toEqual(UNNAMED);
  });

  test.each([
    ['the last one', '&#x10ffff;', UNNAMED],
    ['one beyond it', '&#x110000;', NAMED],
  ])('a number stands for a sign up to the last one: %s', (_case, entity, expected) => {
    expect(problemsOf(`${LINK}${entity}`, ['10ffff', '110000'])).toEqual(expected);
  });
});

test.each([
  [3, ['LINK_ALTERED']],
  [4, []],
])('beside the link a page that is encoded %s times: %j', (times, expected) => {
  const page = Array.from({ length: times }).reduce<string>(
    (text) => encodeURIComponent(text),
    `${BASE}/accept?inv=other`,
  );

  expect(problemsOf(`${LINK} https://s.example/?u=${page}`)).toEqual(expected);
});

test.each([
  [2000, ['LINK_ALTERED']],
  [2001, []],
])('an anchor that begins %s characters before the link: %j', (distance, expected) => {
  const anchor = '<a href="https://evil.example">'.padEnd(distance);

  expect(problemsOf(`${anchor}${LINK}</a>`)).toEqual(expected);
});

test('a text of up to 100000 characters is looked at', () => {
  expect(MAX_EMAIL_TEXT_LENGTH).toBe(100_000);
});

test('all problems are told at once', () => {
  expect(problemsOf(`${LINK} ${LINK} ${LINK}&customer=42`)).toEqual([
    'LINK_ALTERED',
    'LINK_DUPLICATED',
    'CUSTOMER_DATA_IN_LINK',
  ]);
});

test.each([
  ['letters', 'a'],
  ['tags', '<a '],
  ['targets', '<a href="'],
  ['brackets', ']('],
  ['entities', '&amp;'],
  ['encodings', '%25'],
  ['hosts', 'a.'],
  ['links', `${LINK} `],
  ['changed links', `${LINK}x `],
])('a long text of %s is judged in time', (_case, part) => {
  const text = part.repeat(Math.floor(100_000 / part.length));
  const begin = process.hrtime.bigint();

  problemsOf(
    text,
    Array.from({ length: 100 }, (_, index) => `Customer ${index}`),
  );

  // Quadratic work on such a text takes minutes.
  expect(Number(process.hrtime.bigint() - begin) / 1e6).toBeLessThan(5000);
});

test('a token is recognised with its underscore as an entity', () => {
  const facts = { base: BASE, token: `${TOKEN}_x` };

  expect(validateInvitationEmail(`Your token: ${TOKEN}&lowbar;x`, facts)).toEqual(['LINK_ALTERED']);
});

test('a server on an IPv6 address has links too', () => {
  const facts = { base: 'http://[::1]:4000', token: TOKEN };
  const link = `http://[::1]:4000/accept?inv=${TOKEN}`;

  expect(validateInvitationEmail(`[accept](${link})`, facts)).toEqual([]);
  expect(validateInvitationEmail(`${link}&x=1`, facts)).toEqual(['LINK_ALTERED']);
});
