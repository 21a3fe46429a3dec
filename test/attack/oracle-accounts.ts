import {
  activeTie,
  etag,
  type Judge,
  list,
  type Policy,
  region,
  sells,
  SERVICES,
  standingOf,
  unsigned,
} from './facts';
import {
  type Customer,
  DONE_BEFORE,
  first,
  type Partnership,
  type Reseller,
  type State,
} from './model';

/* Accounts of customers and partners, and what the operator records: domain sections 2.1 to 2.3, 4.3, 6. */

const isPartnerTenant = (s: State, tenant: unknown) =>
  list(s.resellers).some((it) => it.tenant === tenant);
const isCustomerTenant = (s: State, tenant: unknown) =>
  list(s.customers).some((it) => it.tenant === tenant);

const createCustomer: Judge = (s, who, { tenant, country, company }) => {
  const reseller = s.resellers[who.id] as Reseller;
  const policy = who.policy as Policy;
  return (
    first(
      () => standingOf(reseller),
      () => region(reseller.country, country ?? null, policy),
      () => isPartnerTenant(s, tenant) && 'RESELLER_CANNOT_BE_CUSTOMER',
      () => unsigned(reseller, policy),
      () => company === '' && 'INVALID_INPUT',
      // One answer for whoever works with it (R36).
      () => isCustomerTenant(s, tenant) && 'INVALID_INPUT',
    ) ??
    ((n, fresh) => {
      const id = fresh('customers', { tenant: tenant as string });
      const tie = fresh('relationships', { customer: id, reseller: who.id });
      // prettier-ignore
      n.customers[id] = { id, tenant: tenant as string, instance: reseller.instance, country: country as string, owner: who.id, agreements: [], version: 1, company: company as string, billingEmail: null, associated: null };
      // prettier-ignore
      n.relationships[tie] = { id: tie, customer: id, reseller: who.id, served: null, status: 'ACTIVE', privileges: {}, version: 1 };
    })
  );
};

const updateCustomer: Judge = (s, who, input) => {
  const customer = s.customers[input.customer ?? ''];
  const { company, billingEmail, associated } = input;
  // 2.1, section 6: the billing profile is for those who bill, and for who made the account.
  if (billingEmail !== undefined && who.roles.every((role) => role === 'HELPDESK_AGENT'))
    return 'ROLE_NOT_ALLOWED';
  if (!customer || !activeTie(s, customer.id, who.id)) return 'NOT_FOUND';
  const bills =
    customer.owner === who.id || SERVICES.some((service) => sells(s, customer.id, who.id, service));
  const mine = list(s.partnerships).filter((it) => it.provider === who.id);
  const isMine = (state: string, mpnId: string | null | undefined) =>
    mine.some((it) => state.includes(it.state) && s.resellers[it.reseller]?.mpnId === mpnId);
  // 2.1: what another provider has attached is not there to be replaced.
  const mayReplace =
    customer.associated === null ||
    customer.owner === who.id ||
    isMine('ACTIVE or ENDED', customer.associated);
  const isProvider = s.resellers[who.id]?.kind === 'INDIRECT_PROVIDER';
  const refusal = first(
    () => billingEmail !== undefined && !bills && 'NOT_FOUND',
    () => associated !== undefined && isProvider && !mayReplace && 'NOT_FOUND',
    () => associated && isProvider && !isMine('ACTIVE', associated) && 'NO_INDIRECT_PARTNERSHIP',
    () => etag(input, customer.version, true),
    () => associated !== undefined && !isProvider && 'INVALID_INPUT',
    () => company === '' && 'INVALID_INPUT',
  );
  if (refusal) return refusal;
  const after = {
    company: company ?? customer.company,
    billingEmail: billingEmail ?? customer.billingEmail,
    associated: associated === undefined ? customer.associated : associated,
  };
  const fields = ['company', 'billingEmail', 'associated'] as const;
  if (fields.every((field) => after[field] === customer[field])) return DONE_BEFORE;
  return (n) => {
    const next = n.customers[customer.id] as Customer;
    Object.assign(next, after, { version: customer.version + 1 });
  };
};

