import type { InvitationNames, InvitationTexts } from './invitation-texts';

function askers({ reseller, jointPartner }: InvitationNames): string {
  return jointPartner === null ? reseller : `${reseller} and ${jointPartner}`;
}

function asks(names: InvitationNames): string {
  return `${askers(names)} ${names.jointPartner === null ? 'asks' : 'ask'}`;
}

export const EN_US: InvitationTexts = {
  subject: (names) => `${asks(names)} to work with you`,
  greeting: 'Hello,',
  introduction: (names) =>
    `${askers(names)} would like to work with you, alongside the partners you already have.`,
  asksWithPrivileges: (names) =>
    `${asks(names)} you for a reseller relationship and for delegated administrative privileges, that is, for administrative rights in your tenant. They are requested for these services: ${names.services}.`,
  asksWithoutPrivileges: (names) =>
    `${asks(names)} you for a reseller relationship, so that you can buy new services. No administrative privileges in your tenant are requested.`,
  mayGrantFewer: 'You may grant them for fewer services.',
  servedBy: (partner, { reseller }) => `${partner} would look after you on behalf of ${reseller}.`,
  maySell: (names) => `${askers(names)} may sell new subscriptions to your organization.`,
  mayAdminister: (names) =>
    `In your tenant, admin agents of ${askers(names)} may act as global administrators and helpdesk agents as helpdesk administrators for the services that you grant.`,
  seesSubscriptions:
    'For these services, the name, status, quantity and end of term of subscriptions that others sold you become visible to them, together with their Partner of Record; other terms do not.',
  neverIntroduction: 'Accepting never changes what you already have:',
  nevers: [
    'It changes no existing subscription.',
    'It moves no subscription to another offer, and the ownership of your account stays where it is.',
    'It changes no term and no obligation.',
    'It does not change the Partner of Record of any subscription.',
  ],
  removableLater:
    'You may remove the administrative privileges later, at any time, for one service or for all, without giving a reason.',
  removableAsAWhole:
    'You may remove the administrative privileges later, at any time, for the whole tenant, without giving a reason.',
  customerAgreement:
    'By accepting, you also accept the customer agreement, unless you have done so before.',
  whoAccepts: (place) =>
    place === null
      ? 'A global administrator of your organization has to accept.'
      : `A global administrator of your organization has to accept. Where: ${place}.`,
  followLink: 'Please sign in as a global administrator and follow this link:',
  linkLabel: 'Review and accept the request',
};
