import type { InvitationNames, InvitationTexts } from './invitation-texts';

function askers({ reseller, jointPartner }: InvitationNames): string {
  return jointPartner === null ? reseller : `${reseller} und ${jointPartner}`;
}

function verb({ jointPartner }: InvitationNames, one: string, several: string): string {
  return jointPartner === null ? one : several;
}

export const DE_DE: InvitationTexts = {
  subject: (names) =>
    `${askers(names)} ${verb(names, 'möchte', 'möchten')} mit Ihnen zusammenarbeiten`,
  greeting: 'Guten Tag,',
  introduction: (names) =>
    `${askers(names)} ${verb(names, 'möchte', 'möchten')} mit Ihnen zusammenarbeiten, neben den Partnern, die Sie bereits haben.`,
  asksWithPrivileges: (names) =>
    `${askers(names)} ${verb(names, 'bittet', 'bitten')} Sie um eine Handelspartnerbeziehung und um delegierte Administratorrechte, also um Administratorrechte in Ihrem Mandanten. Angefragt werden sie für diese Dienste: ${names.services}.`,
  asksWithoutPrivileges: (names) =>
    `${askers(names)} ${verb(names, 'bittet', 'bitten')} Sie um eine Handelspartnerbeziehung, damit Sie neue Dienste kaufen können. Administratorrechte in Ihrem Mandanten werden nicht angefragt.`,
  mayGrantFewer: 'Sie können sie auch für weniger Dienste erteilen.',
  servedBy: (partner, { reseller }) =>
    `Betreut würden Sie von ${partner}, einem indirekten Handelspartner von ${reseller}.`,
  maySell: (names) =>
    `${askers(names)} ${verb(names, 'darf', 'dürfen')} Ihrer Organisation neue Abonnements verkaufen.`,
  mayAdminister: (names) =>
    `In Ihrem Mandanten dürfen Administrator-Agents von ${askers(names)} als globale Administratoren und Helpdesk-Agents als Helpdeskadministratoren handeln, und zwar für die Dienste, für die Sie Rechte erteilen.`,
  seesSubscriptions:
    'Für diese Dienste werden dabei auch Name, Status, Menge und Laufzeitende der Abonnements sichtbar, die Ihnen andere verkauft haben, sowie deren eingetragener Partner (Partner of Record); andere Bedingungen nicht.',
  neverIntroduction: 'Ihre Zustimmung ändert nie etwas an dem, was Sie bereits haben:',
  nevers: [
    'Sie ändert kein bestehendes Abonnement.',
    'Sie stellt kein Abonnement auf ein anderes Angebot um und überträgt die Inhaberschaft Ihres Kontos nicht.',
    'Sie ändert keine Bedingung und keine Verpflichtung.',
    'Sie ändert bei keinem Abonnement den eingetragenen Partner (Partner of Record).',
  ],
  removableLater:
    'Sie können die delegierten Administratorrechte später jederzeit wieder entziehen, für einen Dienst oder für alle und ohne Angabe von Gründen.',
  removableAsAWhole:
    'Sie können die delegierten Administratorrechte später jederzeit wieder entziehen, für den gesamten Mandanten und ohne Angabe von Gründen.',
  customerAgreement:
    'Mit der Annahme stimmen Sie auch der Kundenvereinbarung zu, sofern Sie das nicht schon getan haben.',
  whoAccepts: (place) =>
    place === null
      ? 'Ein globaler Administrator Ihrer Organisation muss die Anfrage annehmen.'
      : `Ein globaler Administrator Ihrer Organisation muss die Anfrage annehmen. Wo: ${place}.`,
  followLink: 'Bitte melden Sie sich als globaler Administrator an, und folgen Sie diesem Link:',
  linkLabel: 'Anfrage prüfen und annehmen',
};
