/**
 * The rules of the multi-partner model. The text of a rule is its public description and stands alone:
 * it appears in the schema and, printed, in `docs/rules.md`. Numbers never change their meaning.
 */
export const RULES = {
  R1: 'No relationship operation (request, acceptance, decline, cancellation, expiry, grant or end of delegated administrative privileges, removal) changes any field of an existing subscription. This holds for everyone, the operator included.',
  R2: 'No relationship operation moves an existing subscription to another offer, and none moves the ownership of a subscription or of the customer’s account.',
  R3: 'No relationship operation changes terms or obligations: term, dates, billing cycle or type, price, renewal, refund options, agreements.',
  R4: 'No relationship operation changes the Partner of Record of any subscription.',
  R5: 'Only the transacting reseller, the one that sold a subscription, changes it. Any other reseller, with or without delegated administrative privileges, cannot add or remove seats, order add-ons, move it to another offer, suspend, rename or cancel it, change its renewal or its Partner of Record.',
  R6: 'The transacting reseller keeps all rights and duties on its subscriptions, whatever relationships the customer adds. It is not asked and need not consent.',
  R7: 'After the acceptance the reseller may sell new subscriptions. It is the transacting reseller of each, is billed for those only, and is their Partner of Record unless it is an indirect provider that names its indirect reseller.',
  R8: 'A sale or upgrade is refused when the customer already holds the target offer, or services it contains, from any reseller or channel. Its seller must cancel the old one first.',
  R9: 'There is at most one active relationship of a customer and a reseller. Accepting again returns the existing one and may add privileges; it never creates a second.',
  R10: 'A customer may have any number of reseller relationships at once.',
  R11: 'An invitation link identifies the reseller account and holds no information about any customer. Nothing may be added to it.',
  R12: 'The same invitation link may be used for any number of customers and does not expire by itself. A revoked link is refused.',
  R13: 'The text of an invitation e-mail may be edited; its link must stay in it, once and unchanged.',
  R14: 'Whether a relationship request includes delegated administrative privileges depends on the cloud instance: always in 21Vianet and Germany, as the reseller chooses in the global instance. US Government has no relationship requests.',
  R15: 'Only a global administrator of the customer’s tenant, signed in, accepts or declines. The tenant of that session decides which customer it is; where the request names a tenant, it must be that one. A request that names none stands in no customer’s list; a global administrator who is given its id decides it for the own tenant.',
  R16: 'Customer and reseller must be in the same country or authorised region, and so must an indirect provider and its reseller. An unknown country matches nothing.',
  R17: 'Customer and reseller must be in the same cloud instance.',
  R18: 'A suspended reseller cannot create invitations or customers, request relationships, be accepted, sell, change seat counts, order add-ons or upgrade; it may manage what exists otherwise. A restricted one cannot create invitations or customers, request relationships, be accepted, sell or add seats.',
  R19: 'The tenant in which a partner sells cannot be the customer of any partner, its own account included. A separate tenant may. This is decided when a user of a partner’s tenant accepts.',
  R20: 'Where the cloud instance asks for it (global, US Government), the customer agreement is accepted with, or before, the acceptance of a relationship, and buying without it is refused. In 21Vianet the reseller must have signed its reseller agreement instead.',
  R21: 'For one service a customer has at most one partner that both sells it and holds delegated administrative privileges for it. Partners that do not sell the service may hold privileges too. A conflict refuses the whole acceptance; a sale that would make a second such partner is refused in the same way.',
  R22: 'In the indirect model of 21Vianet the provider creates the invitation and sends it itself or through its resellers; an indirect reseller cannot create one. The provider owns the relationship; the customer may grant privileges to another reseller.',
  R23: 'In the indirect model of the global instance one link asks for two relationships at once, with the indirect reseller and with its provider: both or none. The two need an active partnership, and the provider needs its own relationship to place orders.',
  R24: 'Only the reseller that made a request may cancel it, and only while it is pending.',
  R25: 'A pending request expires after 90 days. The invitation link stays valid.',
  R26: 'The customer’s global administrator may remove delegated administrative privileges from one, several or all partners, per service, at any time, without a reason. A reseller gives up its own instead.',
  R27: 'When delegated administrative privileges end, directory role assignments, administration on behalf of the customer and service requests on its behalf end. These stay: customer record, reseller relationship, subscriptions, billing, renewals, the reseller’s duty to support the customer under its agreement, Azure role assignments on subscriptions already provisioned.',
  R28: 'A partner may give up its own delegated administrative privileges and keep the relationship.',
  R29: 'A partner never grants delegated administrative privileges to itself, nor accepts its own request. Lost privileges come back only through a new request that the customer accepts.',
  R30: 'Only a global administrator of the reseller removes a relationship, and only when no subscription that this reseller sold to the customer is active or being provisioned, and no reservation and no uncancelled software purchase remains.',
  R31: 'A removal never suspends or changes a subscription to make itself possible.',
  R32: 'When a relationship is removed, no subscription is touched: the customer leaves the reseller’s list of customers, the reseller leaves the list of support contacts, its delegated administrative privileges end, and it cannot buy for the customer. The removed relationship stays readable with its history, and a new request may be made later. The reseller’s own suspended subscriptions stay readable for it; writing to them is refused.',
  R33: 'Ending a partnership of an indirect provider and its reseller removes no customer and no privilege. Both partners receive an event.',
  R34: 'A customer cannot remove a relationship itself, only the privileges.',
  R35: 'A customer’s administrators see every partner it works with and, per service, which of them holds delegated administrative privileges.',
  R36: 'A reseller sees only customers with which it has an active relationship. Its own removed relationships stay readable, without the customer behind them. Unknown and foreign customers look the same.',
  R37: 'A reseller sees in full the subscriptions it sold. While it holds delegated administrative privileges for a service, it sees what others sold of that service in a reduced form: id, offer name, service, status, quantity, end of commitment and the name of the Partner of Record. Without privileges it sees none of them. Withheld fields are null and listed in redactedFields, and nothing can be filtered or ordered by them, except in a list of the reseller’s own sales.',
  R38: 'A reseller sees that another partner holds delegated administrative privileges for a service (its name, neither users nor dates) only when it holds them for that service itself or when a conflict names that partner.',
  R39: 'Customers cannot change their own subscriptions; only the reseller that sold them can. In 21Vianet there are no Azure offers, and partners cannot manage user licences or reset passwords through an API.',
  R40: 'A write that edits fields needs the current etag in ifMatch. A write that moves a state (accept, decline, cancel, remove and the like) compares one where it is given. A missing or old etag is answered after all other rules.',
  R41: 'A write may carry a client request id. The same id with the same input answers with the stored result and has no second effect; with another input, or while the first call still runs, it is refused. Present rights are asked again for a repetition. Only accepted changes are remembered; refusals and dry runs are not.',
  R42: 'Every attempt to write, accepted or refused, makes one audit record with actor, rule, code, old and new value and correlation id. Calls without a token are not recorded, and of dry runs only the refused ones are. Old values are shown only to readers who see the object in full.',
  R43: 'The quantity of a subscription cannot change while it is suspended, stays within the limits of its offer, and cannot be lowered any more once the time for cancellation is over. A deleted subscription never changes.',
  R44: 'The support contact of a subscription is a partner with an active relationship to the customer and, in the indirect model, a reseller of the provider. Without one it is the provider, and a contact that loses its relationship is shown as the provider.',
  R45: 'An upgrade needs an active subscription, delegated administrative privileges for its service, no overlap with what the customer already holds, and an existing upgrade path.',
  R46: 'An add-on needs an ACTIVE base sold by the same reseller. Suspending the base suspends its add-ons; an add-on cannot be enabled while its base is not ACTIVE.',
  R47: 'A suspended subscription not reactivated is deleted with its data: after 60 days in 21Vianet; after 90 days elsewhere (up to 120 when the first billing period was offset).',
} as const;

export type Rule = keyof typeof RULES;

export const Rule = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, rule])) as {
  readonly [Name in Rule]: Name;
};
