import { actorStamp, type PartnerActor } from '../../../kernel/actor';
import { expandServices } from '../../../kernel/cloud-policy.rules';
import { DomainError } from '../../../kernel/domain-error';
import type { Service } from '../../../kernel/service';
import {
  type BulkCommand,
  type CommandItem,
  type CommandScope,
  executeOne,
} from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { insertMany } from '../../../platform/database/insert-many';
import { newId } from '../../../platform/ids';
import type { CustomerEntity } from '../../customers/customer.entity';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { effectiveStatus, expiryOf, refusalToRequest } from '../relationship-request.rules';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { markExpired, recordExpiry } from './expire-request';
import type { InvitationKeeper } from './invitation-keeper';
import { callerOf } from './load-facts';
import { lockForRequests, type RequestBatchFacts } from './lock-for-requests';

export interface RequestRelationshipInput extends WriteInput {
  /** The customer's directory tenant; never checked before the customer accepts. */
  readonly customerTenantId?: string | null;
  readonly customerDomainHint?: string | null;
  /** Left out or empty: every service of the instance. */
  readonly services?: readonly Service[] | null;
  /** Left out: true. */
  readonly withDelegatedAdmin?: boolean | null;
  /** With whom an indirect reseller asks jointly (R23). Left out: nobody. */
  readonly indirectProviderId?: string | null;
}

export interface RequestRelationshipResult {
  readonly requestId: string;
  /** False when a PENDING request for the pair was there and is returned unchanged. */
  readonly created: boolean;
}

/**
 * A reseller asks a customer for a relationship (domain section 4.2), or many at once. Known, unknown and
 * foreign tenants get the same answer, so that nobody can find out by asking who is a customer.
 */
export class RequestRelationship implements BulkCommand<
  RequestRelationshipInput,
  RequestRelationshipResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.requestRelationship;
  readonly operation = 'relationship';

  constructor(private readonly invitations: InvitationKeeper) {}

  execute(
    scope: CommandScope,
    input: RequestRelationshipInput,
  ): Promise<RequestRelationshipResult> {
    return executeOne(this, scope, input);
  }

  async executeEach(
    items: readonly CommandItem<RequestRelationshipInput>[],
  ): Promise<readonly (RequestRelationshipResult | DomainError)[]> {
    const [first] = items;
    if (!first) return [];
    const { scope } = first;
    const actor = callerOf(scope);
    if (actor.side !== 'partner') throw new DomainError('ROLE_NOT_ALLOWED');
    const tenantIds = items.flatMap(({ input }) => input.customerTenantId?.toLowerCase() ?? []);
    const facts = await lockForRequests(scope.tx, actor, {
      tenantIds,
      providerIds: items.map(({ input }) => input.indirectProviderId ?? null),
    });

    const plans = items.map((item) => this.plan(item, actor, facts));
    const links = await this.linksFor(scope, plans);
    const overdue = plans.flatMap(({ overdue: old }) => old ?? []);
    await markExpired(scope.tx, overdue, scope.now);
    const made = plans.flatMap(({ request }) => request ?? []);
    for (const plan of plans) {
      if (plan.request) plan.request.invitationId = links.get(linkKeyOf(plan)) ?? '';
    }
    await insertMany(scope.tx, RelationshipRequestEntity, made);
    return plans.map(({ outcome }) => outcome);
  }

  /** Decides one item. What it would make counts for the items after it. */
  private plan(
    { scope, input }: CommandItem<RequestRelationshipInput>,
    actor: PartnerActor,
    facts: RequestBatchFacts,
  ): Plan {
    const withDelegatedAdmin = input.withDelegatedAdmin ?? true;
    const providerId = input.indirectProviderId ?? null;
    const invitation = facts.invitations.get(providerId);
    if (!invitation) throw new Error('the facts of an item were not loaded');
    const services = expandServices(input.services, withDelegatedAdmin, invitation.policy);
    const asked = { services, withDelegatedAdmin };
    const tenantId = input.customerTenantId?.toLowerCase() ?? null;
    scope.about({ newValue: { ...asked, status: 'PENDING', customerTenantId: tenantId } });
    const customer = tenantId === null ? null : (facts.customers.get(tenantId) ?? null);
    const activeServices = customer && activeServicesWith(facts, customer.id, providerId);
    const refusal = refusalToRequest(
      actor,
      { ...invitation, activeServices },
      { ...input, withDelegatedAdmin },
    );
    if (refusal) return { outcome: refusal, providerId };

    const pending = tenantId === null ? undefined : facts.pending.get(tenantId);
    if (pending && effectiveStatus(pending, scope.now) === 'PENDING') {
      scope.about({ customerId: customer?.id ?? null, resourceId: pending.id });
      scope.markRepeated();
      return { outcome: { requestId: pending.id, created: false }, providerId };
    }
    if (pending) recordExpiry(scope, pending, customer?.id ?? null);

    const request = newRequest(scope, actor.resellerId, input, asked);
    if (tenantId !== null) facts.pending.set(tenantId, request);
    this.record(scope, request, customer);
    return {
      outcome: { requestId: request.id, created: true },
      providerId,
      request,
      ...(pending && { overdue: pending }),
    };
  }

  /** The link of the account for each kind of request that is made, by `linkKeyOf`. */
  private async linksFor(
    scope: CommandScope,
    plans: readonly Plan[],
  ): Promise<ReadonlyMap<string, string>> {
    const links = new Map<string, string>();
    for (const plan of plans) {
      const { request, providerId } = plan;
      if (!request || links.has(linkKeyOf(plan))) continue;
      const { invitation } = await this.invitations.ensure(scope, {
        resellerId: request.resellerId,
        includesDelegatedAdmin: request.withDelegatedAdmin,
        indirectProviderId: providerId,
        indirectResellerId: null,
      });
      links.set(linkKeyOf(plan), invitation.id);
    }
    return links;
  }

  private record(
    scope: CommandScope,
    request: RelationshipRequestEntity,
    customer: CustomerEntity | null,
  ): void {
    const { services, withDelegatedAdmin } = request;
    scope.about({
      customerId: customer?.id ?? null,
      resellerId: request.resellerId,
      resourceId: request.id,
    });
    scope.emit({
      name: 'RESELLER_RELATIONSHIP_REQUESTED',
      customerId: customer?.id ?? null,
      resellerId: request.resellerId,
      recipientResellerIds: [request.resellerId],
      isForCustomer: true,
      resourceId: request.id,
      data: {
        requestId: request.id,
        resellerId: request.resellerId,
        services,
        withDelegatedAdmin,
        expiresAt: request.expiresAt.toISOString(),
      },
    });
  }
}

