import { newId } from '../../src/platform/ids';
import { activeTie, holds, list, SERVICES } from './facts';
import type { Body, Call, Caller, Input, Reseller, Service, State } from './model';
import { ADD_ONS, isHeld, OFFERS } from './oracle-subscriptions';
import type { Cast } from './world';

/* Which calls are tried. A step is two numbers; what they mean depends on the world, so that most make sense. */

/** Kind of act, and a seed for its particulars. */
export type Step = readonly [kind: number, seed: number];

/** Numbers that follow from a seed (mulberry32). */
export class Dice {
  constructor(private seed: number) {}

  below(count: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % count;
  }

  /** True in so many of a hundred cases. */
  often(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of them; of an empty list `undefined`, which is an id that nobody has. */
  one<Item>(items: readonly Item[]): Item {
    return items[this.below(Math.max(items.length, 1))] as Item;
  }

  some<Item>(items: readonly Item[]): Item[] {
    return items.filter(() => this.often(50));
  }
}

const PARTNER_ROLES = [
  'ADMIN_AGENT',
  'SALES_AGENT',
  'HELPDESK_AGENT',
  'GLOBAL_ADMIN',
  'BILLING_ADMIN',
  'USER_MGMT_ADMIN',
];
const CUSTOMER_ROLES = ['CUSTOMER_GLOBAL_ADMIN', 'CUSTOMER_BILLING_ADMIN', 'CUSTOMER_USER'];
const OPERATOR: Caller = { tenant: 'operator', roles: ['OPERATOR'] };

type Make = (s: State, dice: Dice, cast: Cast) => Omit<Call, 'act'>;

const user = (tenant: string | null | undefined, ...roles: string[]): Caller => ({
  tenant: tenant ?? newId(),
  roles,
});

function anybody(s: State, dice: Dice, cast: Cast): Caller | null {
  const kind = dice.below(20);
  if (kind === 0) return null;
  if (kind === 1) return OPERATOR;
  const tenant = dice.one(cast.tenants);
  if (kind === 2) return { tenant, roles: [], isApplication: true };
  const isPartner = list(s.resellers).some((it) => it.tenant === tenant);
  const roles = [dice.one(isPartner && kind > 3 ? PARTNER_ROLES : CUSTOMER_ROLES)];
  return { tenant, roles, country: cast.country };
}

const partners = (s: State): Reseller[] => list(s.resellers).filter((it) => it.tenant !== null);
/** One that can do something here, mostly. */
const partner = (s: State, dice: Dice, cast: Cast): Reseller =>
  fitting(dice, partners(s), (it) => it.instance === cast.instance && it.standing === 'ACTIVE');
const customerTenant = (s: State, dice: Dice, cast: Cast): string =>
  dice.often(90)
    ? dice.one([...list(s.customers).map(({ tenant }) => tenant), ...cast.newcomers])
    : dice.one(cast.tenants);
const agent = (dice: Dice, reseller: Reseller | undefined): Caller =>
  user(reseller?.tenant, dice.one(['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN']));

/** Mostly nothing, which asks for all; else some, or one that does not exist there. */
const services = (dice: Dice, among: readonly Service[] = SERVICES): Input =>
  dice.often(70) ? {} : { services: dice.often(80) ? dice.some(among) : [dice.one(SERVICES)] };

const stale = (dice: Dice, version: number | undefined): Input =>
  dice.often(85) ? {} : { ifMatch: (version ?? 1) - (dice.often(50) ? 1 : 0) };

/** One of those that fit, rarely any. */
const fitting = <Row>(dice: Dice, rows: readonly Row[], fits: (row: Row) => boolean): Row => {
  const good = rows.filter(fits);
  return dice.one(good.length > 0 && dice.often(90) ? good : rows);
};

const asking: Make = (s, dice, cast) => {
  const reseller = partner(s, dice, cast);
  const tie = list(s.partnerships).find((it) => it.reseller === reseller.id);
  return {
    caller: agent(dice, reseller),
    input: {
      tenant: dice.often(90) ? customerTenant(s, dice, cast) : null,
      ...services(dice),
      ...(dice.often(8) && { dap: false }),
      ...(dice.often(tie ? 70 : 5) && { provider: tie?.provider ?? dice.one(partners(s)).id }),
    },
  };
};

const deciding: Make = (s, dice, cast) => {
  const isHeld = (tenant: string | null) =>
    tenant === null || list(s.customers).some((it) => it.tenant === tenant);
  const request = fitting(
    dice,
    list(s.requests),
    (it) => it.status === 'PENDING' && isHeld(it.tenant),
  );
  const customer = s.customers[request?.customer ?? ''] ?? dice.one(list(s.customers));
  return {
    caller: user(request?.tenant ?? customer.tenant, 'CUSTOMER_GLOBAL_ADMIN'),
    input: {
      request: request?.id ?? newId(),
      ...stale(dice, request?.version),
      ...services(dice, request?.services),
      ...(dice.often(cast.instance === 'GLOBAL' ? 90 : 20) && { accepts: true }),
    },
  };
};

const canceling: Make = (s, dice) => {
  const request = fitting(dice, list(s.requests), (it) => it.status === 'PENDING');
  const { reseller = '', id = newId(), version } = request ?? {};
  return {
    caller: agent(dice, s.resellers[reseller]),
    input: { request: id, ...stale(dice, version) },
  };
};

/** One of the two sides of a relationship, and the privileges between them. */
const ending =
  (role: string, side: 'customer' | 'reseller' | 'operator'): Make =>
  (s, dice) => {
    const tie = fitting(
      dice,
      list(s.relationships),
      (it) => it.status === 'ACTIVE' && list(it.privileges).some((its) => its?.status === 'ACTIVE'),
    );
    const tenant =
      side === 'customer' ? s.customers[tie?.customer]?.tenant : s.resellers[tie?.reseller]?.tenant;
    const held = Object.keys(tie?.privileges ?? {}) as Service[];
    return {
      caller: side === 'operator' ? OPERATOR : user(tenant, role),
      input: {
        relationship: tie?.id ?? newId(),
        ...services(dice, held),
        ...stale(dice, tie?.version),
        ...(side === 'operator' && { since: s.now - dice.one([91, 91, 90, 0]) * 86_400_000 - 1 }),
      },
    };
  };

/** Who might write a subscription: its seller mostly, then the others who can see it. */
function writerOf(s: State, dice: Dice, id: string): Caller {
  const it = s.subscriptions[id];
  if (it === undefined) return OPERATOR;
  const others = partners(s).filter((other) => activeTie(s, it.customer, other.id));
  const kind = dice.below(20);
  if (kind < 13) return agent(dice, s.resellers[it.seller]);
  if (kind < 16 && others.length > 0) return agent(dice, dice.one(others));
  if (kind < 18) return user(s.customers[it.customer]?.tenant, dice.one(CUSTOMER_ROLES));
  return OPERATOR;
}

const writing =
  (statuses: readonly string[], more: Make = () => ({ caller: null, input: {} })): Make =>
  (s, dice, cast) => {
    const it = fitting(dice, list(s.subscriptions), ({ status }) => statuses.includes(status));
    const id = it?.id ?? newId();
    const { input } = more({ ...s, subscriptions: { [id]: it } }, dice, cast);
    const caller =
      it?.suspendedBy === 'OPERATOR' && dice.often(60) ? OPERATOR : writerOf(s, dice, id);
    return { caller, input: { subscription: id, ...stale(dice, it?.version), ...input } };
  };

const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  quantity: [12, 5, 10, 1, 300, 301, 0, null],
  friendlyName: ['Branch office', 'Head office', null, ''],
  autoRenewEnabled: [true, false, null],
  billingCycle: ['MONTHLY', 'ANNUAL', 'TRIENNIAL'],
  termDuration: ['P1Y', 'P1M', 'P3Y', 'P2Y'],
  renewalTermDuration: ['P1M', 'P1Y', null, 'P3Y'],
  partnerId: ['4847383', null],
};

