import type { CloudPolicy } from '../../kernel/cloud-instance';
import { type Locale, localeFor } from '../../kernel/locale';
import type { Service } from '../../kernel/service';
import { namesOfServices, SERVICE_NAMES } from '../../kernel/service-name';
import { DE_DE } from './invitation-texts/de-de';
import { EN_US } from './invitation-texts/en-us';
import { ES_ES } from './invitation-texts/es-es';
import type { InvitationNames, InvitationTexts } from './invitation-texts/invitation-texts';
import { IT_IT } from './invitation-texts/it-it';
import { ZH_CN } from './invitation-texts/zh-cn';

const TEXTS: Readonly<Record<Locale, InvitationTexts>> = {
  'en-US': EN_US,
  'zh-CN': ZH_CN,
  'es-ES': ES_ES,
  'it-IT': IT_IT,
  'de-DE': DE_DE,
};

export interface InvitationEmailParagraph {
  readonly text: string;
  /** The reseller may edit or delete it (E2). The paragraph with the link never is. */
  readonly editable: boolean;
}

export interface InvitationEmail {
  readonly locale: Locale;
  readonly subject: string;
  readonly paragraphs: readonly InvitationEmailParagraph[];
  /** The paragraphs, an empty line between each two. */
  readonly plainText: string;
  /** The same as HTML; the link is the target of the last paragraph and stands nowhere else. */
  readonly html: string;
}

/** What is asked and promised, before anyone signs in. */
export interface InvitationTerms {
  readonly locale: Locale;
  readonly asks: string;
  /** For which privileges are asked; empty without them. */
  readonly services: readonly Service[];
  readonly serviceNames: readonly string[];
  readonly willChange: readonly string[];
  readonly neverChanges: readonly string[];
  readonly removableLater: string | null;
  readonly customerAgreement: string | null;
  readonly whoAccepts: string;
}

export interface InvitationTextFacts {
  readonly policy: Pick<
    CloudPolicy,
    | 'acceptancePlace'
    | 'agreementCheck'
    | 'defaultLocale'
    | 'indirectResellerInvites'
    | 'invitationTextEditable'
    | 'privilegeUnit'
  >;
  readonly resellerName: string;
  /** The second partner of a two-tier invitation. */
  readonly partnerName: string | null;
  readonly services: readonly Service[];
  readonly withDelegatedAdmin: boolean;
}

export interface InvitationEmailFacts extends InvitationTextFacts {
  readonly url: string;
}

/** E1: the locale asked for, a bare language included; otherwise the instance's default. */
export function invitationEmailLocale(
  asked: string | null | undefined,
  policy: Pick<CloudPolicy, 'defaultLocale'>,
): Locale {
  return localeFor(asked ?? '') ?? policy.defaultLocale;
}

/**
 * The text that a reseller sends itself (E1, E2, E4, E5, E6). What E4 and E5 demand stands behind the two
 * paragraphs that may be deleted everywhere.
 */
export function emailTemplate(
  locale: string | null | undefined,
  facts: InvitationEmailFacts,
): InvitationEmail {
  const { policy, withDelegatedAdmin, url } = facts;
  const chosen = invitationEmailLocale(locale, policy);
  const texts = TEXTS[chosen];
  const names = namesIn(chosen, facts);
  const subject = texts.subject(names);
  const bodies = [
    texts.greeting,
    texts.introduction(names),
    asks(texts, chosen, facts),
    [texts.neverIntroduction, ...texts.nevers.map((never) => `- ${never}`)].join('\n'),
    ...(withDelegatedAdmin ? [removableLater(texts, facts)] : []),
    ...(asksForAgreement(facts) ? [texts.customerAgreement] : []),
    sentences(chosen, [whoAccepts(texts, chosen, facts), texts.followLink]),
  ];
  const isEditable = (index: number): boolean =>
    policy.invitationTextEditable === 'ALL_BUT_THE_LINK' || index < 2;
  const paragraphs = [
    ...bodies.map((text, index) => ({ text, editable: isEditable(index) })),
    { text: url, editable: false },
  ];
  return {
    locale: chosen,
    subject,
    paragraphs,
    plainText: paragraphs.map(({ text }) => text).join('\n\n'),
    html: htmlOf(chosen, bodies, { url, label: texts.linkLabel }),
  };
}

