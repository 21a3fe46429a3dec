import type { CloudPolicy } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';

export interface InvitationEmailParagraph {
  readonly text: string;
  /** The reseller may edit or delete it (E2). The paragraph with the link never is. */
  readonly editable: boolean;
}

export interface InvitationEmail {
  readonly locale: string;
  readonly subject: string;
  readonly paragraphs: readonly InvitationEmailParagraph[];
  /** The paragraphs, an empty line between each two. */
  readonly plainText: string;
}

export interface InvitationEmailFacts {
  readonly policy: Pick<
    CloudPolicy,
    'invitationTextEditable' | 'agreementCheck' | 'defaultLocale' | 'fallbackLocale'
  >;
  readonly resellerName: string;
  /** The second partner of a two-tier invitation. */
  readonly partnerName: string | null;
  readonly services: readonly Service[];
  readonly withDelegatedAdmin: boolean;
  readonly url: string;
}

interface Names {
  readonly reseller: string;
  readonly partner: string | null;
  readonly services: string;
}

interface Template {
  readonly services: Readonly<Record<Service, string>>;
  readonly join: (names: readonly string[]) => string;
  readonly subject: (names: Names) => string;
  readonly greeting: string;
  readonly introduction: (names: Names) => string;
  readonly asksWithPrivileges: (names: Names) => string;
  readonly asksWithoutPrivileges: (names: Names) => string;
  /** R1 to R4 in plain words (E5). */
  readonly nothingChanges: string;
  readonly removableLater: string;
  readonly customerAgreement: string;
  readonly whoAccepts: string;
}

const EN_US: Template = {
  services: {
    EXCHANGE_OFFICE: 'Exchange and Office',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: 'all other services',
  },
  join: (names) => new Intl.ListFormat('en-US', { type: 'conjunction' }).format(names),
  subject: ({ reseller }) => `${reseller} asks to work with you`,
  greeting: 'Hello,',
  introduction: ({ reseller }) =>
    `${reseller} would like to work with you, beside the partners you already have.`,
  asksWithPrivileges: ({ reseller, partner, services }) =>
    `${partner ? `${reseller} and ${partner} ask` : `${reseller} asks`} you for a reseller relationship and for delegated administrative privileges. These are administrative rights in your tenant. They are asked for these services: ${services}. You may grant fewer.`,
  asksWithoutPrivileges: ({ reseller, partner }) =>
    `${partner ? `${reseller} and ${partner} ask` : `${reseller} asks`} you for a reseller relationship, for new purchases of any service. No administrative privileges in your tenant are asked for.`,
  nothingChanges:
    'Accepting never changes what you already have: it changes no existing subscription; it moves no subscription to another offer and does not move the ownership of your account; it changes no term and no obligation; it does not change the Partner of Record of any subscription.',
  removableLater:
    'You may remove the administrative privileges later, at any time, for one service or for all, without giving a reason.',
  customerAgreement:
    'With the acceptance you also accept the customer agreement, unless you have done so before.',
  whoAccepts:
    'A global administrator of your organization has to accept. Please sign in as one and follow this link:',
};

const ZH_CN: Template = {
  services: {
    EXCHANGE_OFFICE: 'Exchange 和 Office',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: '所有其他服务',
  },
  join: (names) => names.join('、'),
  subject: ({ reseller }) => `${reseller} 希望与您合作`,
  greeting: '您好：',
  introduction: ({ reseller }) => `${reseller} 希望在您现有合作伙伴之外，与您建立合作。`,
  asksWithPrivileges: ({ reseller, partner, services }) =>
    `${partner ? `${reseller} 和 ${partner}` : reseller} 请求与您建立经销商关系，并请求委派管理权限。委派管理权限是指在您的租户中的管理员权限，所涉及的服务为：${services}。您可以只授予其中一部分服务的权限。`,
  asksWithoutPrivileges: ({ reseller, partner }) =>
    `${partner ? `${reseller} 和 ${partner}` : reseller} 请求与您建立经销商关系，以便您购买任何新的服务。本请求不包含您租户中的任何管理员权限。`,
  nothingChanges:
    '接受请求绝不会改变您现有的任何内容：不会更改任何现有订阅；不会将订阅转换为其他产品，也不会转移您帐户的所有权；不会更改任何条款或义务；不会更改任何订阅的记录合作伙伴。',
  removableLater:
    '您以后可以随时删除委派管理权限，可以只针对某项服务，也可以针对全部服务，无需说明理由。',
  customerAgreement: '接受请求的同时，您也接受客户协议（之前已接受的除外）。',
  whoAccepts: '必须由贵组织的全局管理员接受请求。请以全局管理员身份登录，并打开以下链接：',
};

const TEMPLATES: Readonly<Record<string, Template>> = { 'en-US': EN_US, 'zh-CN': ZH_CN };

/** Locales with a text of their own. */
export const INVITATION_EMAIL_LOCALES: readonly string[] = Object.keys(TEMPLATES);

/** E1: the locale asked for, a bare language included; otherwise the instance's default, then its fallback. */
export function invitationEmailLocale(
  asked: string | null | undefined,
  policy: Pick<CloudPolicy, 'defaultLocale' | 'fallbackLocale'>,
): string {
  const wanted = asked?.replace('_', '-').toLowerCase();
  const known = INVITATION_EMAIL_LOCALES.find(
    (locale) => locale.toLowerCase() === wanted || locale.split('-')[0] === wanted,
  );
  if (known !== undefined) return known;
  return policy.defaultLocale in TEMPLATES ? policy.defaultLocale : policy.fallbackLocale;
}

/**
 * The text that a reseller sends itself (E1, E2, E4, E5, E6). What E4 and E5 demand stands behind the two
 * paragraphs that may be deleted everywhere.
 */
export function emailTemplate(
  locale: string | null | undefined,
  facts: InvitationEmailFacts,
): InvitationEmail {
  const chosen = invitationEmailLocale(locale, facts.policy);
  const template = TEMPLATES[chosen] ?? EN_US;
  const names: Names = {
    reseller: oneLine(facts.resellerName),
    partner: facts.partnerName === null ? null : oneLine(facts.partnerName),
    services: template.join(facts.services.map((service) => template.services[service])),
  };
  const { policy, withDelegatedAdmin } = facts;
  const texts = [
    template.greeting,
    template.introduction(names),
    withDelegatedAdmin ? template.asksWithPrivileges(names) : template.asksWithoutPrivileges(names),
    template.nothingChanges,
    ...(withDelegatedAdmin ? [template.removableLater] : []),
    ...(policy.agreementCheck === 'CUSTOMER_AGREEMENT' ? [template.customerAgreement] : []),
    template.whoAccepts,
  ];
  const isEditable = (index: number): boolean =>
    policy.invitationTextEditable === 'ALL_BUT_THE_LINK' || index < 2;
  const paragraphs = [
    ...texts.map((text, index) => ({ text, editable: isEditable(index) })),
    { text: facts.url, editable: false },
  ];
  return {
    locale: chosen,
    subject: template.subject(names),
    paragraphs,
    plainText: paragraphs.map(({ text }) => text).join('\n\n'),
  };
}

/** A name with line breaks in it would make paragraphs of its own. */
function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
