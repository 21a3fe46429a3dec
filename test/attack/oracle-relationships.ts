import {
  activeTie,
  DAY,
  etag,
  expand,
  hasOtherHolder,
  type Judge,
  list,
  POLICIES,
  type Policy,
  policyOf,
  refusalOfFeature,
  region,
  sells,
  sorted,
  standingOf,
  unit,
  unsigned,
  type Who,
} from './facts';
import {
  type Customer,
  DONE_BEFORE,
  first,
  type Fresh,
  type Input,
  type Invitation,
  type Relationship,
  type Request,
  type Reseller,
  type Service,
  type State,
} from './model';

/* What becomes of links, requests, relationships and privileges: domain sections 3.2, 3.3 and 4.1 to 4.4. */

/** 4.1, R14, R18, R22, R23: who may send a link or a request, and with whom. */
function refusalToInvite(
  s: State,
  who: Who,
  policy: Policy,
  input: Input,
  ofTiers: () => string | null | undefined | false = () => null,
): string | null {
  const reseller = s.resellers[who.id] as Reseller;
  const isIndirect = reseller.kind === 'INDIRECT_RESELLER';
  const partner = input.provider ?? input.served;
  const tie = list(s.partnerships).find(
    (it) =>
      it.state === 'ACTIVE' &&
      it.provider === (input.provider ?? who.id) &&
      it.reseller === (input.provider ? who.id : input.served),
  );
  const joint = input.provider && policy.isJoint ? s.resellers[input.provider] : null;
  return first(
    () => standingOf(reseller),
    () => isIndirect && !policy.isJoint && 'INDIRECT_RESELLER_CANNOT_INVITE',
    () => isIndirect && !input.provider && 'NO_INDIRECT_PARTNERSHIP',
    () => partner !== undefined && !tie && 'NO_INDIRECT_PARTNERSHIP',
    () => joint && standingOf(joint),
    () => joint && unsigned(joint, policy),
    ofTiers,
    () => unsigned(reseller, policy),
  );
}

type Terms = Pick<Invitation, 'reseller' | 'dap' | 'provider' | 'served'>;

/** One ACTIVE link for each set of terms (2.4). */
const sameInvitation = (s: State, terms: Terms) =>
  list(s.invitations).find(
    (it) =>
      it.status === 'ACTIVE' &&
      it.reseller === terms.reseller &&
      it.dap === terms.dap &&
      it.provider === terms.provider &&
      it.served === terms.served,
  );

function ensureInvitation(n: State, fresh: Fresh, terms: Terms): string {
  const known = sameInvitation(n, terms);
  if (known) return known.id;
  const { reseller, dap, provider, served } = terms;
  const id = fresh('invitations', { reseller, dap, provider, served });
  n.invitations[id] = { id, reseller, dap, provider, served, status: 'ACTIVE' };
  return id;
}

export function expire(request: Request): void {
  request.status = 'EXPIRED';
  request.version += 1;
}

/** R25 first: time has passed whether or not anybody noticed. */
const waits = (request: Request, now: number) =>
  request.status === 'EXPIRED' || (request.status === 'PENDING' && now >= request.expiresAt)
    ? 'REQUEST_EXPIRED'
    : request.status === 'PENDING'
      ? null
      : 'REQUEST_NOT_PENDING';

export function seesRequest(who: Who, request: Request | undefined): boolean {
  if (!request) return false;
  if (who.side === 'partner') return request.reseller === who.id;
  if (request.customer !== null) return request.customer === who.id;
  return request.tenant === null || request.tenant === who.tenant;
}

interface Accepting {
  readonly customer: Pick<Customer, 'id' | 'country' | 'instance' | 'agreements'>;
  readonly reseller: Reseller;
  readonly provider: Reseller | null;
  readonly served: string | null;
  readonly asked: readonly Service[];
  readonly granted: readonly Service[];
  readonly dap: boolean;
}