const fields: Make = (s, dice) => {
  const names = dice.often(80) ? [dice.one(Object.keys(FIELDS))] : dice.some(Object.keys(FIELDS));
  const [it] = list(s.subscriptions);
  const sent = names.map((name) => {
    const values = FIELDS[name] ?? [];
    return [name, dice.often(75) ? values[dice.below(2)] : dice.one(values)];
  });
  return {
    caller: null,
    input: {
      fields: Object.fromEntries(sent) as Record<string, unknown>,
      ...(dice.often(90) && { ifMatch: it?.version ?? 1 }),
    },
  };
};

/** A new sale of somebody, or what the source now says of one that is held. */
const importing: Make = (s, dice, cast) => {
  const account = dice.one(partners(s).filter((it) => it.instance === cast.instance));
  const body = (): Body => {
    const held = dice.often(60) ? dice.one(list(s.subscriptions)) : undefined;
    const offer = held?.offer ?? dice.one(Object.keys(OFFERS));
    const customer = dice.often(95) && held ? held.customer : dice.one(list(s.customers)).id;
    const base = list(s.subscriptions).find((it) => it.customer === customer && !it.parent);
    return {
      subscriptionId: held?.subscriptionId ?? newId(),
      customer,
      offer,
      service: OFFERS[offer]?.service ?? 'OTHER',
      partnerId:
        held && dice.often(95)
          ? held.partnerId
          : dice.one([account.mpnId, null, cast.unknownMpnId, dice.one(cast.mpnIds)]),
      status: dice.one([
        'ACTIVE',
        'ACTIVE',
        'ACTIVE',
        'PENDING',
        'SUSPENDED',
        'DELETED',
        'EXPIRED',
      ]),
      quantity: dice.one([10, 12, 25]),
      parent: held ? held.parent : dice.often(20) ? (base?.subscriptionId ?? null) : null,
    };
  };
  const bodies = dice.often(70) ? [body()] : [body(), body()];
  const isTwice = new Set(bodies.map((it) => it.subscriptionId)).size < bodies.length;
  const known = list(s.subscriptions).find((it) => it.subscriptionId === bodies[0]?.subscriptionId);
  return {
    caller: null,
    input: {
      reseller: known && dice.often(90) ? known.seller : account.id,
      bodies: isTwice ? bodies.slice(0, 1) : bodies,
    },
  };
};