/** What becomes of one item. */
interface Plan {
  readonly outcome: RequestRelationshipResult | DomainError;
  /** With whom it is asked; `null` = alone. */
  readonly providerId: string | null;
  readonly request?: RelationshipRequestEntity;
  /** The request of the pair that it takes the place of. */
  readonly overdue?: RelationshipRequestEntity;
}

/** Items of one key share a link. */
function linkKeyOf({ request, providerId }: Plan): string {
  return `${request?.withDelegatedAdmin} ${providerId}`;
}

/** What is there already: for a joint request, what both partners have (R23). */
function activeServicesWith(
  facts: RequestBatchFacts,
  customerId: string,
  providerId: string | null,
): readonly Service[] | null {
  const own = facts.activeServices.get(customerId) ?? null;
  if (providerId === null || own === null) return own;
  const ofProvider = facts.activeServicesOfProviders.get(providerId)?.get(customerId);
  return ofProvider ? own.filter((service) => ofProvider.includes(service)) : null;
}

/** A request without its link. */
function newRequest(
  scope: CommandScope,
  resellerId: string,
  input: RequestRelationshipInput,
  asked: { readonly services: readonly Service[]; readonly withDelegatedAdmin: boolean },
): RelationshipRequestEntity {
  return {
    resellerId,
    id: newId(),
    invitationId: '',
    customerId: null,
    customerTenantId: input.customerTenantId?.toLowerCase() ?? null,
    customerDomainHint: input.customerDomainHint?.trim() || null,
    services: [...asked.services],
    withDelegatedAdmin: asked.withDelegatedAdmin,
    status: 'PENDING',
    requestedBy: actorStamp(scope.actor),
    requestedAt: scope.now,
    expiresAt: expiryOf(scope.now),
    decidedBy: null,
    decidedAt: null,
    declineReason: null,
    relationshipId: null,
    acceptedServices: null,
    version: 1,
    updatedAt: scope.now,
  };
}
