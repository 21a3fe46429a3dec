import {
  CUSTOMER_ADMINS,
  DAY,
  etag,
  hasOtherHolder,
  holds,
  type Judge,
  list,
  POLICIES,
  type Policy,
  region,
  standingOf,
  TRANSACTING,
  unsigned,
  type Who,
} from './facts';
import {
  type Body,
  type Customer,
  DONE_BEFORE,
  first,
  type Fresh,
  type Input,
  type Reseller,
  type Service,
  type State,
  type Subscription,
} from './model';

/* Who changes what of a subscription: domain sections 3.5, 4.5 and 5, and what an import takes over. */

interface Offer {
  readonly service: Service;
  readonly maximum: number;
  readonly cycles: readonly string[];
  readonly becomes?: string;
}

/** Offers that the attack sells, as the catalogue has them. */
export const OFFERS: Readonly<Record<string, Offer>> = {
  // prettier-ignore
  '5c9fd4cc-edce-44a8-8e91-07df09744609': { service: 'EXCHANGE_OFFICE', maximum: 300, cycles: ['MONTHLY', 'ANNUAL'], becomes: '796b6b5f-613c-4e24-a17c-eba730d49c02' },
  // prettier-ignore
  '796b6b5f-613c-4e24-a17c-eba730d49c02': { service: 'EXCHANGE_OFFICE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  'd431de8a-1ac2-49dd-a6f5-07f3a0a880ff': { service: 'DYNAMICS', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  'ffb8bb89-9573-4e76-840f-6521450325a1': { service: 'DYNAMICS', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  '91fd106f-4b2c-4938-95ac-f54f74e9a239': { service: 'EXCHANGE_OFFICE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
  // prettier-ignore
  '51e95709-dc35-4780-9040-22278cb7c0e1': { service: 'INTUNE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'] },
};

/** What belongs to a base (R46). */
export const ADD_ONS: Readonly<Record<string, Offer & { readonly bases: readonly string[] }>> = {
  // prettier-ignore
  '2828be95-46ba-4f91-b2fd-0bef192ecf60': { service: 'EXCHANGE_OFFICE', maximum: 10_000_000, cycles: ['MONTHLY', 'ANNUAL'], bases: ['91fd106f-4b2c-4938-95ac-f54f74e9a239'] },
};

