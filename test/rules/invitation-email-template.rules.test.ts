import { CLOUD_POLICIES } from '../../src/kernel/cloud-instance';
import { LOCALES } from '../../src/kernel/locale';
import { namesOfServices } from '../../src/kernel/service-name';
import { validateInvitationEmail } from '../../src/modules/relationships/invitation-email.rules';
import {
  emailTemplate,
  type InvitationEmailFacts,
  invitationEmailLocale,
  invitationTerms,
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
    ['es', CHINA, 'es-ES'],
    ['it-CH', CHINA, 'it-IT'],
    ['de-DE', CHINA, 'de-DE'],
    ['xx-XX', GERMANY, 'de-DE'],
    ['', GLOBAL, 'en-US'],
    ['toString', CHINA, 'zh-CN'],
  ])('%s in $instance', (asked, policy, expected) => {
    expect(invitationEmailLocale(asked, policy)).toBe(expected);
  });
});

// What E4 and E5 demand, as the words of each language: privileges, R1 to R4, removal, who accepts.
const DEMANDED: Readonly<Record<(typeof LOCALES)[number], readonly RegExp[]>> = {
  'en-US': [
    /administrative rights in your tenant/,
    /changes no existing subscription/,
    /ownership of your account/,
    /no term and no obligation/,
    /Partner of Record/,
    /remove the administrative privileges later/,
    /global administrator/,
  ],
  'zh-CN': [
    /管理员权限/,
    /不会更改任何现有订阅/,
    /不会转移您帐户的所有权/,
    /不会更改任何条款或义务/,
    /登记合作伙伴/,
    /随时删除委派管理权限/,
    /全局管理员/,
  ],
  'es-ES': [
    /derechos administrativos en su inquilino/,
    /No cambia ninguna suscripción existente/,
    /titularidad de su cuenta/,
    /ninguna condición ni obligación/,
    /Partner of Record/,
    /quitar los privilegios de administración delegada más adelante/,
    /administrador global/,
  ],
  'it-IT': [
    /diritti amministrativi nel vostro tenant/,
    /Non modifica alcun abbonamento esistente/,
    /titolarità del vostro account/,
    /alcuna condizione né alcun obbligo/,
    /Partner of Record/,
    /revocare i privilegi amministrativi delegati in seguito/,
    /amministratore globale/,
  ],
  'de-DE': [
    /Administratorrechte in Ihrem Mandanten/,
    /kein bestehendes Abonnement/,
    /Inhaberschaft Ihres Kontos/,
    /keine Bedingung und keine Verpflichtung/,
    /Partner of Record/,
    /delegierten Administratorrechte später jederzeit wieder entziehen/,
    /globaler Administrator/,
  ],
};

/** Of any language: that privileges may be taken back. */
const REMOVAL = LOCALES.map((locale) => DEMANDED[locale][5]?.source).join('|');