/** Steps 5 and 6 of an acceptance: R14, R18, R23, R16, R17, R20, R21, of both partners of a joint one. */
function refusalOfParties(s: State, it: Accepting, policy: Policy, input: Input): string | null {
  const { customer, reseller, provider, granted } = it;
  const partners = provider ? [reseller, provider] : [reseller];
  const each = (ask: (partner: Reseller) => string | null | false) =>
    first(...partners.map((partner) => () => ask(partner)));
  // A link that names two is good while they work together (R22, R23).
  const tied: (string | null)[] = it.served
    ? [reseller.id, it.served]
    : [it.provider?.id ?? null, reseller.id];
  const isTied =
    !tied[0] ||
    list(s.partnerships).some(
      (tie) => tie.state === 'ACTIVE' && tie.provider === tied[0] && tie.reseller === tied[1],
    );
  const conflicts = (partner: Reseller) =>
    granted.some(
      (service) =>
        sells(s, customer.id, partner.id, service) &&
        (hasOtherHolder(s, customer.id, partner.id, service) ||
          (partner === provider && sells(s, customer.id, reseller.id, service))),
    );
  return first(
    () => policy.dap === 'ALWAYS' && !(it.dap && granted.length > 0) && 'DAP_REQUIRED_IN_CLOUD',
    () => each((partner) => standingOf(partner)),
    () => !isTied && 'NO_INDIRECT_PARTNERSHIP',
    () => each((partner) => region(customer.country, partner.country, policy)),
    () => each((partner) => partner.instance !== customer.instance && 'CLOUD_MISMATCH'),
    () => each((partner) => unsigned(partner, policy)),
    () =>
      policy.agreement === 'CUSTOMER' &&
      customer.agreements.length === 0 &&
      !input.accepts &&
      'AGREEMENT_NOT_ACCEPTED',
    () => each((partner) => conflicts(partner) && 'DAP_CONFLICT'),
  );
}

const excess = ({ granted, asked }: Accepting, policy: Policy) =>
  granted.some((service) => !asked.includes(service))
    ? 'INVALID_INPUT'
    : unit(granted, policy) || null;

/** The relationship, new or reused (R9), with what it did not have yet. */
function grant(n: State, fresh: Fresh, customer: string, reseller: string, it: Accepting): string {
  const held = activeTie(n, customer, reseller);
  const tie: Relationship = held ?? {
    id: fresh('relationships', { customer, reseller }),
    customer,
    reseller,
    served: reseller === it.reseller.id ? it.served : null,
    status: 'ACTIVE',
    privileges: {},
    version: 1,
  };
  n.relationships[tie.id] = tie;
  const added = it.granted.filter((service) => tie.privileges[service]?.status !== 'ACTIVE');
  for (const service of added) tie.privileges[service] = { status: 'ACTIVE', grantedAt: n.now };
  if (held && added.length > 0) tie.version += 1;
  return tie.id;
}

function accept(
  n: State,
  fresh: Fresh,
  customerId: string,
  request: Request,
  it: Accepting,
  input: Input,
): void {
  const customer = n.customers[customerId] as Customer;
  const isAsked = POLICIES[customer.instance].agreement === 'CUSTOMER';
  if (isAsked && customer.agreements.length === 0 && input.accepts)
    customer.agreements = [`MICROSOFT_CUSTOMER_AGREEMENT@${n.now}`];
  request.relationship = grant(n, fresh, customerId, it.reseller.id, it);
  if (it.provider) grant(n, fresh, customerId, it.provider.id, it);
  request.status = 'ACCEPTED';
  request.customer = customerId;
  request.granted = sorted(it.granted);
  request.version += 1;
}

const providerOf = (s: State, invitation: string | undefined): Reseller | null =>
  s.resellers[s.invitations[invitation ?? '']?.provider ?? ''] ?? null;

const createInvitation: Judge = (s, who, input) => {
  const policy = who.policy as Policy;
  const reseller = s.resellers[who.id] as Reseller;
  const dap = input.dap ?? true;
  const partner = s.resellers[input.provider ?? input.served ?? ''];
  const { provider = null, served = null } = input;
  const refusal = first(
    () =>
      refusalToInvite(s, who, policy, input, () =>
        partner
          ? (region(reseller.country, partner.country, policy) ??
            (reseller.instance !== partner.instance && 'CLOUD_MISMATCH'))
          : null,
      ),
    // R23: the indirect reseller makes the joint link.
    () => served !== null && policy.isJoint && 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  );
  if (refusal) return refusal;
  const terms = { reseller: who.id, dap, provider, served };
  if (sameInvitation(s, terms)) return DONE_BEFORE;
  return (n, fresh) => {
    ensureInvitation(n, fresh, terms);
  };
};

const rotateInvitation: Judge = (s, who, input) => {
  const invitation = s.invitations[input.invitation ?? ''];
  if (invitation?.reseller !== who.id) return 'NOT_FOUND';
  if (invitation.status === 'REVOKED') return 'INVITATION_REVOKED';
  return (n, fresh) => {
    (n.invitations[invitation.id] as Invitation).status = 'REVOKED';
    ensureInvitation(n, fresh, invitation);
  };
};

