import { setTimeout } from 'node:timers/promises';

import type { EventNameKey } from '../../src/kernel/event-name';
import { newId } from '../../src/platform/ids';
import type { Dice } from '../attack/acts';
import type { Claims } from '../support/test-app';
import type { Heard, LastingServer } from './lasting-server';
import type { Lane } from './world';

/** One change that a client wants, however often it has to ask. */
export interface Act {
  /** Its `clientRequestId`, and the correlation id of all its tries. */
  readonly key: string;
  readonly mutation: string;
  /** The events of the change, in the order of the log. */
  readonly tells: readonly EventNameKey[];
  tries: number;
  /** Opaque id of the object in the answer with success; `null`: no such answer came. */
  acknowledged: string | null;
  /** The answer said that it was done before: an earlier one was lost after the commit. */
  isRepeated: boolean;
}

/** An answer that the server refused a try with, of those that are no decision. */
export interface TurnedAway {
  readonly code: string;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly retryAfter: string | null;
}

interface Thing {
  readonly id: string;
}

interface Sale extends Thing {
  readonly etag: string;
  readonly quantity: number;
  readonly status: string;
}

interface Payload {
  readonly repeated: boolean;
  readonly relationshipRequest?: Thing;
  readonly relationship?: Thing;
  readonly subscription?: Sale;
}

/** How a lane stands, as far as its client has heard. */
interface Standing {
  readonly requestId: string | null;
  readonly relationshipId: string | null;
  readonly hasPrivileges: boolean;
  readonly sale: Sale | null;
}

interface Move {
  readonly mutation: string;
  readonly who: Claims;
  readonly input: object;
  readonly tells: readonly EventNameKey[];
  readonly isAbout: keyof typeof SELECTIONS;
  readonly after: (payload: Payload) => Partial<Standing>;
}

const SELECTIONS = {
  relationshipRequest: 'relationshipRequest { id }',
  relationship: 'relationship { id }',
  subscription: 'subscription { id etag quantity status }',
} as const;

const LOOK = `query ($reseller: ID!) {
  relationshipRequests(first: 1, filter: { status: [PENDING], reseller: $reseller }) { nodes { id } }
  relationships(first: 1, filter: { status: [ACTIVE], reseller: $reseller }) { nodes { id privileges { status } } }
  subscriptions(first: 1, filter: { seller: $reseller, status: [PENDING, ACTIVE] }) { nodes { id etag quantity status } }
}`;

interface Seen {
  readonly relationshipRequests: { readonly nodes: readonly Thing[] };
  readonly relationships: {
    readonly nodes: readonly (Thing & { readonly privileges: readonly { status: string }[] })[];
  };
  readonly subscriptions: { readonly nodes: readonly Sale[] };
}

/** What the reseller sells that has sold nothing yet; the other one sells nothing of that service (R21). */
export const SOLD_OFFER_ID = '51e95709-dc35-4780-9040-22278cb7c0e1';

/** Codes that say "not now": the change may or may not be there. */
const NOT_NOW = ['UNAVAILABLE', 'IDEMPOTENCY_IN_PROGRESS'];
const LONGEST_PAUSE_MS = 60;
const BEFORE_NEXT_TRY_MS = 150;
/** So many of a hundred acts are given up after an answer that was lost; the client then looks how things stand. */
const GIVEN_UP_PERCENT = 25;

/**
 * A client that changes its lane again and again. Where an answer is lost it sends the same call again
 * under the same id, or gives up and looks.
 */
export class Client {
  readonly acts: Act[] = [];
  readonly turnedAway: TurnedAway[] = [];
  /** Answers that a change which nobody else competes for must not get. */
  readonly unexpected: string[] = [];
  /** Tries without any answer. */
  unansweredCount = 0;
  isBusy = false;
  private isAbandoned = false;
  private standing: Standing | null = null;

  constructor(
    private readonly server: LastingServer,
    private readonly lane: Lane,
    private readonly dice: Dice,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    this.isBusy = true;
    while (!isOver()) {
      await this.step();
      await setTimeout(this.dice.below(LONGEST_PAUSE_MS));
    }
    this.isBusy = false;
  }

