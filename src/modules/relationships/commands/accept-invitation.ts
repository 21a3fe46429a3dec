import { actorStamp, type CustomerActor, type NewTenantActor } from '../../../kernel/actor';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToEnter } from '../../../kernel/guard-steps';
import type { Service } from '../../../kernel/service';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { findById } from '../../../platform/database/find-rows';
import { lockAndRead } from '../../../platform/database/row-locks';
import { isOneOf, sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { CustomerEntity } from '../../customers/customer.entity';
import { ResellerEntity } from '../../resellers/reseller.entity';
import {
  type InvitationAcceptanceFacts,
  isAlreadyAccepted,
  isOwnLink,
  refusalToAcceptInvitation,
  servicesAskedByLink,
  servicesGranted,
} from '../acceptance.rules';
import { activeServicesOf } from '../delegated-privileges.rules';
import { InvitationEntity } from '../invitation.entity';
import { parseInvitationUrl } from '../invitation-link.rules';
import { hashOfInvitationToken } from '../invitation-token';
import { provingUnchanged } from '../proof';
import { RELATIONSHIP_OPERATIONS } from '../relationship-operations';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { expiryOf, isExpired } from '../relationship-request.rules';
import type { SubscriptionPort } from '../subscription.port';
import { aboutAccepting, type AcceptanceResult, markAccepted } from './accept-relationship-request';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { policyFor } from './decide-request';
import { expireRequest } from './expire-request';
import { findProviderRelationship, grantRelationships, keepAgreement } from './grant-relationship';
import { loadAcceptanceFacts } from './load-acceptance';
import { callerOf, findActiveRelationship, getReseller, listPrivileges } from './load-facts';
import { loadJointPartner } from './load-joint-partner';
import { ensureCustomerOf } from './new-customer';

export interface AcceptInvitationInput extends WriteInput {
  /** The link, exactly as the reseller sent it. */
  readonly url: string;
  /** Left out: every service asked for. Fewer may be granted, never more (D15). */
  readonly services?: readonly Service[] | null;
  readonly acceptsCustomerAgreement?: boolean | null;
  readonly ifMatch?: string | null;
}

/** The parties of a link, under lock. */
interface Locked {
  readonly invitation: InvitationEntity;
  readonly reseller: ResellerEntity;
  readonly customer: CustomerEntity;
}

/** The state of things under lock. */
interface Situation extends Locked {
  /** R23: whose relationship is accepted with it. */
  readonly provider: ResellerEntity | null;
  /** PENDING for this tenant, perhaps overdue; `facts` know it only while it is not. */
  readonly waiting: RelationshipRequestEntity | null;
  readonly relationshipId: string | null;
  readonly facts: InvitationAcceptanceFacts;
}

type Accepted = Pick<AcceptanceResult, 'requestId' | 'relationshipId' | 'providerRelationshipId'>;

/**
 * A customer's global administrator follows a reseller's link and accepts (domain section 4.2). A
 * PENDING request for this tenant is accepted with it; otherwise request and acceptance are one.
 */
export class AcceptInvitation implements Command<AcceptInvitationInput, AcceptanceResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.acceptInvitation;
  readonly operation = 'relationship';

  constructor(
    private readonly subscriptions: SubscriptionPort,
    /** Where links of this server begin. */
    private readonly publicUrl: () => string,
  ) {}

  async execute(scope: CommandScope, input: AcceptInvitationInput): Promise<AcceptanceResult> {
    const { invitation, reseller, actor } = await this.enter(scope, input);
    const held = await ensureCustomerOf(scope, actor, reseller);
    const locked = await this.lock(scope, invitation, held.id);
    // A customer that a refusal takes back again stands in no audit record.
    scope.about({ resellerId: reseller.id, customerId: held.isNew ? null : held.id });

    const situation = await this.load(scope, locked, held.isNew);
    const { customer, facts } = situation;
    const services = servicesGranted(input.services, servicesAskedByLink(facts));
    // An overdue request is over; the link asks anew.
    const waiting = facts.pendingRequest && situation.waiting;
    aboutAccepting(scope, waiting, services);
    scope.about({ resourceId: waiting?.id ?? null });
    throwIfRefused(refusalToAcceptInvitation(actor, facts, input, scope.now));
    scope.about({ customerId: customer.id });

    const write = (): Promise<Accepted> =>
      isAlreadyAccepted(situation.facts, input)
        ? this.repeat(scope, situation)
        : this.accept(scope, situation, input);
    const { result, proof } = await provingUnchanged(scope, this.subscriptions, customer.id, write);
    const { id, cloudInstance } = customer;
    return { ...result, customer: { id, cloudInstance }, proof };
  }

  /** Reads the link and asks the first three steps; only callers of a customer's side go on. */
  private async enter(
    scope: CommandScope,
    input: AcceptInvitationInput,
  ): Promise<{
    readonly invitation: InvitationEntity;
    readonly reseller: ResellerEntity;
    readonly actor: CustomerActor | NewTenantActor;
  }> {
    const actor = callerOf(scope);
    const operation = RELATIONSHIP_OPERATIONS.acceptInvitation;
    const invitation = await this.findInvitation(scope, input.url);
    if (!(invitation instanceof InvitationEntity)) {
      // A link that leads nowhere is nobody's own.
      throwIfRefused(refusalToEnter(operation, actor, null, { ownRequest: false }));
      throw invitation;
    }
    const reseller = await getReseller(scope.tx, invitation.resellerId);
    const ownRequest = isOwnLink(actor, invitation);
    throwIfRefused(refusalToEnter(operation, actor, policyFor(actor, reseller), { ownRequest }));
    if (actor.side !== 'customer' && actor.side !== 'newTenant') {
      throw new DomainError('CUSTOMER_ADMIN_REQUIRED');
    }
    return { invitation, reseller, actor };
  }

  private async findInvitation(
    scope: CommandScope,
    url: string,
  ): Promise<InvitationEntity | DomainError> {
    const token = parseInvitationUrl(url, this.publicUrl());
    if (token instanceof DomainError) return token;
    const invitation = await scope.tx.manager.findOneBy(InvitationEntity, {
      tokenHash: hashOfInvitationToken(token),
    });
    return invitation ?? new DomainError('NOT_FOUND');
  }

  /** In the common order. Everything is read again with its lock: since the first look the link may have been rotated. */
  private async lock(
    { tx }: CommandScope,
    { id, resellerId, indirectProviderId }: InvitationEntity,
    customerId: string,
  ): Promise<Locked> {
    const [customer] = await lockAndRead(tx, CustomerEntity, sql`id = ${customerId}`, 'changing');
    const partners = isOneOf(
      sql`id`,
      indirectProviderId === null ? [resellerId] : [resellerId, indirectProviderId],
    );
    const resellers = await lockAndRead(tx, ResellerEntity, partners, 'against changes');
    const [invitation] = await lockAndRead(
      tx,
      InvitationEntity,
      sql`id = ${id}`,
      'against changes',
    );
    const reseller = resellers.find((it) => it.id === resellerId);
    if (!customer || !reseller || !invitation) throw new Error('a party of the link is not there');
    return { customer, reseller, invitation };
  }

  private async load(
    scope: CommandScope,
    { customer, reseller, invitation }: Locked,
    isNew: boolean,
  ): Promise<Situation> {
    const { tx } = scope;
    const waiting = await this.lockWaiting(scope, invitation, customer.tenantId);
    const isOverdue = waiting !== null && isExpired(waiting.expiresAt, scope.now);
    const relationship = await findActiveRelationship(tx, customer.id, reseller.id);
    const policy = policyFor(callerOf(scope), reseller);
    const parties = { reseller, customer, isNew, tiers: invitation };
    const first = await loadAcceptanceFacts(tx, this.subscriptions, policy, parties);
    const { soldServices } = first;
    const joint = await loadJointPartner(tx, this.subscriptions, invitation.indirectProviderId, {
      ...parties,
      soldServices,
    });
    const facts = {
      ...first,
      jointPartner: joint?.facts ?? null,
      invitation,
      pendingRequest: isOverdue ? null : waiting,
      activeServices: relationship
        ? activeServicesOf(await listPrivileges(tx, customer.id, relationship.id))
        : null,
    };
    const relationshipId = relationship?.id ?? null;
    const provider = joint?.reseller ?? null;
    return { invitation, reseller, provider, customer, waiting, relationshipId, facts };
  }

  /** What waits for something else than the link asks for, jointly or with whom, goes on waiting (R23). */
  private async lockWaiting(
    scope: CommandScope,
    { resellerId, indirectProviderId }: InvitationEntity,
    customerTenantId: string,
  ): Promise<RelationshipRequestEntity | null> {
    const where = { resellerId, customerTenantId, status: 'PENDING' } as const;
    const known = await scope.tx.manager.findOneBy(RelationshipRequestEntity, where);
    if (!known) return null;
    const asked = await findById(scope.tx, InvitationEntity, [known.invitationId]);
    if (asked.get(known.invitationId)?.indirectProviderId !== indirectProviderId) return null;
    const [waiting] = await lockAndRead(
      scope.tx,
      RelationshipRequestEntity,
      sql`id = ${known.id} AND status = 'PENDING'`,
      'changing',
    );
    return waiting ?? null;
  }

  private async repeat(
    scope: CommandScope,
    { relationshipId, customer, provider }: Situation,
  ): Promise<Accepted> {
    if (relationshipId === null) throw new Error('what is accepted already has a relationship');
    scope.about({ resourceId: null });
    scope.markRepeated();
    const beside = await findProviderRelationship(scope.tx, customer.id, provider);
    return { requestId: null, relationshipId, providerRelationshipId: beside };
  }

  private async accept(
    scope: CommandScope,
    situation: Situation,
    input: AcceptInvitationInput,
  ): Promise<Accepted> {
    const { customer, reseller, provider, facts } = situation;
    const services = servicesGranted(input.services, servicesAskedByLink(facts));
    const request = await this.requestToAccept(scope, situation);
    scope.about({ resourceId: request.id });
    await keepAgreement(scope, customer.id, facts, input);
    // The terms are those of the link that was read, also where a waiting request is accepted with it.
    const { invitation } = situation;
    const grant = { customer, reseller, services, requestId: request.id, invitation };
    const granted = await grantRelationships(scope, grant, provider);
    await markAccepted(scope, request, customer.id, granted.relationshipId, services);
    return { requestId: request.id, ...granted };
  }

  private async requestToAccept(
    scope: CommandScope,
    situation: Situation,
  ): Promise<RelationshipRequestEntity> {
    const { waiting, customer, facts } = situation;
    if (waiting && facts.pendingRequest) return waiting;
    // An overdue one is over, and only one may wait for the pair at a time.
    if (waiting) await expireRequest(scope, waiting, customer.id);
    return this.insertRequest(scope, situation);
  }

  /** Nobody had asked this customer by name: the link itself was the request. */
  private async insertRequest(
    scope: CommandScope,
    { invitation, facts }: Situation,
  ): Promise<RelationshipRequestEntity> {
    const request = scope.tx.manager.create(RelationshipRequestEntity, {
      resellerId: invitation.resellerId,
      id: newId(),
      invitationId: invitation.id,
      customerId: null,
      // As typed by the reseller (domain 2.5), and nobody typed anything here.
      customerTenantId: null,
      services: [...servicesAskedByLink(facts)],
      withDelegatedAdmin: invitation.includesDelegatedAdmin,
      status: 'PENDING',
      requestedBy: actorStamp(scope.actor),
      requestedAt: scope.now,
      expiresAt: expiryOf(scope.now),
      version: 1,
      updatedAt: scope.now,
    });
    await scope.tx.manager.insert(RelationshipRequestEntity, request);
    return request;
  }
}