const requestRelationship: Judge = (s, who, input) => {
  const policy = who.policy as Policy;
  const dap = input.dap ?? true;
  const asked = expand(input.services, dap, policy);
  const customer = list(s.customers).find((it) => it.tenant === input.tenant);
  const has = (reseller: string) => {
    const tie = customer && activeTie(s, customer.id, reseller);
    return tie && asked.every((service) => tie.privileges[service]?.status === 'ACTIVE');
  };
  const refusal = first(
    // Of an item of many nobody has asked before.
    () => refusalOfFeature('requestRelationship', who, input),
    () => refusalToInvite(s, who, policy, input),
    () => has(who.id) && (!input.provider || has(input.provider)) && 'RELATIONSHIP_ALREADY_EXISTS',
    () => !dap && !!input.services?.length && 'INVALID_INPUT',
    () => unit(input.services, policy),
  );
  if (refusal) return refusal;
  const pending = list(s.requests).find(
    (it) =>
      it.reseller === who.id &&
      it.status === 'PENDING' &&
      it.tenant !== null &&
      it.tenant === input.tenant,
  );
  if (pending && waits(pending, s.now) === null) return DONE_BEFORE;
  return (n, fresh) => {
    const provider = input.provider ?? null;
    const terms = { reseller: who.id, dap, provider, served: null };
    const invitation = ensureInvitation(n, fresh, terms);
    if (pending) expire(n.requests[pending.id] as Request);
    const id = fresh('requests', { reseller: who.id, tenant: input.tenant ?? null, invitation });
    // prettier-ignore
    n.requests[id] = { id, reseller: who.id, invitation, customer: null, tenant: input.tenant ?? null, services: asked, dap, status: 'PENDING', expiresAt: n.now + 90 * DAY, granted: null, relationship: null, version: 1 };
  };
};

const acceptRelationshipRequest: Judge = (s, who, input) => {
  const request = s.requests[input.request ?? ''] as Request;
  const policy = who.policy as Policy;
  const reseller = s.resellers[request.reseller] as Reseller;
  const customer = s.customers[who.id];
  const named = input.services;
  if (
    request.status === 'ACCEPTED' &&
    (!named?.length || sorted(named).join() === request.granted?.join())
  )
    return DONE_BEFORE;
  if (!customer) return 'NOT_FOUND';
  const it: Accepting = {
    customer,
    reseller,
    provider: providerOf(s, request.invitation),
    served: s.invitations[request.invitation]?.served ?? null,
    asked: request.services,
    granted: sorted(named ?? request.services),
    dap: request.dap,
  };
  return (
    first(
      () => refusalOfParties(s, it, policy, input),
      () => waits(request, s.now),
      () => etag(input, request.version),
      () => excess(it, policy),
    ) ?? ((n, fresh) => accept(n, fresh, customer.id, n.requests[request.id] as Request, it, input))
  );
};

const acceptInvitation: Judge = (s, who, input) => {
  const invitation = s.invitations[input.invitation ?? ''] as Invitation;
  const reseller = s.resellers[invitation.reseller] as Reseller;
  const policy = policyOf(who, reseller) as Policy;
  const held = s.customers[who.id];
  const customer = held ?? {
    id: '',
    country: who.country ?? null,
    instance: reseller.instance,
    agreements: [],
  };
  const waiting = list(s.requests).find(
    (it) =>
      it.reseller === reseller.id &&
      it.status === 'PENDING' &&
      it.tenant === who.tenant &&
      (providerOf(s, it.invitation)?.id ?? null) === invitation.provider,
  );
  const pending = waiting && waits(waiting, s.now) === null ? waiting : undefined;
  const asked = pending?.services ?? expand(null, invitation.dap, policy);
  const provider = providerOf(s, invitation.id);
  const it: Accepting = {
    customer,
    reseller,
    provider,
    served: invitation.served,
    asked,
    granted: sorted(input.services ?? asked),
    dap: pending?.dap ?? invitation.dap,
  };
  const has = (partner: Reseller) => {
    const tie = held && activeTie(s, held.id, partner.id);
    return tie && it.granted.every((service) => tie.privileges[service]?.status === 'ACTIVE');
  };
  const revoked = () => invitation.status === 'REVOKED' && 'INVITATION_REVOKED';
  if (has(reseller) && (!provider || has(provider))) return revoked() || DONE_BEFORE;
  return (
    first(
      () => refusalOfParties(s, it, policy, input),
      revoked,
      () => (pending ? etag(input, pending.version) : null),
      () => excess(it, policy),
    ) ??
    ((n, fresh) => {
      const customerId = held?.id ?? fresh('customers', { tenant: who.tenant });
      // prettier-ignore
      n.customers[customerId] ??= { id: customerId, tenant: who.tenant, instance: reseller.instance, country: who.country ?? null, owner: null, agreements: [], version: 1, company: `Company of ${who.tenant}`, billingEmail: null, associated: null };
      if (waiting && !pending) expire(n.requests[waiting.id] as Request);
      const id =
        pending?.id ??
        fresh('requests', { reseller: reseller.id, tenant: null, invitation: invitation.id });
      // prettier-ignore
      n.requests[id] ??= { id, reseller: reseller.id, invitation: invitation.id, customer: null, tenant: null, services: asked, dap: invitation.dap, status: 'PENDING', expiresAt: n.now + 90 * DAY, granted: null, relationship: null, version: 1 };
      accept(n, fresh, customerId, n.requests[id], it, input);
    })
  );
};