const STANDINGS = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'RESTRICTED', 'SUSPENDED'] as const;

const ACTS: Readonly<Record<string, readonly [weight: number, make: Make]>> = {
  createInvitation: [
    5,
    (s, dice, cast) => {
      const reseller = partner(s, dice, cast);
      const tie = list(s.partnerships).find((it) => it.reseller === reseller.id);
      const served = list(s.partnerships).find((it) => it.provider === reseller.id);
      const input =
        tie && dice.often(70)
          ? { provider: tie.provider }
          : served && dice.often(50)
            ? { served: served.reseller }
            : {};
      return {
        caller: agent(dice, reseller),
        input: { ...input, ...(dice.often(15) && { dap: false }) },
      };
    },
  ],
  rotateInvitation: [
    2,
    (s, dice) => {
      const it = fitting(dice, list(s.invitations), ({ status }) => status === 'ACTIVE');
      const caller = user(s.resellers[it?.reseller]?.tenant, 'GLOBAL_ADMIN');
      return { caller, input: { invitation: it?.id ?? newId() } };
    },
  ],
  requestRelationship: [12, asking],
  requestRelationships: [
    4,
    (s, dice, cast) => {
      const { caller, input } = asking(s, dice, cast);
      const { tenant: _one, ...rest } = input;
      return {
        caller,
        input: { ...rest, tenants: [customerTenant(s, dice, cast), customerTenant(s, dice, cast)] },
      };
    },
  ],
  cancelRelationshipRequest: [3, canceling],
  cancelRelationshipRequests: [
    2,
    (s, dice, cast) => {
      const { caller, input } = canceling(s, dice, cast);
      const requests = [input.request ?? '', dice.one(list(s.requests))?.id ?? newId()];
      return { caller, input: { requests } };
    },
  ],
  acceptRelationshipRequest: [16, deciding],
  declineRelationshipRequest: [
    2,
    (s, dice, cast) => {
      const { caller, input } = deciding(s, dice, cast);
      const { request, ifMatch } = input;
      return { caller, input: { request, ...(ifMatch !== undefined && { ifMatch }) } as Input };
    },
  ],
  acceptInvitation: [
    8,
    (s, dice, cast) => {
      const it = fitting(dice, list(s.invitations), ({ status }) => status === 'ACTIVE');
      const tenants = [...list(s.customers).map(({ tenant }) => tenant), ...cast.newcomers];
      return {
        caller: { ...user(dice.one(tenants), 'CUSTOMER_GLOBAL_ADMIN'), country: cast.country },
        input: {
          invitation: it?.id ?? newId(),
          ...services(dice),
          ...(dice.often(cast.instance === 'GLOBAL' ? 90 : 20) && { accepts: true }),
          ...(dice.often(5) && { tampered: dice.one(['ADDED_TO', 'CUT'] as const) }),
        },
      };
    },
  ],
  removeDelegatedPrivileges: [5, ending('CUSTOMER_GLOBAL_ADMIN', 'customer')],
  relinquishDelegatedPrivileges: [3, ending('ADMIN_AGENT', 'reseller')],
  terminateDelegatedPrivileges: [3, ending('OPERATOR', 'operator')],
  removeRelationship: [
    4,
    (s, dice) => {
      const tie = fitting(
        dice,
        list(s.relationships),
        (it) =>
          it.status === 'ACTIVE' &&
          !list(s.subscriptions).some(
            (sale) => sale.seller === it.reseller && sale.customer === it.customer,
          ),
      );
      const caller = user(s.resellers[tie?.reseller]?.tenant, 'GLOBAL_ADMIN');
      return { caller, input: { relationship: tie?.id ?? newId(), ...stale(dice, tie?.version) } };
    },
  ],
  createCustomer: [
    3,
    (s, dice, cast) => ({
      caller: agent(dice, partner(s, dice, cast)),
      input: {
        tenant: dice.often(80) ? dice.one(cast.newcomers) : dice.one(cast.tenants),
        country: dice.often(90) ? cast.country : 'BR',
        company: dice.often(95) ? 'Made here' : '',
      },
    }),
  ],
  updateCustomer: [
    3,
    (s, dice, cast) => {
      const tie = fitting(dice, list(s.relationships), ({ status }) => status === 'ACTIVE');
      const customer = s.customers[tie?.customer] ?? dice.one(list(s.customers));
      const partner = list(s.partnerships).find((it) => it.provider === tie?.reseller);
      const attached = s.resellers[partner?.reseller ?? '']?.mpnId;
      const roles = dice.often(20) ? ['HELPDESK_AGENT'] : ['ADMIN_AGENT'];
      return {
        caller: user(s.resellers[tie?.reseller]?.tenant, ...roles),
        input: {
          customer: customer.id,
          ...(dice.often(90) && { ifMatch: customer.version }),
          ...(dice.often(70) && {
            company: dice.one(['Renamed', 'Renamed again', 'Company 0', '']),
          }),
          ...(dice.often(40) && { billingEmail: dice.one(['a@b.example', 'c@d.example']) }),
          ...(dice.often(s.resellers[tie?.reseller]?.kind === 'INDIRECT_PROVIDER' ? 70 : 5) && {
            associated: dice.one([attached ?? null, attached ?? null, null, dice.one(cast.mpnIds)]),
          }),
        },
      };
    },
  ],
  recordAgreement: [
    2,
    (s, dice) => ({
      caller: OPERATOR,
      input: {
        ...(dice.often(50)
          ? { reseller: dice.one(list(s.resellers)).id }
          : { customer: dice.one(list(s.customers)).id }),
        since: s.now + dice.one([-86_400_000, 0, 1]),
      },
    }),
  ],
  registerReseller: [
    2,
    (_s, dice, cast) => ({
      caller: OPERATOR,
      input: {
        tenant: dice.often(70) ? dice.one(cast.newcomers) : dice.one(cast.tenants),
        mpnId: dice.often(50) ? null : dice.one([cast.unknownMpnId, dice.one(cast.mpnIds)]),
        kind: dice.one(['DIRECT_BILL', 'INDIRECT_RESELLER', 'INDIRECT_PROVIDER']),
        country: cast.country,
        instance: dice.often(90) ? cast.instance : 'US_GOVERNMENT',
      },
    }),
  ],
  setResellerStatus: [
    3,
    (s, dice) => ({
      caller: OPERATOR,
      input: { reseller: dice.one(list(s.resellers)).id, standing: dice.one(STANDINGS) },
    }),
  ],
  createPartnerRelationship: [
    2,
    (s, dice) => {
      const provider = fitting(dice, partners(s), ({ kind }) => kind === 'INDIRECT_PROVIDER');
      const partner = fitting(dice, partners(s), ({ kind }) => kind === 'INDIRECT_RESELLER');
      return { caller: agent(dice, provider), input: { tenant: partner.tenant } };
    },
  ],
  endPartnerRelationship: [
    1,
    (s, dice) => {
      const link = fitting(dice, list(s.partnerships), ({ state }) => state === 'ACTIVE');
      const caller = user(s.resellers[link.provider]?.tenant, 'GLOBAL_ADMIN');
      return { caller, input: { partnership: link.id, ...stale(dice, link.version) } };
    },
  ],
  updateSubscription: [14, writing(['ACTIVE'], fields)],
  suspendSubscription: [6, writing(['ACTIVE'])],
  reactivateSubscription: [6, writing(['SUSPENDED'])],
  cancelSubscription: [3, writing(['ACTIVE'])],
  createSubscription: [
    10,
    (s, dice, cast) => {
      const tie = fitting(
        dice,
        list(s.relationships),
        (it) => it.status === 'ACTIVE' && s.resellers[it.reseller]?.kind !== 'INDIRECT_RESELLER',
      );
      const reseller = s.resellers[tie?.reseller];
      const mine = list(s.partnerships).find((it) => it.provider === reseller?.id);
      const named = s.resellers[mine?.reseller ?? '']?.mpnId ?? cast.unknownMpnId;
      const usual = dice.often(85);
      return {
        caller: agent(dice, reseller),
        input: {
          customer: tie && dice.often(95) ? tie.customer : dice.one(list(s.customers)).id,
          offer: dice.often(97)
            ? fitting(dice, Object.keys(OFFERS), (offer) => !isHeld(s, tie?.customer, offer))
            : newId(),
          mpnId: dice.often(mine ? 60 : 4) ? named : null,
          fields: {
            quantity: usual ? dice.one([5, 10, 300]) : dice.one([0, 301]),
            termDuration: usual ? dice.one(['P1M', 'P1Y']) : dice.one(['P3Y', 'P2Y']),
            billingCycle: usual ? dice.one(['MONTHLY', 'ANNUAL']) : 'TRIENNIAL',
            ...(dice.often(30) && { autoRenewEnabled: dice.often(50) }),
            ...(dice.often(20) && { friendlyName: dice.one(['Bought here', '']) }),
          },
        },
      };
    },
  ],
  purchaseAddOn: [
    5,
    (s, dice) => {
      const [addOn = ''] = Object.keys(ADD_ONS);
      const bases = ADD_ONS[addOn]?.bases ?? [];
      const it = fitting(
        dice,
        list(s.subscriptions),
        ({ status, offer }) => status === 'ACTIVE' && bases.includes(offer),
      );
      const usual = dice.often(85);
      return {
        caller: writerOf(s, dice, it?.id),
        input: {
          subscription: dice.often(95) ? it?.id : newId(),
          ...stale(dice, it?.version),
          offer: dice.often(90) ? addOn : dice.one([...Object.keys(OFFERS), newId()]),
          fields: {
            quantity: usual ? dice.one([1, 10]) : 0,
            ...(dice.often(30) && { termDuration: usual ? 'P1M' : 'P2Y' }),
            ...(dice.often(30) && { billingCycle: dice.one(['MONTHLY', 'ANNUAL']) }),
          },
        },
      };
    },
  ],
  upgradeSubscription: [
    6,
    (s, dice) => {
      const it = fitting(
        dice,
        list(s.subscriptions),
        ({ status, offer, customer, seller, service }) =>
          status === 'ACTIVE' &&
          OFFERS[offer]?.becomes !== undefined &&
          holds(s, customer, seller, service),
      );
      return {
        caller: writerOf(s, dice, it?.id),
        input: {
          subscription: dice.often(95) ? it?.id : newId(),
          ...stale(dice, it?.version),
          offer: (dice.often(85) && OFFERS[it?.offer]?.becomes) || dice.one(Object.keys(OFFERS)),
          fields: {
            ...(dice.often(30) && { termDuration: dice.one(['P1M', 'P1Y', 'P2Y']) }),
            ...(dice.often(30) && { billingCycle: dice.one(['MONTHLY', 'ANNUAL', 'TRIENNIAL']) }),
          },
        },
      };
    },
  ],
  scheduleNextTermInstructions: [
    5,
    writing(['ACTIVE', 'PENDING', 'SUSPENDED'], (s, dice) => {
      const [it] = list(s.subscriptions);
      const products = [it?.offer, OFFERS[it?.offer ?? '']?.becomes, dice.one(Object.keys(OFFERS))];
      const product = dice.one(products.filter((one) => one !== undefined));
      const next = {
        ...(dice.often(50) && product && { product }),
        ...(dice.often(60) && { quantity: dice.one([5, 20, 300, 301, 0]) }),
      };
      const version = dice.often(90) ? { ifMatch: it?.version ?? 1 } : {};
      return { caller: null, input: { next: dice.often(90) ? next : null, ...version } };
    }),
  ],
  assignSupportContact: [
    4,
    writing(['ACTIVE', 'PENDING', 'SUSPENDED'], (s, dice) => {
      const [it] = list(s.subscriptions);
      const related = list(s.relationships).filter((tie) => tie.customer === it?.customer);
      const tenants = related.map((tie) => s.resellers[tie.reseller]?.tenant ?? null);
      return {
        caller: null,
        input: {
          tenant: dice.often(80) ? dice.one([...tenants, null]) : dice.one(partners(s)).tenant,
          ...(dice.often(90) && { ifMatch: it?.version ?? 1 }),
        },
      };
    }),
  ],
  changePartnerOfRecord: [2, writing(['ACTIVE'])],
  transferSubscription: [2, writing(['ACTIVE'])],
  import: [6, importing],
  letTimePass: [
    3,
    (_s, dice) => ({ caller: null, input: { days: dice.one([1, 6, 8, 30, 61, 91]) } }),
  ],
  doWhatIsDue: [4, () => ({ caller: null, input: {} })],
};

/** Acts of the platform, which nobody calls by a mutation. */
export const PLATFORM_ACTS = ['import', 'letTimePass', 'doWhatIsDue'];
export const ALL_ACTS = Object.keys(ACTS);

const WEIGHED = Object.entries(ACTS).flatMap(([act, [weight]]) => Array<string>(weight).fill(act));
export const KIND_COUNT = WEIGHED.length;

/** What a step means in this world. */
export function callOf(s: State, cast: Cast, [kind, seed]: Step): Call {
  const act = WEIGHED[kind % KIND_COUNT] as string;
  const dice = new Dice(seed);
  const made = (ACTS[act] as readonly [number, Make])[1](s, dice, cast);
  if (PLATFORM_ACTS.includes(act)) return { ...made, act };
  const caller = dice.often(10) ? anybody(s, dice, cast) : made.caller;
  return { act, input: made.input, caller, ...(dice.often(8) && { isDryRun: true }) };
}