/** What the imported bodies say, and what they leave out. */
const OF_THE_SOURCE = {
  name: 'Imported',
  autoRenew: true,
  cycle: 'ANNUAL',
  term: 'P1Y',
  renewalTerm: null,
  nextProduct: null,
  nextQuantity: null,
  cancelUntil: null,
  start: null,
  end: null,
  cycleEnd: null,
  runsHere: false,
  isOfTheSource: true,
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
  it: Pick<Subscription, 'offer' | 'quantity' | 'cancelUntil' | 'autoRenew'>,
  fields: NonNullable<Input['fields']>,
  now: number,
  terms: readonly string[],
) {
  const { quantity, friendlyName, autoRenewEnabled, billingCycle, termDuration } = fields;
  const { renewalTermDuration } = fields;
  const renews = autoRenewEnabled ?? it.autoRenew;
  const offer = OFFERS[it.offer] ?? ADD_ONS[it.offer];
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

/** R44: the seller, or who works with the customer; of a provider's sale one of its resellers. */
const assignSupportContact: Judge = (s, who, input) => {
  const it = theOne(s, input);
  const named = input.tenant
    ? list(s.resellers).find((other) => other.tenant === input.tenant)
    : undefined;
  const ties = list(s.partnerships).filter(({ state }) => state === 'ACTIVE');
  const isTier = ties.some((tie) => tie.provider === it.seller && tie.reseller === named?.id);
  const isProviders = s.resellers[it.seller]?.kind === 'INDIRECT_PROVIDER';
  // Whoever serves the customer in a provider's relationship works with it, too.
  const works = list(s.relationships).some(
    (tie) =>
      tie.customer === it.customer &&
      tie.status === 'ACTIVE' &&
      named !== undefined &&
      [tie.reseller, tie.served].includes(named.id),
  );
  const isRelated = works && (!isProviders || isTier);
  const contact = named && named.id !== it.seller ? named.id : null;
  const refusal = first(
    () => untied(s, who, it),
    () => forbidden(who, it, ['OTHER']),
    () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
    () => etag(input, it.version, true),
    () =>
      input.tenant !== null &&
      named?.id !== it.seller &&
      !isRelated &&
      'SUPPORT_CONTACT_NOT_RELATED',
  );
  if (refusal) return refusal;
  if (contact === it.contact) return DONE_BEFORE;
  return (n) => {
    const next = n.subscriptions[it.id] as Subscription;
    next.contact = contact;
    next.version += 1;
  };
};

/** R8: what has not ended, and contains it or is contained in it. Only 21Vianet has upgrades. */
export function isHeld(s: State, customer: string, offerId: string, beside?: string): boolean {
  const hasUpgrades = s.customers[customer]?.instance === 'CHINA_21VIANET';
  return list(s.subscriptions).some(
    (it) =>
      it.customer === customer &&
      it.id !== beside &&
      it.parent === null &&
      ['NONE', ...TRANSACTING].includes(it.status) &&
      (it.offer === offerId ||
        (hasUpgrades &&
          (OFFERS[it.offer]?.becomes === offerId || OFFERS[offerId]?.becomes === it.offer))),
  );
}

/** R16, R17, R20 and R21, of everything that is bought. */
function refusalToTrade(s: State, customer: Customer, reseller: Reseller, service?: Service) {
  const policy = POLICIES[reseller.instance];
  return first(
    () => region(customer.country, reseller.country, policy),
    () => customer.instance !== reseller.instance && 'CLOUD_MISMATCH',
    () => unsigned(reseller, policy),
    () =>
      policy.agreement === 'CUSTOMER' &&
      customer.agreements.length === 0 &&
      'AGREEMENT_NOT_ACCEPTED',
    () =>
      service &&
      holds(s, customer.id, reseller.id, service) &&
      hasOtherHolder(s, customer.id, reseller.id, service) &&
      'DAP_CONFLICT',
  );
}

/** R46: of an ACTIVE base, by its seller; it credits whom the base credits. */
const purchaseAddOn: Judge = (s, who, input) => {
  const base = theOne(s, input);
  const customer = s.customers[base.customer] as Customer;
  const reseller = s.resellers[who.id];
  const { offer: offerId = '' } = input;
  const addOn = ADD_ONS[offerId];
  const { termDuration = base.term, billingCycle = base.cycle, ...sent } = input.fields ?? {};
  const fields = { ...sent, termDuration, billingCycle };
  const isHeldThere = list(s.subscriptions).some(
    (it) =>
      it.parent === base.subscriptionId &&
      it.offer === offerId &&
      ['NONE', ...TRANSACTING].includes(it.status),
  );
  const bought = { offer: offerId, quantity: 0, cancelUntil: null, autoRenew: true };
  const refusal = first(
    () => reseller && standingOf(reseller, false),
    () => untied(s, who, base),
    () =>
      reseller && base.seller === who.id
        ? refusalToTrade(s, customer, reseller, (addOn ?? OFFERS[offerId])?.service)
        : null,
    () => forbidden(who, base, ['OTHER']),
    () => base.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
    () => base.status !== 'ACTIVE' && 'PARENT_NOT_ACTIVE',
    () => addOn && !addOn.bases.includes(base.offer) && 'ADDON_PARENT_MISMATCH',
    () => etag(input, base.version),
    () => !addOn && 'INVALID_INPUT',
    () => isHeldThere && 'SUBSCRIPTION_CONFLICT',
    () => refusalOfValues(bought, fields, s.now, instanceOf(s, base).terms),
  );
  if (refusal) return refusal;
  return (n, fresh) => {
    sell(n, fresh, fields, {
      customer: base.customer,
      seller: who.id,
      partnerOfRecord: base.partnerOfRecord,
      partnerId: base.partnerId,
      service: (addOn as Offer).service,
      offer: offerId,
      parent: base.subscriptionId,
      autoRenew: base.autoRenew !== false,
    });
  };
};

type Parties = Pick<
  Subscription,
  | 'customer'
  | 'seller'
  | 'partnerOfRecord'
  | 'partnerId'
  | 'service'
  | 'offer'
  | 'parent'
  | 'autoRenew'
>;

/** What is sold waits for the platform, which makes its dates. */
function sell(
  n: State,
  fresh: Fresh,
  { quantity, termDuration, billingCycle, friendlyName }: NonNullable<Input['fields']>,
  parties: Parties,
): void {
  const { customer, seller, offer, parent } = parties;
  const id = fresh('subscriptions', { customer, seller, offer, parent });
  const term = termDuration as string;
  n.subscriptions[id] = {
    id,
    subscriptionId: fresh.source?.(id) ?? '',
    ...OF_THE_SOURCE,
    ...parties,
    status: 'PENDING',
    suspendedBy: null,
    suspendedAt: null,
    quantity: quantity as number,
    name: (friendlyName ?? null) as string | null,
    cycle: billingCycle as string,
    term,
    renewalTerm: term === 'P3Y' ? 'P1Y' : term,
    runsHere: true,
    contact: null,
    isOfTheSource: false,
    version: 1,
  };
}

/** What an offer may become where the customer is. */
const pathOf = (s: State, it: Subscription) =>
  s.customers[it.customer]?.instance === 'CHINA_21VIANET' ? OFFERS[it.offer]?.becomes : undefined;

/** R45: the old one ends, and a new one begins with the same seller, seats and Partner of Record. */
const upgradeSubscription: Judge = (s, who, input) => {
  const it = theOne(s, input);
  const reseller = s.resellers[who.id];
  const { offer: target = '' } = input;
  const { termDuration = it.term, billingCycle = it.cycle } = input.fields ?? {};
  const fields = { quantity: it.quantity, termDuration, billingCycle };
  const hasAddOns = list(s.subscriptions).some(
    (other) =>
      other.parent === it.subscriptionId && ['NONE', ...TRANSACTING].includes(other.status),
  );
  const bought = { offer: target, quantity: 0, cancelUntil: null, autoRenew: true };
  const refusal = first(
    () => reseller && standingOf(reseller, false),
    () => untied(s, who, it),
    () =>
      reseller && it.seller === who.id
        ? refusalToTrade(s, s.customers[it.customer] as Customer, reseller, OFFERS[target]?.service)
        : null,
    () => forbidden(who, it, ['OFFER']),
    () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
    () => it.status !== 'ACTIVE' && 'SUBSCRIPTION_NOT_ACTIVE',
    () => !holds(s, it.customer, it.seller, it.service) && 'DAP_NOT_GRANTED',
    () => pathOf(s, it) !== target && 'NO_UPGRADE_PATH',
    () => hasAddOns && 'SUBSCRIPTION_CONFLICT',
    () => etag(input, it.version),
    () => isHeld(s, it.customer, target, it.id) && 'SUBSCRIPTION_CONFLICT',
    () => refusalOfValues(bought, fields, s.now, instanceOf(s, it).terms),
  );
  if (refusal) return refusal;
  return (n, fresh) => {
    const { customer, seller, partnerOfRecord, partnerId } = it;
    const old = n.subscriptions[it.id] as Subscription;
    old.status = 'DELETED';
    old.version += 1;
    const { service } = OFFERS[target] as Offer;
    sell(
      n,
      fresh,
      { ...fields, friendlyName: it.name },
      {
        customer,
        seller,
        partnerOfRecord,
        partnerId,
        service,
        offer: target,
        parent: null,
        autoRenew: it.autoRenew !== false,
      },
    );
  };
};

/** 2.8: judged as seats and upgrades are, for a term that follows. */
const scheduleNextTermInstructions: Judge = (s, who, input) => {
  const it = theOne(s, input);
  const reseller = s.resellers[who.id];
  const { product = null, quantity = null } = input.next ?? {};
  const wanted = quantity ?? (product === null ? null : it.quantity);
  const offer = OFFERS[product ?? it.offer] ?? ADD_ONS[product ?? it.offer];
  const refusal = first(
    () => product !== null && reseller && standingOf(reseller, false),
    () => quantity !== null && reseller && standingOf(reseller, quantity > it.quantity),
    () => untied(s, who, it),
    () => forbidden(who, it, ['TERMS']),
    () => it.status === 'DELETED' && 'SUBSCRIPTION_DELETED',
    () => ['EXPIRED', 'DISABLED'].includes(it.status) && 'SUBSCRIPTION_NOT_ACTIVE',
    () => etag(input, it.version, true),
    () => input.next !== null && product === null && quantity === null && 'INVALID_INPUT',
    () => input.next !== null && it.autoRenew === false && 'INVALID_INPUT',
    () =>
      product !== null &&
      product !== it.offer &&
      (product !== pathOf(s, it)
        ? 'INVALID_INPUT'
        : isHeld(s, it.customer, product, it.id) && 'SUBSCRIPTION_CONFLICT'),
    () =>
      wanted !== null && (wanted < 1 || wanted > (offer?.maximum ?? 0)) && 'QUANTITY_OUT_OF_RANGE',
  );
  if (refusal) return refusal;
  if (it.nextProduct === product && it.nextQuantity === quantity) return DONE_BEFORE;
  return (n) => {
    const next = n.subscriptions[it.id] as Subscription;
    Object.assign(next, { nextProduct: product, nextQuantity: quantity, version: it.version + 1 });
  };
};

/** What is scheduled is judged again when the term begins; what cannot be followed is left out. */
export function beginNextTerm(n: State, it: Subscription): void {
  const { nextProduct: product, nextQuantity, quantity } = it;
  const next = product === null ? undefined : OFFERS[product];
  const fits = (offer: Offer | undefined, wanted: number) => wanted <= (offer?.maximum ?? 1e9);
  const isHeldNow =
    it.parent === null
      ? isHeld(n, it.customer, product ?? '', it.id)
      : list(n.subscriptions).some(
          (other) =>
            other.id !== it.id &&
            other.parent === it.parent &&
            other.offer === product &&
            ['NONE', ...TRANSACTING].includes(other.status),
        );
  const wanted = nextQuantity ?? quantity;
  if (product !== null && next && !isHeldNow && fits(next, wanted)) {
    it.offer = product;
    it.quantity = wanted;
  } else if (fits(OFFERS[it.offer], wanted)) it.quantity = wanted;
  it.nextProduct = null;
  it.nextQuantity = null;
}

/** R7 with R16 to R21, then R8 and section 13. */
const createSubscription: Judge = (s, who, input) => {
  const reseller = s.resellers[who.id] as Reseller;
  const customer = s.customers[input.customer ?? ''];
  const policy = who.policy as Policy;
  const ties = list(s.relationships).filter(
    (it) => it.customer === customer?.id && it.reseller === who.id,
  );
  // 1: it has no billing relation with the operator.
  if (reseller.kind === 'INDIRECT_RESELLER') return 'ROLE_NOT_ALLOWED';
  if (!customer || ties.length === 0) return 'NOT_FOUND';
  const { offer: offerId = '', mpnId = null } = input;
  const fields = input.fields ?? {};
  const offer = OFFERS[offerId];
  const named =
    mpnId === null
      ? undefined
      : list(s.resellers).find((it) => it.mpnId === mpnId && it.instance === reseller.instance);
  const isMine = list(s.partnerships).some(
    (it) => it.state === 'ACTIVE' && it.provider === who.id && it.reseller === named?.id,
  );
  // Nothing was bought before that a quantity could go down from.
  const bought = { offer: offerId, quantity: 0, cancelUntil: null, autoRenew: true };
  const refusal = first(
    () => standingOf(reseller),
    () => ties.every(({ status }) => status !== 'ACTIVE') && 'NO_RESELLER_RELATIONSHIP',
    () => refusalToTrade(s, customer, reseller, offer?.service),
    () => !offer && 'INVALID_INPUT',
    () => isHeld(s, customer.id, offerId) && 'SUBSCRIPTION_CONFLICT',
    () => refusalOfValues(bought, fields, s.now, policy.terms),
    () =>
      mpnId !== null &&
      (reseller.kind !== 'INDIRECT_PROVIDER' || named?.kind !== 'INDIRECT_RESELLER' || !isMine) &&
      'POR_INVALID',
    () => mpnId !== null && !named?.signed && 'AGREEMENT_NOT_ACCEPTED',
  );
  if (refusal) return refusal;
  return (n, fresh) => {
    sell(n, fresh, fields, {
      customer: customer.id,
      seller: who.id,
      partnerOfRecord: named?.id ?? who.id,
      partnerId: mpnId,
      service: (offer as Offer).service,
      offer: offerId,
      parent: null,
      autoRenew: (fields.autoRenewEnabled as boolean | undefined) ?? true,
    });
  };
};

export const SUBSCRIPTION_ACTS: Readonly<Record<string, Judge>> = {
  updateSubscription,
  suspendSubscription,
  reactivateSubscription,
  cancelSubscription,
  assignSupportContact,
  createSubscription,
  purchaseAddOn,
  upgradeSubscription,
  scheduleNextTermInstructions,
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

/** An import makes what is new and follows the source in the rest. */
export function takeOver(n: State, fresh: Fresh, account: string, body: Body): void {
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
  const id = fresh('subscriptions', { subscriptionId });
  let credited =
    partnerId === null ? account : list(n.resellers).find((it) => it.mpnId === partnerId)?.id;
  if (!credited) {
    credited = fresh('resellers', { mpnId: partnerId });
    // prettier-ignore
    n.resellers[credited] = { id: credited, tenant: null, mpnId: partnerId, kind: null, instance: (n.resellers[account] as Reseller).instance, country: null, standing: 'ACTIVE', signed: false };
  }
  // prettier-ignore
  n.subscriptions[id] = { id, subscriptionId, customer, seller: account, partnerOfRecord: credited, partnerId, service, offer, parent, status, suspendedBy: null, suspendedAt: isSuspended ? n.now : null, quantity, contact: null, ...OF_THE_SOURCE, version: 1 };
}
