import {
  CUSTOMER_ADMINS,
  DAY,
  etag,
  hasOtherHolder,
  holds,
  type Judge,
  list,
  POLICIES,
  standingOf,
  TRANSACTING,
  type Who,
} from './facts';
import {
  type Body,
  type Customer,
  DONE_BEFORE,
  first,
  type Input,
  type Reseller,
  type Service,
  type State,
  type Subscription,
} from './model';

/* Who changes what of a subscription: domain sections 3.5, 4.5 and 5, and what an import takes over. */

/** Offers that the attack sells, as the catalogue has them. */
export const OFFERS: Readonly<
  Record<string, { service: Service; maximum: number; cycles: readonly string[] }>
> = {
  // prettier-ignore
  '5c9fd4cc-edce-44a8-8e91-07df09744609': { service: 'EXCHANGE_OFFICE', maximum: 300, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  '796b6b5f-613c-4e24-a17c-eba730d49c02': { service: 'EXCHANGE_OFFICE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  'd431de8a-1ac2-49dd-a6f5-07f3a0a880ff': { service: 'DYNAMICS', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  '51e95709-dc35-4780-9040-22278cb7c0e1': { service: 'INTUNE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
};

type Kind = 'POR' | 'OWNERSHIP' | 'OFFER' | 'TERMS' | 'OTHER';
const SEVERITY: readonly Kind[] = ['POR', 'OWNERSHIP', 'OFFER', 'TERMS', 'OTHER'];

/** Section 5, "kinds of field". */
const KIND_OF_FIELD: Readonly<Record<string, Kind>> = {
  partnerId: 'POR',
  billingCycle: 'TERMS',
  termDuration: 'TERMS',
  autoRenewEnabled: 'TERMS',
  quantity: 'OTHER',
  friendlyName: 'OTHER',
  renewalTermDuration: 'TERMS',
};

const CUSTOMERS = 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION';
/** Section 5, the table; `null` goes on to the rules. */
// prettier-ignore
const TABLE: Readonly<Record<'seller' | 'seer' | 'customer' | 'operator', Record<Kind, string | null>>> = {
  seller: { POR: 'POR_CHANGE_NOT_ALLOWED', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED', OFFER: null, TERMS: null, OTHER: null },
  seer: { POR: 'POR_CHANGE_NOT_ALLOWED', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED', OFFER: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED', TERMS: 'TERMS_CHANGE_NOT_ALLOWED', OTHER: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED' },
  customer: { POR: 'POR_CHANGE_NOT_ALLOWED', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED', OFFER: CUSTOMERS, TERMS: CUSTOMERS, OTHER: CUSTOMERS },
  operator: { POR: 'POR_CHANGE_NOT_ALLOWED', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED', OFFER: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED', TERMS: 'TERMS_CHANGE_NOT_ALLOWED', OTHER: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED' },
};

/** R32, R37, and what a customer and the operator see. */
export function seesSubscription(s: State, who: Who, it: Subscription | undefined): boolean {
  if (!it) return false;
  switch (who.side) {
    case 'operator':
      return true;
    case 'customer':
      return it.customer === who.id && who.roles.some((role) => CUSTOMER_ADMINS.includes(role));
    case 'newcomer':
      return false;
    case 'partner': {
      const ties = list(s.relationships).filter(
        (tie) => tie.customer === it.customer && tie.reseller === who.id,
      );
      const isKept = ties.length === 0 || ties.some(({ status }) => status === 'ACTIVE');
      const own = it.seller === who.id && (it.status === 'SUSPENDED' || isKept);
      return own || holds(s, it.customer, who.id, it.service);
    }
  }
}

const rowOf = (who: Who, it: Subscription) =>
  who.side === 'customer' || who.side === 'operator'
    ? who.side
    : it.seller === who.id
      ? 'seller'
      : 'seer';

/** Step 6: a seller, or one with privileges, whose relationship has ended (R32). */
const untied = (s: State, who: Who, it: Subscription) =>
  who.side === 'partner' &&
  !list(s.relationships).some(
    (tie) => tie.customer === it.customer && tie.reseller === who.id && tie.status === 'ACTIVE',
  ) &&
  'NO_RESELLER_RELATIONSHIP';

/** Step 7: of several forbidden kinds the most severe names the refusal. An empty input is OTHER. */
function forbidden(who: Who, it: Subscription, kinds: readonly Kind[]): string | null {
  const asked = kinds.length > 0 ? kinds : (['OTHER'] as const);
  const codes = SEVERITY.filter((kind) => asked.includes(kind)).map(
    (kind) => TABLE[rowOf(who, it)][kind],
  );
  return codes.find((code) => code !== null) ?? null;
}

const theOne = (s: State, input: Input) =>
  s.subscriptions[input.subscription ?? ''] as Subscription;

/** R43 and the catalogue, in the order of the fields. */
function refusalOfValues(
  it: Subscription,
  fields: NonNullable<Input['fields']>,
  now: number,
  terms: readonly string[],
) {
  const { quantity, friendlyName, autoRenewEnabled, billingCycle, termDuration } = fields;
  const { renewalTermDuration } = fields;
  const renews = autoRenewEnabled ?? it.autoRenew;
  const offer = OFFERS[it.offer];
  const isDown = typeof quantity === 'number' && quantity < it.quantity;
  return first(
    () => Object.keys(fields).length === 0 && 'INVALID_INPUT',
    () => quantity === null && 'INVALID_INPUT',
    () =>
      typeof quantity === 'number' &&
      (quantity < 1 || quantity > (offer?.maximum ?? 2_147_483_647)) &&
      'QUANTITY_OUT_OF_RANGE',
    () =>
      isDown && it.cancelUntil !== null && now > it.cancelUntil && 'QUANTITY_DECREASE_NOT_ALLOWED',
    () => friendlyName === '' && 'INVALID_INPUT',
    () => autoRenewEnabled === null && 'INVALID_INPUT',
    () =>
      billingCycle !== undefined &&
      !(offer?.cycles ?? []).includes(String(billingCycle)) &&
      'INVALID_INPUT',
    () => termDuration !== undefined && !terms.includes(String(termDuration)) && 'INVALID_INPUT',
    // P3Y is for an initial term; where nothing renews there is no next one (2.8).
    () =>
      renewalTermDuration !== undefined &&
      renewalTermDuration !== null &&
      (!['P1M', 'P1Y'].includes(String(renewalTermDuration)) || renews === false) &&
      'INVALID_INPUT',
  );
}

const instanceOf = (s: State, it: Subscription) =>
  POLICIES[(s.customers[it.customer] as Customer).instance];

const updateSubscription: Judge = (s, who, input) => {
  const it = theOne(s, input);
  const fields = input.fields ?? {};
  const reseller = s.resellers[who.id];
  const adds = typeof fields.quantity === 'number' && fields.quantity > it.quantity;
  const refusal = first(
    () => (fields.quantity !== undefined && reseller ? standingOf(reseller, adds) : null),
    () => untied(s, who, it),
    () =>
      forbidden(
        who,
        it,
        Object.keys(fields).map((field) => KIND_OF_FIELD[field] ?? 'OTHER'),
      ),
    () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
    () => fields.quantity !== undefined && it.status !== 'ACTIVE' && 'SUBSCRIPTION_NOT_ACTIVE',
    () => etag(input, it.version, true),
    () => refusalOfValues(it, fields, s.now, instanceOf(s, it).terms),
  );
  if (refusal) return refusal;
  const { quantity, friendlyName, autoRenewEnabled, billingCycle, termDuration } = fields;
  const { renewalTermDuration } = fields;
  const sent = {
    ...(renewalTermDuration !== undefined && { renewalTerm: renewalTermDuration as string | null }),
    ...(quantity !== undefined && { quantity: quantity as number }),
    ...(friendlyName !== undefined && { name: friendlyName as string | null }),
    ...(autoRenewEnabled !== undefined && { autoRenew: autoRenewEnabled as boolean }),
    ...(billingCycle !== undefined && { cycle: billingCycle as string }),
    ...(termDuration !== undefined && { term: termDuration as string }),
  };
  if (Object.entries(sent).every(([key, value]) => it[key as keyof Subscription] === value))
    return DONE_BEFORE;
  return (n) => {
    const next = n.subscriptions[it.id] as Subscription;
    Object.assign(next, sent, { version: it.version + 1 });
  };
};

/** It, and the add-ons of the same seller that follow it (R46). */
const family = (n: State, base: Subscription) =>
  list(n.subscriptions).filter(
    (it) =>
      it.id === base.id ||
      (it.parent === base.subscriptionId && it.seller === base.seller && it.status === 'ACTIVE'),
  );

const suspendSubscription: Judge = (s, who, input) => {
  const it = theOne(s, input);
  return (
    first(
      () => untied(s, who, it),
      () => (who.side === 'operator' ? null : forbidden(who, it, ['OTHER'])),
      () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
      () => it.status !== 'ACTIVE' && 'INVALID_STATE_TRANSITION',
      () => etag(input, it.version),
    ) ??
    ((n) => {
      for (const next of family(n, it)) {
        next.status = 'SUSPENDED';
        next.suspendedBy = who.side === 'operator' ? 'OPERATOR' : 'RESELLER';
        next.suspendedAt = n.now;
        next.version += 1;
      }
    })
  );
};

/** 4.5: within its window, the last instant included; its add-ons go with it. */
const cancelSubscription: Judge = (s, who, input) => {
  const it = theOne(s, input);
  return (
    first(
      () => untied(s, who, it),
      () => forbidden(who, it, ['OTHER']),
      () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
      () => it.status !== 'ACTIVE' && 'INVALID_STATE_TRANSITION',
      () => it.cancelUntil !== null && s.now > it.cancelUntil && 'INVALID_STATE_TRANSITION',
      () => etag(input, it.version),
    ) ??
    ((n) => {
      for (const next of family(n, it)) {
        next.status = 'DELETED';
        next.version += 1;
      }
    })
  );
};

const reactivateSubscription: Judge = (s, who, input) => {
  const it = theOne(s, input);
  const isOperator = who.side === 'operator';
  const isForeign = it.status === 'SUSPENDED' && (it.suspendedBy === 'OPERATOR') !== isOperator;
  const base = list(s.subscriptions).find((other) => other.subscriptionId === it.parent);
  const keptUntil = (it.suspendedAt ?? s.now) + instanceOf(s, it).retentionDays * DAY;
  return (
    first(
      () => untied(s, who, it),
      () => (isOperator && !isForeign ? null : forbidden(who, it, ['OTHER'])),
      () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
      () => (it.status !== 'SUSPENDED' || isForeign) && 'INVALID_STATE_TRANSITION',
      () => s.now > keptUntil && 'INVALID_STATE_TRANSITION',
      () => base !== undefined && base.status !== 'ACTIVE' && 'PARENT_NOT_ACTIVE',
      () => etag(input, it.version),
    ) ??
    ((n) => {
      const next = n.subscriptions[it.id] as Subscription;
      next.status = 'ACTIVE';
      next.suspendedBy = null;
      next.suspendedAt = null;
      next.version += 1;
    })
  );
};

/** R4 with D21, R2: they exist to refuse. */
const refusing =
  (kind: Kind): Judge =>
  (s, who, input) => {
    const it = theOne(s, input);
    return untied(s, who, it) || (forbidden(who, it, [kind]) as string);
  };

export const SUBSCRIPTION_ACTS: Readonly<Record<string, Judge>> = {
  updateSubscription,
  suspendSubscription,
  reactivateSubscription,
  cancelSubscription,
  changePartnerOfRecord: refusing('POR'),
  transferSubscription: refusing('OWNERSHIP'),
};

/** R2, R4, R43, 4.5, R21: what a body may not do to what is held. */
export function refusalToImport(s: State, account: string, body: Body): string | null {
  const held = list(s.subscriptions).find((it) => it.subscriptionId === body.subscriptionId);
  const base = list(s.subscriptions).find((it) => it.subscriptionId === body.parent);
  const service = held?.service ?? body.service;
  return first(
    () =>
      held !== undefined &&
      (held.customer !== body.customer || held.seller !== account) &&
      'OWNERSHIP_CHANGE_NOT_ALLOWED',
    () => held !== undefined && held.partnerId !== body.partnerId && 'POR_CHANGE_NOT_ALLOWED',
    () => held?.status === 'DELETED' && body.status !== 'DELETED' && 'SUBSCRIPTION_DELETED',
    () =>
      held?.suspendedBy === 'OPERATOR' &&
      !['SUSPENDED', 'DELETED'].includes(body.status) &&
      'INVALID_STATE_TRANSITION',
    () => body.parent !== null && base?.customer !== body.customer && 'ADDON_PARENT_MISMATCH',
    () =>
      TRANSACTING.includes(body.status) &&
      holds(s, body.customer, account, service) &&
      hasOtherHolder(s, body.customer, account, service) &&
      'DAP_CONFLICT',
  );
}

/** What the imported bodies say beside: a name of the offer and that it is licensed. */
const REST_OF_BODY = ['Something', null, 'LICENSE', null];
const OF_THE_SOURCE = {
  name: 'Imported',
  autoRenew: true,
  cycle: 'ANNUAL',
  term: 'P1Y',
  renewalTerm: null,
  cancelUntil: null,
  start: null,
  end: null,
  cycleEnd: null,
  runsHere: false,
  rest: REST_OF_BODY,
};

/** An import makes what is new and follows the source in the rest. */
export function takeOver(
  n: State,
  fresh: (table: 'subscriptions' | 'resellers') => string,
  account: string,
  body: Body,
): void {
  const { subscriptionId, customer, offer, service, partnerId, status, quantity, parent } = body;
  const held = list(n.subscriptions).find((it) => it.subscriptionId === subscriptionId);
  const isSuspended = status === 'SUSPENDED';
  if (held) {
    const before = JSON.stringify(held);
    Object.assign(held, {
      status,
      quantity,
      ...OF_THE_SOURCE,
    });
    if (!isSuspended) held.suspendedAt = null;
    else held.suspendedAt ??= n.now;
    if (!isSuspended) held.suspendedBy = null;
    if (JSON.stringify(held) !== before) held.version += 1;
    return;
  }
  const id = fresh('subscriptions');
  let credited =
    partnerId === null ? account : list(n.resellers).find((it) => it.mpnId === partnerId)?.id;
  if (!credited) {
    credited = fresh('resellers');
    // prettier-ignore
    n.resellers[credited] = { id: credited, tenant: null, mpnId: partnerId, kind: null, instance: (n.resellers[account] as Reseller).instance, country: null, standing: 'ACTIVE', signed: false };
  }
  // prettier-ignore
  n.subscriptions[id] = { id, subscriptionId, customer, seller: account, partnerOfRecord: credited, partnerId, service, offer, parent, status, suspendedBy: null, suspendedAt: isSuspended ? n.now : null, quantity, ...OF_THE_SOURCE, version: 1 };
}