/** What an accept page shows of a link in force: the sentences of the e-mail, and what will change. */
export function invitationTerms(
  locale: string | null | undefined,
  facts: InvitationTextFacts,
): InvitationTerms {
  const { services, withDelegatedAdmin, policy } = facts;
  const chosen = invitationEmailLocale(locale, policy);
  const texts = TEXTS[chosen];
  const names = namesIn(chosen, facts);
  return {
    locale: chosen,
    asks: asks(texts, chosen, facts),
    services,
    serviceNames: services.map((service) => SERVICE_NAMES[chosen][service]),
    willChange: [
      texts.maySell(names),
      ...(withDelegatedAdmin ? [texts.mayAdminister(names), texts.seesSubscriptions] : []),
    ],
    neverChanges: texts.nevers,
    removableLater: withDelegatedAdmin ? removableLater(texts, facts) : null,
    customerAgreement: asksForAgreement(facts) ? texts.customerAgreement : null,
    whoAccepts: whoAccepts(texts, chosen, facts),
  };
}

/** R22, R23: where both invite together both get a relationship; elsewhere one serves for the other. */
function isJoint({ policy }: InvitationTextFacts): boolean {
  return policy.indirectResellerInvites === 'JOINTLY_WITH_PROVIDER';
}

function partnerNameIn({ partnerName }: InvitationTextFacts): string | null {
  return partnerName === null ? null : oneLine(partnerName);
}

function namesIn(locale: Locale, facts: InvitationTextFacts): InvitationNames {
  return {
    reseller: oneLine(facts.resellerName),
    jointPartner: isJoint(facts) ? partnerNameIn(facts) : null,
    services: namesOfServices(facts.services, locale),
  };
}

function asks(texts: InvitationTexts, locale: Locale, facts: InvitationTextFacts): string {
  const { withDelegatedAdmin, policy } = facts;
  const names = namesIn(locale, facts);
  const serving = isJoint(facts) ? null : partnerNameIn(facts);
  const mayGrantFewer = withDelegatedAdmin && policy.privilegeUnit === 'PER_SERVICE';
  return sentences(locale, [
    withDelegatedAdmin ? texts.asksWithPrivileges(names) : texts.asksWithoutPrivileges(names),
    ...(mayGrantFewer ? [texts.mayGrantFewer] : []),
    ...(serving === null ? [] : [texts.servedBy(serving, names)]),
  ]);
}

function removableLater(texts: InvitationTexts, { policy }: InvitationTextFacts): string {
  return policy.privilegeUnit === 'PER_SERVICE' ? texts.removableLater : texts.removableAsAWhole;
}

/** Chinese has no blank after a full stop. */
function sentences(locale: Locale, all: readonly string[]): string {
  return all.join(locale === 'zh-CN' ? '' : ' ');
}

function asksForAgreement({ policy }: InvitationTextFacts): boolean {
  return policy.agreementCheck === 'CUSTOMER_AGREEMENT';
}

function whoAccepts(texts: InvitationTexts, locale: Locale, facts: InvitationTextFacts): string {
  return texts.whoAccepts(facts.policy.acceptancePlace?.[locale] ?? null);
}

// A name with line breaks would make paragraphs of its own; one that turns the direction of writing
// would rearrange what is said of it.
function oneLine(name: string): string {
  return name
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

interface HtmlLink {
  readonly url: string;
  readonly label: string;
}

/** A link shown as text beside its target would stand there twice (E3), so its label is words. */
function htmlOf(locale: Locale, bodies: readonly string[], { url, label }: HtmlLink): string {
  const paragraphs = bodies.map((text) => escapeHtml(text).replaceAll('\n', '<br>\n'));
  const link = `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
  const body = [...paragraphs, link].map((it) => `<p>${it}</p>`).join('\n');
  return `<div lang="${locale}">\n${body}\n</div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