/** R24 and the other ends of a request. */
const closing =
  (status: 'DECLINED' | 'CANCELED'): Judge =>
  (s, who, input) => {
    const request = s.requests[input.request ?? ''] as Request;
    return (
      first(
        () => waits(request, s.now),
        () => etag(input, request.version),
      ) ??
      ((n) => {
        const closed = n.requests[request.id] as Request;
        closed.status = status;
        // Whoever declined it, it stands in that customer's list.
        if (status === 'DECLINED') closed.customer = who.id;
        closed.version += 1;
      })
    );
  };

/** 4.4: all that are named must be ACTIVE; where none is named, one at least. */
const endingPrivileges =
  (status: string): Judge =>
  (s, who, input) => {
    const tie = s.relationships[input.relationship ?? ''] as Relationship;
    const reseller = s.resellers[tie.reseller] as Reseller;
    const active = (Object.keys(tie.privileges) as Service[]).filter(
      (service) => tie.privileges[service]?.status === 'ACTIVE',
    );
    const ended = input.services?.length ? sorted(input.services) : active;
    const unusedSince = (service: Service) =>
      Math.max(input.since ?? 0, tie.privileges[service]?.grantedAt ?? 0);
    return (
      first(
        () =>
          (ended.length === 0 || ended.some((service) => !active.includes(service))) &&
          'INVALID_STATE_TRANSITION',
        () =>
          status === 'TERMINATED_BY_OPERATOR' &&
          ended.some((service) => unusedSince(service) >= s.now - 90 * DAY) &&
          'INVALID_STATE_TRANSITION',
        () => etag(input, tie.version),
        () => unit(input.services, policyOf(who, reseller) as Policy),
      ) ??
      ((n) => {
        const next = n.relationships[tie.id] as Relationship;
        for (const service of ended)
          (next.privileges[service] as { status: string }).status = status;
        next.version += 1;
      })
    );
  };

const removeRelationship: Judge = (s, _who, input) => {
  const tie = s.relationships[input.relationship ?? ''] as Relationship;
  const blocks = list(s.subscriptions).some(
    (it) =>
      it.seller === tie.reseller &&
      it.customer === tie.customer &&
      ['ACTIVE', 'PENDING'].includes(it.status),
  );
  return (
    first(
      () => tie.status === 'ACTIVE' && blocks && 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS',
      () => tie.status === 'REMOVED' && 'INVALID_STATE_TRANSITION',
      () => etag(input, tie.version),
    ) ??
    ((n) => {
      const next = n.relationships[tie.id] as Relationship;
      next.status = 'REMOVED';
      next.version += 1;
      for (const privilege of list(next.privileges))
        if (privilege?.status === 'ACTIVE') privilege.status = 'ENDED_WITH_RELATIONSHIP';
    })
  );
};

export const RELATIONSHIP_ACTS: Readonly<Record<string, Judge>> = {
  createInvitation,
  rotateInvitation,
  requestRelationship,
  acceptRelationshipRequest,
  acceptInvitation,
  declineRelationshipRequest: closing('DECLINED'),
  cancelRelationshipRequest: closing('CANCELED'),
  removeDelegatedPrivileges: endingPrivileges('REMOVED_BY_CUSTOMER'),
  relinquishDelegatedPrivileges: endingPrivileges('RELINQUISHED_BY_PARTNER'),
  terminateDelegatedPrivileges: endingPrivileges('TERMINATED_BY_OPERATOR'),
  removeRelationship,
};
