import {
  type Judge,
  list,
  POLICIES,
  refusalOfFeature,
  refusalToEnter,
  type Who,
  whoIs,
} from './facts';
import {
  type Call,
  type Change,
  DONE_BEFORE,
  type Fresh,
  type Input,
  type Reseller,
  type State,
  type Verdict,
} from './model';
import { ACCOUNT_ACTS } from './oracle-accounts';
import { settle } from './oracle-platform';
import { expire, RELATIONSHIP_ACTS, seesRequest } from './oracle-relationships';
import {
  refusalToImport,
  seesSubscription,
  SUBSCRIPTION_ACTS,
  takeOver,
} from './oracle-subscriptions';

/*
 * Predicts what the server answers to a call and what the world is afterwards, from the domain document
 * alone. The order is that of its section 5: token, switch, role, sight; then what each act asks.
 */

const ACTS: Readonly<Record<string, Judge>> = {
  ...RELATIONSHIP_ACTS,
  ...ACCOUNT_ACTS,
  ...SUBSCRIPTION_ACTS,
};

/** Acts of many items: what each is, and how it is asked for. */
const BULK: Readonly<Record<string, readonly [act: string, items: (input: Input) => Input[]]>> = {
  requestRelationships: [
    'requestRelationship',
    ({ tenants = [], ...rest }) => tenants.map((tenant) => ({ ...rest, tenant })),
  ],
  cancelRelationshipRequests: [
    'cancelRelationshipRequest',
    ({ requests = [] }) => requests.map((request) => ({ request })),
  ],
};

export interface Ruling {
  /** `ok`, a code, or one of them for each item. */
  readonly verdict: string;
  /** The answer says that it was done before. */
  readonly isRepeated: boolean;
  readonly next: State;
}

/** What comes of a call in this state; `fresh` names the rows that it makes. */
export function rule(state: State, call: Call, fresh: Fresh): Ruling {
  const next = JSON.parse(JSON.stringify(state)) as State;
  if (call.act === 'import') return ruleImport(state, next, call.input, fresh);
  const [item, itemsOf] = BULK[call.act] ?? [];
  const refusal = item && call.caller ? refusalToEnter(call.act, whoIs(state, call.caller)) : null;
  if (!item || !itemsOf || refusal || !call.caller) {
    const verdict = refusal ?? judge(state, call);
    if (typeof verdict === 'string') return { verdict, isRepeated: false, next: state };
    if (!call.isDryRun) verdict(next, fresh);
    return { verdict: 'ok', isRepeated: verdict === DONE_BEFORE, next };
  }
  const verdicts = itemsOf(call.input).map((input) => {
    const verdict = judge(next, { ...call, act: item, input });
    if (typeof verdict === 'string') return verdict;
    verdict(next, fresh);
    return verdict === DONE_BEFORE ? 'repeated' : 'ok';
  });
  const isRepeated = verdicts.every((verdict) => verdict === 'repeated');
  const verdict = verdicts.join(' ');
  return { verdict, isRepeated, next: call.isDryRun ? state : next };
}

/** Each body is taken over or left out. */
function ruleImport(state: State, next: State, input: Input, fresh: Fresh): Ruling {
  const { reseller = '', bodies = [] } = input;
  const refusals = bodies.map((body) => refusalToImport(state, reseller, body));
  const taken = bodies.filter((_body, index) => refusals[index] === null);
  // Bases before their add-ons.
  for (const isAddOn of [false, true])
    for (const body of taken.filter(({ parent }) => (parent !== null) === isAddOn))
      takeOver(next, fresh, reseller, body);
  return { verdict: refusals.map((code) => code ?? 'ok').join(' '), isRepeated: false, next };
}

function judge(s: State, { act, caller, input }: Call): Verdict {
  if (PLATFORM_ACTS[act]) return PLATFORM_ACTS[act](s, input);
  if (!caller) return 'UNAUTHENTICATED';
  const who = whoIs(s, caller);
  return refusalToLook(s, act, who, input) ?? (ACTS[act] as Judge)(s, who, input);
}

/** Steps 1 to 4: who may do such a thing at all, and whether it sees what it names. */
function refusalToLook(s: State, act: string, who: Who, input: Input): string | null {
  const policyOf = (reseller: string | undefined) =>
    who.side === 'operator' && reseller
      ? POLICIES[(s.resellers[reseller] as Reseller).instance]
      : null;
  if (input.relationship !== undefined) {
    const tie = s.relationships[input.relationship];
    const sees = { partner: tie?.reseller, customer: tie?.customer, newcomer: null, operator: '' };
    const refusal = refusalToEnter(act, who, false, policyOf(tie?.reseller));
    return refusal ?? (tie && sees[who.side] === who.id ? null : 'NOT_FOUND');
  }
  if (input.request !== undefined) {
    const request = s.requests[input.request];
    const own = who.side === 'partner' && request?.reseller === who.id;
    return refusalToEnter(act, who, own) ?? (seesRequest(who, request) ? null : 'NOT_FOUND');
  }
  if (act === 'acceptInvitation') {
    const invitation = input.tampered ? undefined : s.invitations[input.invitation ?? ''];
    const own =
      who.side === 'partner' && [invitation?.reseller, invitation?.provider].includes(who.id);
    if (input.tampered)
      return (
        refusalToEnter(act, who, own) ??
        { ADDED_TO: 'INVITATION_LINK_IMMUTABLE', CUT: 'INVITATION_LINK_MISSING' }[input.tampered]
      );
    return refusalToEnter(act, who, own) ?? (invitation ? null : 'NOT_FOUND');
  }
  const refusal = refusalOfFeature(act, who, input) ?? refusalToEnter(act, who);
  if (refusal || input.subscription === undefined) return refusal;
  return seesSubscription(s, who, s.subscriptions[input.subscription]) ? null : 'NOT_FOUND';
}

/** What nobody asks for by a mutation. */
const PLATFORM_ACTS: Readonly<Record<string, (s: State, input: Input) => Change>> = {
  letTimePass:
    (_s, { days = 0 }) =>
    (n) => {
      n.now += days * 86_400_000;
    },
  doWhatIsDue: () => (n) => {
    // R25.
    for (const request of list(n.requests))
      if (request.status === 'PENDING' && n.now >= request.expiresAt) expire(request);
    settle(n);
  },
};