  /** For the end of a test that failed: waits for no server any more. */
  abandon(): void {
    this.isAbandoned = true;
  }

  async step(): Promise<void> {
    // What was sold becomes ACTIVE by itself.
    const isOld = this.standing === null || this.standing.sale?.status === 'PENDING';
    const standing = isOld ? await this.look() : this.standing;
    if (!standing) return;
    const move = this.dice.one(this.movesOf(standing));
    const payload = await this.send(move);
    this.standing = payload && { ...standing, ...move.after(payload) };
  }

  /** Tries until the server has decided; `null` where the client does not know. */
  private async send(move: Move): Promise<Payload | null> {
    const { mutation, who, input, tells, isAbout } = move;
    const act: Act = {
      key: newId(),
      mutation,
      tells,
      tries: 0,
      acknowledged: null,
      isRepeated: false,
    };
    this.acts.push(act);
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { repeated ${SELECTIONS[isAbout]} } }`;
    const variables = { input: { ...input, clientRequestId: act.key } };
    for (;;) {
      act.tries += 1;
      const heard = await this.server.ask<Record<string, Payload | null>>(
        who,
        query,
        variables,
        act.key,
      );
      const payload = heard?.data?.[mutation] ?? null;
      if (payload) {
        act.acknowledged = payload[isAbout]?.id ?? null;
        act.isRepeated = payload.repeated;
        return payload;
      }
      if (heard && !this.isTurnedAway(heard)) {
        this.unexpected.push(`${mutation}: ${heard.status} ${JSON.stringify(heard.errors)}`);
        return null;
      }
      if (!heard) this.unansweredCount += 1;
      if (this.isAbandoned || (act.tries === 1 && this.dice.often(GIVEN_UP_PERCENT))) return null;
      await setTimeout(BEFORE_NEXT_TRY_MS);
    }
  }

  private isTurnedAway({ status, retryAfter, errors }: Heard<unknown>): boolean {
    const { code, retryAfterSeconds } = errors[0]?.extensions ?? {};
    if (!code || !NOT_NOW.includes(code)) return false;
    const hint = retryAfterSeconds ?? null;
    this.turnedAway.push({ code, status, retryAfterSeconds: hint, retryAfter });
    return true;
  }

  /** How the lane stands now, asked until the server says. */
  private async look(): Promise<Standing | null> {
    const { customer, reseller } = this.lane;
    while (!this.isAbandoned) {
      const who = customer.as('CUSTOMER_GLOBAL_ADMIN');
      const heard = await this.server.ask<Seen>(who, LOOK, { reseller: reseller.id });
      if (heard?.data && heard.errors.length === 0) return standingOf(heard.data);
      if (heard && !this.isTurnedAway(heard)) {
        this.unexpected.push(`look: ${heard.status} ${JSON.stringify(heard.errors)}`);
      }
      await setTimeout(BEFORE_NEXT_TRY_MS);
    }
    return null;
  }

  private movesOf(standing: Standing): readonly Move[] {
    const { requestId, relationshipId, hasPrivileges, sale } = standing;
    const { customer, reseller } = this.lane;
    const [buyer, agent] = [customer.as('CUSTOMER_GLOBAL_ADMIN'), reseller.as('ADMIN_AGENT')];
    const moves: Move[] = [];
    if (requestId !== null) moves.push(...this.decisions(requestId, buyer, agent));
    else if (!hasPrivileges) moves.push(this.request(agent));
    if (relationshipId === null) return moves;
    if (hasPrivileges) moves.push(...endings(relationshipId, buyer, agent));
    if (sale) {
      const isLasting = this.lane.subscriptionId !== null;
      if (isLasting) moves.push(edit(sale, agent));
      else if (sale.status === 'ACTIVE') moves.push(cancellation(sale, agent));
      return moves;
    }
    moves.push(sold(customer.id, agent));
    moves.push(removal(relationshipId, hasPrivileges, reseller.as('GLOBAL_ADMIN')));
    return moves;
  }

  private request(who: Claims): Move {
    return {
      mutation: 'requestRelationship',
      who,
      input: { customerTenantId: this.lane.customer.tenantId },
      tells: ['RESELLER_RELATIONSHIP_REQUESTED'],
      isAbout: 'relationshipRequest',
      after: ({ relationshipRequest }) => ({ requestId: relationshipRequest?.id ?? null }),
    };
  }

  private decisions(relationshipRequestId: string, buyer: Claims, agent: Claims): readonly Move[] {
    const decision = (name: string, who: Claims, tells: EventNameKey): Move => ({
      mutation: `${name}RelationshipRequest`,
      who,
      input: { relationshipRequestId },
      tells: [tells],
      isAbout: 'relationshipRequest',
      after: () => ({ requestId: null }),
    });
    const acceptance: Move = {
      ...decision('accept', buyer, 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER'),
      tells: ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', 'DAP_ADMIN_RELATIONSHIP_APPROVED'],
      isAbout: 'relationship',
      after: ({ relationship }) => ({
        requestId: null,
        relationshipId: relationship?.id ?? null,
        hasPrivileges: true,
      }),
    };
    return [
      acceptance,
      acceptance,
      decision('decline', buyer, 'RESELLER_RELATIONSHIP_REQUEST_DECLINED'),
      decision('cancel', agent, 'RESELLER_RELATIONSHIP_REQUEST_CANCELED'),
    ];
  }
}

function endings(relationshipId: string, buyer: Claims, agent: Claims): readonly Move[] {
  const ending = (mutation: string, who: Claims): Move => ({
    mutation,
    who,
    input: { relationshipId },
    tells: ['DAP_ADMIN_RELATIONSHIP_TERMINATED'],
    isAbout: 'relationship',
    after: () => ({ hasPrivileges: false }),
  });
  return [
    ending('removeDelegatedPrivileges', buyer),
    ending('relinquishDelegatedPrivileges', agent),
  ];
}

function removal(relationshipId: string, hasPrivileges: boolean, who: Claims): Move {
  const ended: EventNameKey[] = hasPrivileges ? ['DAP_ADMIN_RELATIONSHIP_TERMINATED'] : [];
  return {
    mutation: 'removeRelationship',
    who,
    input: { relationshipId },
    tells: [...ended, 'RESELLER_RELATIONSHIP_REMOVED'],
    isAbout: 'relationship',
    after: () => ({ relationshipId: null, hasPrivileges: false }),
  };
}

function edit({ id, etag, quantity }: Sale, who: Claims): Move {
  return {
    mutation: 'updateSubscription',
    who,
    input: { subscriptionId: id, quantity: quantity + 1, ifMatch: etag },
    tells: ['SUBSCRIPTION_UPDATED'],
    isAbout: 'subscription',
    after: ({ subscription }) => ({ sale: subscription ?? null }),
  };
}

function sold(customerId: string, who: Claims): Move {
  return {
    mutation: 'createSubscription',
    who,
    input: {
      customerId,
      offerId: SOLD_OFFER_ID,
      quantity: 1,
      billingCycle: 'ANNUAL',
      termDuration: 'P1Y',
    },
    tells: ['SUBSCRIPTION_CREATED'],
    isAbout: 'subscription',
    after: ({ subscription }) => ({ sale: subscription ?? null }),
  };
}

function cancellation({ id }: Sale, who: Claims): Move {
  return {
    mutation: 'cancelSubscription',
    who,
    input: { subscriptionId: id },
    tells: ['SUBSCRIPTION_UPDATED'],
    isAbout: 'subscription',
    after: () => ({ sale: null }),
  };
}

function standingOf({ relationshipRequests, relationships, subscriptions }: Seen): Standing {
  const [relationship] = relationships.nodes;
  return {
    requestId: relationshipRequests.nodes[0]?.id ?? null,
    relationshipId: relationship?.id ?? null,
    hasPrivileges: relationship?.privileges.some(({ status }) => status === 'ACTIVE') ?? false,
    sale: subscriptions.nodes[0] ?? null,
  };
}
