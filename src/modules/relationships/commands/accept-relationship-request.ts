import { actorStamp } from '../../../kernel/actor';
import type { CloudInstance } from '../../../kernel/cloud-instance';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { Service } from '../../../kernel/service';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { sql } from '../../../platform/database/sql';
import type { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import {
  isRepeatedAcceptance,
  refusalToAccept,
  type RequestAcceptanceFacts,
  servicesGranted,
} from '../acceptance.rules';
import type { InvitationEntity } from '../invitation.entity';
import { type Proof, provingUnchanged } from '../proof';
import type { RelationshipRequestEntity } from '../relationship-request.entity';
import type { SubscriptionPort } from '../subscription.port';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { type LockedRequest, lockRequest, policyFor } from './decide-request';
import {
  findProviderRelationship,
  type Granted,
  grantRelationships,
  keepAgreement,
} from './grant-relationship';
import { loadAcceptanceFacts } from './load-acceptance';
import { loadJointPartner } from './load-joint-partner';

export interface AcceptRelationshipRequestInput extends WriteInput {
  readonly relationshipRequestId: string;
  /** Left out: every service asked for. Fewer may be granted, never more (D15). */
  readonly services?: readonly Service[] | null;
  readonly acceptsCustomerAgreement?: boolean | null;
  readonly ifMatch?: string | null;
}

export interface AcceptanceResult {
  /** Null when a link was followed and everything was there already. */
  readonly requestId: string | null;
  readonly relationshipId: string;
  /** That of the provider, where one link asked for both (R23). */
  readonly providerRelationshipId: string | null;
  /** Who accepted; a tenant that was not held before is held as this customer now. */
  readonly customer: { readonly id: string; readonly cloudInstance: CloudInstance };
  readonly proof: Proof;
}

interface Parties {
  readonly request: RelationshipRequestEntity;
  /** The link that the request came by. */
  readonly invitation: InvitationEntity;
  readonly reseller: ResellerEntity;
  readonly customer: CustomerEntity;
  /** R23: whose relationship is accepted with it. */
  readonly provider: ResellerEntity | null;
}

/** The customer's global administrator says yes, for the services it chooses; nothing else changes. */
export class AcceptRelationshipRequest implements Command<
  AcceptRelationshipRequestInput,
  AcceptanceResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.acceptRelationshipRequest;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(
    scope: CommandScope,
    input: AcceptRelationshipRequestInput,
  ): Promise<AcceptanceResult> {
    const locked = await lockRequest(
      scope,
      input.relationshipRequestId,
      'acceptRelationshipRequest',
    );
    const { actor, request, reseller } = locked;
    const { invitation, customer, provider, facts } = await this.loadFacts(scope, locked);
    aboutAccepting(scope, request, servicesGranted(input.services, request.services));
    throwIfRefused(refusalToAccept(actor, facts, input, scope.now));

    const isRepeated = isRepeatedAcceptance(request, facts.acceptedServices, actor, input.services);
    const write = (): Promise<Granted> =>
      isRepeated
        ? this.repeat(scope, { request, customer, provider })
        : this.grant(scope, { request, invitation, reseller, customer, provider }, input, facts);
    const { result, proof } = await provingUnchanged(scope, this.subscriptions, customer.id, write);
    return {
      requestId: request.id,
      ...result,
      customer: { id: customer.id, cloudInstance: customer.cloudInstance },
      proof,
    };
  }

  private async loadFacts(
    scope: CommandScope,
    { actor, request, reseller, customer, invitation }: LockedRequest,
  ): Promise<
    Pick<Parties, 'invitation' | 'customer' | 'provider'> & {
      readonly facts: RequestAcceptanceFacts;
    }
  > {
    if (!customer) throw new DomainError('NOT_FOUND');
    if (!invitation) throw new Error('the link of the request was not read');
    const policy = policyFor(actor, reseller);
    const { indirectProviderId: jointProviderId } = invitation;
    const tiers = { indirectProviderId: jointProviderId };
    const parties = { reseller, customer, isNew: false, tiers };
    const first = await loadAcceptanceFacts(scope.tx, this.subscriptions, policy, parties);
    const { soldServices } = first;
    const joint = await loadJointPartner(scope.tx, this.subscriptions, jointProviderId, {
      ...parties,
      soldServices,
    });
    const facts = {
      ...first,
      jointPartner: joint?.facts ?? null,
      request,
      acceptedServices: request.acceptedServices ?? [],
    };
    return { invitation, customer, provider: joint?.reseller ?? null, facts };
  }

  private async repeat(
    scope: CommandScope,
    { request, customer, provider }: Pick<Parties, 'request' | 'customer' | 'provider'>,
  ): Promise<Granted> {
    const { relationshipId } = request;
    if (!relationshipId) throw new Error('an accepted request has a relationship');
    scope.markRepeated();
    const beside = await findProviderRelationship(scope.tx, customer.id, provider);
    return { relationshipId, providerRelationshipId: beside };
  }

  private async grant(
    scope: CommandScope,
    { request, invitation, reseller, customer, provider }: Parties,
    input: AcceptRelationshipRequestInput,
    facts: RequestAcceptanceFacts,
  ): Promise<Granted> {
    const services = servicesGranted(input.services, request.services);
    await keepAgreement(scope, customer.id, facts, input);
    const grant = { customer, reseller, services, requestId: request.id, invitation };
    const granted = await grantRelationships(scope, grant, provider);
    await markAccepted(scope, request, customer.id, granted.relationshipId, services);
    return granted;
  }
}

/** Notes for the audit what is tried, before anything refuses it (R42). */
export function aboutAccepting(
  scope: CommandScope,
  request: RelationshipRequestEntity | null,
  services: readonly Service[],
): void {
  scope.about({
    oldValue: request && { status: request.status },
    newValue: { status: 'ACCEPTED', services },
  });
}

/** Moves a PENDING request to ACCEPTED. */
export async function markAccepted(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  customerId: string,
  relationshipId: string,
  services: readonly Service[],
): Promise<void> {
  await scope.tx.query(sql`
    UPDATE relationship_requests SET status = 'ACCEPTED', customer_id = ${customerId}, relationship_id = ${relationshipId},
      accepted_services = ${[...services]}::text[], decided_at = ${scope.now}, decided_by = ${JSON.stringify(actorStamp(scope.actor))}::jsonb,
      version = ${request.version + 1}, updated_at = ${scope.now}
    WHERE reseller_id = ${request.resellerId} AND id = ${request.id}`);
}