/** R20. */
const recordAgreement: Judge = (s, _who, { reseller: resellerId, customer: id, since = 0 }) => {
  const reseller = s.resellers[resellerId ?? ''];
  const customer = s.customers[id ?? ''];
  if (!reseller && !customer) return 'NOT_FOUND';
  if (reseller && reseller.tenant === null) return 'INVALID_STATE_TRANSITION';
  if (since > s.now) return 'INVALID_INPUT';
  if (reseller?.signed) return DONE_BEFORE;
  const agreement = `MICROSOFT_CLOUD_AGREEMENT@${since}`;
  if (customer?.agreements.includes(agreement)) return DONE_BEFORE;
  return (n) => {
    if (reseller) (n.resellers[reseller.id] as Reseller).signed = true;
    if (customer)
      (n.customers[customer.id] as Customer).agreements = [
        ...customer.agreements,
        agreement,
      ].sort();
  };
};

const registerReseller: Judge = (s, _who, input) => {
  const { tenant, mpnId = null, country, kind, instance } = input;
  const ofTenant = list(s.resellers).find((it) => it.tenant === tenant);
  const ofMpnId = mpnId === null ? undefined : list(s.resellers).find((it) => it.mpnId === mpnId);
  const known = ofMpnId?.tenant === null ? ofMpnId : undefined;
  const isSame =
    ofTenant?.country === country &&
    ofTenant?.kind === kind &&
    ofTenant?.instance === instance &&
    (mpnId ?? ofTenant?.mpnId) === ofTenant?.mpnId;
  const refusal = first(
    () => isCustomerTenant(s, tenant) && 'RESELLER_CANNOT_BE_CUSTOMER',
    () => (known && known.instance !== instance ? 'CLOUD_MISMATCH' : null),
    () => (ofTenant && !isSame ? 'INVALID_INPUT' : null),
    () => (!ofTenant && ofMpnId && !known ? 'INVALID_INPUT' : null),
  );
  if (refusal) return refusal;
  if (ofTenant) return DONE_BEFORE;
  return (n, fresh) => {
    const id = known?.id ?? fresh('resellers', { tenant: tenant as string });
    // prettier-ignore
    n.resellers[id] = { id, tenant: tenant as string, mpnId, kind: kind as string, instance: instance as Reseller['instance'], country: country as string, standing: 'ACTIVE', signed: false };
  };
};

const setResellerStatus: Judge = (s, _who, { reseller: id, standing = 'ACTIVE' }) => {
  const reseller = s.resellers[id ?? ''];
  if (!reseller) return 'NOT_FOUND';
  if (reseller.tenant === null) return 'INVALID_STATE_TRANSITION';
  if (reseller.standing === standing) return DONE_BEFORE;
  return (n) => {
    (n.resellers[reseller.id] as Reseller).standing = standing;
  };
};

const createPartnerRelationship: Judge = (s, who, { tenant }) => {
  const provider = s.resellers[who.id] as Reseller;
  const partner = list(s.resellers).find((it) => it.tenant === tenant);
  if (provider.kind !== 'INDIRECT_PROVIDER') return 'ROLE_NOT_ALLOWED';
  if (partner?.kind !== 'INDIRECT_RESELLER' || partner.instance !== provider.instance)
    return 'NOT_FOUND';
  const refusal = region(provider.country, partner.country, who.policy as Policy);
  if (refusal) return refusal;
  const held = list(s.partnerships).some(
    (it) => it.state === 'ACTIVE' && it.provider === provider.id && it.reseller === partner.id,
  );
  if (held) return DONE_BEFORE;
  return (n, fresh) => {
    const id = fresh('partnerships', { provider: provider.id, reseller: partner.id });
    // prettier-ignore
    n.partnerships[id] = { id, provider: provider.id, reseller: partner.id, state: 'ACTIVE', version: 1 };
  };
};

/** R33: the provider ends it; nothing of a customer ends with it. */
const endPartnerRelationship: Judge = (s, who, input) => {
  const link = s.partnerships[input.partnership ?? ''];
  if (link?.provider !== who.id)
    return link?.reseller === who.id ? 'ROLE_NOT_ALLOWED' : 'NOT_FOUND';
  return (
    first(
      () => link.state === 'ENDED' && 'INVALID_STATE_TRANSITION',
      () => etag(input, link.version),
    ) ??
    ((n) => {
      const next = n.partnerships[link.id] as Partnership;
      next.state = 'ENDED';
      next.version += 1;
    })
  );
};

export const ACCOUNT_ACTS: Readonly<Record<string, Judge>> = {
  createCustomer,
  updateCustomer,
  recordAgreement,
  registerReseller,
  setResellerStatus,
  createPartnerRelationship,
  endPartnerRelationship,
};
