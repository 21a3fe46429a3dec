/**
 * The rules of the multi-partner model, numbered as in the product's domain reference. The text of a
 * rule is its public description: it appears in the schema and, printed, in `docs/rules.md`.
 */
export const RULES = {
  R1: 'No relationship operation (request, accept, decline, cancel, expire, DAP grant or end, removal) changes any field of an existing subscription.',
  R2: 'No relationship operation transitions existing subscriptions or moves ownership of the customer’s account.',
  R3: 'No relationship operation changes terms or obligations: term, dates, billing cycle or type, price, renewal, refund options, agreements.',
  R4: 'No relationship operation changes the PoR of any subscription.',
  R5: 'A reseller that is not the original (transacting) reseller of a subscription cannot remove seats, order add-ons, transition, migrate or change its PoR, with or without DAP. We also refuse adding seats, suspending, renaming, cancelling and renewal settings.',
  R6: 'The transacting reseller keeps all rights and duties on its subscriptions, whatever relationships the customer adds. It is not asked and need not consent.',
  R7: 'After acceptance the reseller may sell new subscriptions; each new one has that reseller as transacting reseller, and as PoR unless an indirect provider names its reseller (section 13). It is billed for those only.',
  R8: 'A sale or upgrade is refused when the customer already holds the target offer, or services it contains, from any reseller or channel. The old one must be cancelled first by its seller.',
  R9: 'At most one ACTIVE relationship per (customer, reseller). Accepting again returns the existing one and may add privileges; it never creates a second.',
  R10: 'A customer may have any number of reseller relationships at once.',
  R11: 'The link identifies the reseller account and holds no customer information.',
  R12: 'The same link may be used for any number of customers and does not expire by itself. A revoked link is refused.',
  R13: 'The e-mail text may be edited; the link must remain unchanged and present (section 8).',
  R14: '21Vianet: every request includes DAP. Global: DAP optional. Germany: DAP mandatory. US Government: no requests at all (section 7).',
  R15: 'Only a global administrator of the customer tenant, signed in, accepts or declines. The tenant of that session decides which customer it is; it must match the request’s tenant when it names one. A request without customerTenantId stands in no customer’s list; a CUSTOMER_GLOBAL_ADMIN who sends its id accepts or declines it for its own tenant.',
  R16: 'Customer and reseller must be in the same country or authorised region. Also holds between provider and indirect reseller.',
  R17: 'Customer and reseller must be in the same cloud instance.',
  R18: 'A SUSPENDED reseller cannot request a relationship, create a customer or order, change seat counts, order add-ons, convert or transition. It may manage what exists. A RESTRICTED direct-bill partner cannot create invitations or customers or buy anew.',
  R19: 'The CSP tenant of a partner cannot be a customer of another CSP partner, nor of itself or an affiliate. A separate tenant may. Decided when a user of a partner’s tenant accepts.',
  R20: 'Global: the customer agreement must be accepted with, or before, the acceptance; buying without it is refused. 21Vianet: the reseller must have signed its reseller agreement.',
  R21: 'For one service a customer may have only one CSP-transacting partner holding DAP (multi-channel model). Other, non-transacting, partners may hold DAP too. A conflict refuses the whole acceptance; a sale that would make a second holder is refused in the same way.',
  R22: '21Vianet indirect model: the provider creates the invitation and sends it itself or through its resellers; an indirect reseller cannot create one. The provider owns the relationship; the customer may grant DAP to another reseller.',
  R23: 'Global indirect model: one link asks for two relationships at once, with the indirect reseller and its provider; both or none. The provider needs its own relationship to place orders.',
  R24: 'A request may be cancelled by its reseller only while PENDING.',
  R25: 'A PENDING request expires after 90 days. The link stays valid.',
  R26: 'The customer may remove DAP from one, several or all partners, per service, at any time, without reason.',
  R27: 'After DAP ends: directory role assignments go, AOBO stops, service requests on behalf of the customer stop. These stay: customer record, reseller relationship, subscriptions, billing, renewals, the reseller’s duty to support the customer under its agreement, Azure role assignments on subscriptions already provisioned.',
  R28: 'A partner may give up its own DAP and keep the relationship.',
  R29: 'A partner never grants DAP to itself. Lost DAP comes back only through a new accepted request.',
  R30: 'Removing a relationship: only the reseller’s global admin; only when no subscription sold by that reseller to the customer is ACTIVE, and no reservation and no uncancelled software purchase remains. PENDING provisioning also blocks.',
  R31: 'Removal never suspends or changes a subscription to make itself possible. (The PowerShell command suspends all active ones silently; we do not copy that.)',
  R32: 'Effects of removal (no subscription row is touched): customer leaves the reseller’s customer list; reseller leaves the list of support contacts; its DAP ends; it cannot buy for the customer. The relationship row stays as REMOVED with its history; a new request may be made later. Own subscriptions that are SUSPENDED then stay readable for their seller; writes on them answer NO_RESELLER_RELATIONSHIP.',
  R33: 'Ending a provider <-> indirect-reseller partnership removes no customer and no DAP, and the platform sends no notice; our API does emit an event to both partners.',
  R34: 'The customer cannot remove the relationship itself, only privileges.',
  R35: 'The customer sees every partner it works with and, per service, which of them holds DAP.',
  R36: 'A reseller sees only customers with which it has an ACTIVE relationship (its own REMOVED relationships stay readable as rows; the customer behind them is null). Unknown and foreign customers look the same.',
  R37: 'A reseller sees in full the subscriptions it transacts. The privilege counts for every role of the row "Search customers, see details", and for applications; the row "Use DAP" decides ADMINISTER only. With ACTIVE DAP on a service it sees others’ subscriptions of that service in a reduced form: id, offerName, service, status, quantity, commitmentEndDate, partnerOfRecord name. Without DAP it sees none of them. Withheld fields are null and listed in redactedFields; no filter and no order on a withheld field (allowed when the list is restricted to the caller’s own sales, seller = itself).',
  R38: 'A reseller sees that another partner holds DAP for a service (name, not users or dates) only when it holds DAP for that service itself or when a DAP_CONFLICT names it.',
  R39: '21Vianet: customers cannot change their own subscriptions; only their reseller can. Azure offers do not exist; partners cannot manage user licences or reset passwords by API.',
  R40: 'A write that edits fields (subscription, customer) needs the current ETag (ifMatch); a write that moves a state (accept, decline, cancel, remove …) accepts one and is otherwise protected by its state machine under a lock. ifMatch is nullable in the schema: missing or stale is answered at step 9 of section 5, after the rules. Stale = refused.',
  R41: 'Every write takes a client request id (optional). Key = tenant + user or application + mutation + id. Same key and same input (all fields, ifMatch too) = the stored objects read again, no second effect; other input = refused; still running = refused (a try-lock that a crash releases). Looked up after step 3 of section 5, so that present rights apply; written only with an accepted change; refusals and dry runs neither read nor write it.',
  R42: 'Every write attempt, accepted or refused, makes one audit record with actor, rule, code, old and new value, correlation id. Refusals have status FAILED. Anonymous calls are only logged; of dry runs only refused ones are recorded. Old values appear only to readers who see the object in full.',
  R43: 'Quantity cannot change while SUSPENDED; must stay within the offer’s minimum and maximum; deleted subscriptions never change.',
  R44: 'The support contact must be a partner with an ACTIVE relationship to the customer and, in the indirect model, a reseller of the provider. Default: the provider. A contact without an ACTIVE relationship is shown as the default.',
  R45: 'Upgrade needs: status ACTIVE; DAP for this customer and service; no overlap (R8); an existing upgrade path.',
  R46: 'An add-on needs an ACTIVE base sold by the same reseller. Suspending the base suspends its add-ons; an add-on cannot be enabled while its base is not ACTIVE.',
  R47: 'A suspended subscription not reactivated is deleted with its data: after 60 days in 21Vianet; after 90 days elsewhere (up to 120 when the first billing period was offset).',
} as const;

export type Rule = keyof typeof RULES;

export const Rule = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, rule])) as {
  readonly [Name in Rule]: Name;
};
