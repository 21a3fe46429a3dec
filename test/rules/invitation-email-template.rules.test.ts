import { CLOUD_POLICIES } from '../../src/kernel/cloud-instance';
import { validateInvitationEmail } from '../../src/modules/relationships/invitation-email.rules';
import {
  emailTemplate,
  INVITATION_EMAIL_LOCALES,
  type InvitationEmailFacts,
  invitationEmailLocale,
} from '../../src/modules/relationships/invitation-email-template.rules';
import { invitationUrl } from '../../src/modules/relationships/invitation-link.rules';
import { CHINA, GERMANY, GLOBAL } from '../support/rule-facts';

const LINK = {
  base: 'https://partners.example',
  token: 'Zm9vYmFyLWJhel9xdXV4LTAxMjM0NTY3ODlhYmNkZWY',
};
const URL = invitationUrl(LINK.base, LINK.token);

function facts(overrides: Partial<InvitationEmailFacts> = {}): InvitationEmailFacts {
  return {
    policy: CHINA,
    resellerName: 'Fabrikam Services',
    partnerName: null,
    services: ['DYNAMICS', 'INTUNE'],
    withDelegatedAdmin: true,
    url: URL,
    ...overrides,
  };
}

describe('the locale (E1)', () => {
  test.each([
    ['zh-CN', CHINA, 'zh-CN'],
    ['en-US', CHINA, 'en-US'],
    ['EN-us', CHINA, 'en-US'],
    ['zh_CN', GLOBAL, 'zh-CN'],
    ['zh', GLOBAL, 'zh-CN'],
    ['en', CHINA, 'en-US'],
    ['xx-XX', CHINA, 'zh-CN'],
    ['xx-XX', GLOBAL, 'en-US'],
    [null, CHINA, 'zh-CN'],
    [undefined, GLOBAL, 'en-US'],
    ['xx-XX', GERMANY, 'en-US'],
    ['toString', CHINA, 'zh-CN'],
  ])('%s in $instance', (asked, policy, expected) => {
    expect(invitationEmailLocale(asked, policy)).toBe(expected);
  });
});

// What E4 and E5 demand, as the words of each language.
const DEMANDED: Readonly<Record<string, readonly RegExp[]>> = {
  'en-US': [
    /administrative rights in your tenant/,
    /changes no existing subscription/,
    /ownership of your account/,
    /no term and no obligation/,
    /Partner of Record/,
    /remove the administrative privileges later/,
    /global administrator/,
    /Dynamics and Intune/,
  ],
  'zh-CN': [
    /管理员权限/,
    /不会更改任何现有订阅/,
    /不会转移您帐户的所有权/,
    /不会更改任何条款或义务/,
    /记录合作伙伴/,
    /随时删除委派管理权限/,
    /全局管理员/,
    /Dynamics、Intune/,
  ],
};

test('every locale with a text is looked at here', () => {
  expect(Object.keys(DEMANDED).sort()).toEqual([...INVITATION_EMAIL_LOCALES].sort());
});

describe.each(INVITATION_EMAIL_LOCALES)('the text in %s', (locale) => {
  test('names the reseller in its subject and body', () => {
    const email = emailTemplate(locale, facts());

    expect(email.locale).toBe(locale);
    expect(email.subject).toContain('Fabrikam Services');
    expect(email.plainText).toContain('Fabrikam Services');
  });

  test('still says all it must when both editable paragraphs are deleted (E2, E4, E5)', () => {
    const { paragraphs } = emailTemplate(locale, facts());
    const kept = paragraphs.filter(({ editable }) => !editable).map(({ text }) => text);

    expect(paragraphs.map(({ editable }) => editable).slice(0, 3)).toEqual([true, true, false]);
    expect(kept).toHaveLength(paragraphs.length - 2);
    expect(kept.join('\n')).toContain('Fabrikam Services');
    for (const words of DEMANDED[locale] ?? []) expect(kept.join('\n')).toMatch(words);
  });

  test.each(Object.values(CLOUD_POLICIES))(
    'holds its link once and unchanged in $instance',
    (policy) => {
      const email = emailTemplate(locale, facts({ policy, services: policy.services }));

      expect(validateInvitationEmail(email.plainText, LINK)).toEqual([]);
      expect(email.paragraphs.find(({ text }) => text.includes(URL))).toEqual({
        text: URL,
        editable: false,
      });
    },
  );

  test('may be edited but for the link outside 21Vianet (E2)', () => {
    const { paragraphs } = emailTemplate(locale, facts({ policy: GLOBAL }));

    expect(paragraphs.filter(({ editable }) => !editable)).toEqual([
      { text: URL, editable: false },
    ]);
  });

  test('asks for the customer agreement only where the instance does (R20)', () => {
    const inChina = emailTemplate(locale, facts()).paragraphs.length;

    expect(emailTemplate(locale, facts({ policy: GLOBAL })).paragraphs).toHaveLength(inChina + 1);
  });

  test('names both partners of a two-tier invitation', () => {
    const email = emailTemplate(locale, facts({ partnerName: 'Adatum Distribution' }));

    expect(email.plainText).toContain('Adatum Distribution');
  });

  test('does not speak of privileges that are not asked for', () => {
    const email = emailTemplate(locale, facts({ withDelegatedAdmin: false, services: [] }));

    expect(email.plainText).not.toMatch(/remove the administrative privileges|删除委派管理权限/);
    expect(email.plainText).not.toMatch(/Dynamics/);
  });

  test('makes no paragraph of a name with line breaks', () => {
    const email = emailTemplate(locale, facts({ resellerName: 'Fabrikam\n\nServices' }));

    expect(email.subject).toContain('Fabrikam Services');
    expect(email.plainText.split('\n\n')).toHaveLength(email.paragraphs.length);
  });
});