describe.each(LOCALES)('the text in %s', (locale) => {
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
    expect(kept.join('\n')).toContain(namesOfServices(['DYNAMICS', 'INTUNE'], locale));
    expect(kept.join('\n')).toContain(CHINA.acceptancePlace?.[locale]);
    for (const words of DEMANDED[locale]) expect(kept.join('\n')).toMatch(words);
  });

  test.each(Object.values(CLOUD_POLICIES))(
    'holds its link once and unchanged in $instance',
    (policy) => {
      const email = emailTemplate(locale, facts({ policy, services: policy.services }));

      expect(validateInvitationEmail(email.plainText, LINK)).toEqual([]);
      expect(validateInvitationEmail(email.html, LINK)).toEqual([]);
      expect(email.plainText.split(URL)).toHaveLength(2);
      expect(email.html.split(URL)).toHaveLength(2);
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

    expect(email.plainText).not.toMatch(new RegExp(REMOVAL));
    expect(email.plainText).not.toMatch(/Dynamics/);
  });

  test('makes no paragraph of a name with line breaks, and lets no name turn the writing', () => {
    const email = emailTemplate(locale, facts({ resellerName: 'Fabrikam\n\n\u202eServices' }));

    expect(email.subject).toContain('Fabrikam Services');
    expect(email.plainText.split('\n\n')).toHaveLength(email.paragraphs.length);
  });

  test('as HTML holds the same paragraphs, escaped, and names the link in words', () => {
    const email = emailTemplate(locale, facts({ resellerName: `<b onclick="x">'A&B'</b>` }));
    const items = [...email.html.matchAll(/<p>(.*?)<\/p>/gs)].map((match) => match[1]);

    expect(items).toHaveLength(email.paragraphs.length);
    expect(email.html).not.toContain('<b ');
    expect(email.html).toContain('&lt;b onclick=&quot;x&quot;&gt;&#39;A&amp;B&#39;&lt;/b&gt;');
    expect(email.html).toContain(`lang="${locale}"`);
    expect(items.at(-1)).toMatch(/^<a href="[^"]+">[^<>]*[^<>\s][^<>]*<\/a>$/);
    expect(email.paragraphs.at(-1)?.text).toBe(URL);
  });

  test('offers fewer services only where privileges are granted per service (D15)', () => {
    const [perService, wholeTenant] = [CHINA, GLOBAL].map((policy) =>
      invitationTerms(locale, facts({ policy })),
    );

    expect(perService?.asks.length).toBeGreaterThan(wholeTenant?.asks.length ?? 0);
    expect(perService?.removableLater).not.toBe(wholeTenant?.removableLater);
  });

  test('offers nothing to grant where no privileges are asked for', () => {
    const asks = (policy: typeof CHINA, withDelegatedAdmin: boolean): string =>
      invitationTerms(locale, facts({ policy, withDelegatedAdmin })).asks;

    expect(asks(CHINA, false)).toBe(asks(GLOBAL, false));
    expect(asks(GLOBAL, false)).not.toBe(asks(GLOBAL, true));
  });

  test('names a partner that invites jointly once, and one that serves in a sentence more', () => {
    const namings = (policy: typeof CHINA): number =>
      invitationTerms(locale, facts({ policy, partnerName: 'Adatum' })).asks.split('Adatum').length;

    expect([namings(GLOBAL), namings(CHINA)]).toEqual([2, 2]);
  });

  test('puts a blank between sentences, in all languages but Chinese', () => {
    const { asks } = invitationTerms(locale, facts());

    expect(asks).toMatch(locale === 'zh-CN' ? /。(?=\S)/ : /\. (?=\S)/);
    expect(asks).not.toMatch(/。\s|\.(?=\p{Lu})/u);
  });

  test('a partner that serves for its provider is named but asks for nothing (R22, R23)', () => {
    const asked = (policy: typeof CHINA): string =>
      emailTemplate(locale, facts({ policy, partnerName: 'Adatum' })).subject;

    expect(asked(CHINA)).not.toContain('Adatum');
    expect(asked(GLOBAL)).toContain('Adatum');
  });

  test('the accept page says the sentences of the e-mail (E4, E5)', () => {
    const { plainText } = emailTemplate(locale, facts());
    const terms = invitationTerms(locale, facts());

    expect(terms.neverChanges).toHaveLength(4);
    for (const said of [terms.asks, terms.removableLater, terms.whoAccepts, ...terms.neverChanges])
      expect(plainText).toContain(said);
    expect(terms.willChange).toHaveLength(3);
    expect(terms).toMatchObject({ locale, customerAgreement: null });
    expect(terms.serviceNames.join()).toBe('Dynamics,Intune');
  });

  test('the accept page of a link without privileges promises no end of them', () => {
    const terms = invitationTerms(
      locale,
      facts({ policy: GLOBAL, withDelegatedAdmin: false, services: [] }),
    );

    expect(terms).toMatchObject({ services: [], serviceNames: [], removableLater: null });
    expect(terms.willChange).toHaveLength(1);
    expect(terms.customerAgreement).toBeTruthy();
  });
});

test('nothing of a text is the same in two languages', () => {
  const said = LOCALES.flatMap((locale) => {
    const { paragraphs, subject } = emailTemplate(locale, facts({ policy: GLOBAL }));
    return [subject, ...paragraphs.slice(0, -1).map(({ text }) => text)];
  });

  expect(new Set(said).size).toBe(said.length);
});
