import { actorStamp } from '../../../kernel/actor';
import { expandServices, policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { Service } from '../../../kernel/service';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { newId } from '../../../platform/ids';
import type { CustomerEntity } from '../../customers/customer.entity';
import { activeServicesOf } from '../delegated-privileges.rules';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { effectiveStatus, expiryOf, refusalToRequest } from '../relationship-request.rules';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { expireRequest } from './expire-request';
import { type InvitationKeeper, loadInvitationFacts } from './invitation-keeper';
import {
  callerOf,
  findActiveRelationship,
  findCustomerByTenant,
  listPrivileges,
} from './load-facts';

export interface RequestRelationshipInput extends WriteInput {
  /** The customer's directory tenant; never checked before the customer accepts. */
  readonly customerTenantId?: string | null;
  readonly customerDomainHint?: string | null;
  /** Left out or empty: every service of the instance. */
  readonly services?: readonly Service[] | null;
  /** Left out: true. */
  readonly withDelegatedAdmin?: boolean | null;
}

export interface RequestRelationshipResult {
  readonly requestId: string;
  /** False when a PENDING request for the pair was there and is returned unchanged. */
  readonly created: boolean;
}

/**
 * A reseller asks a customer for a relationship (domain section 4.2). Known, unknown and foreign
 * tenants get the same answer, so that nobody can find out by asking who is a customer.
 */
export class RequestRelationship implements Command<
  RequestRelationshipInput,
  RequestRelationshipResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.requestRelationship;
  readonly operation = 'relationship';

  constructor(private readonly invitations: InvitationKeeper) {}

  async execute(
    scope: CommandScope,
    input: RequestRelationshipInput,
  ): Promise<RequestRelationshipResult> {
    const actor = callerOf(scope);
    if (actor.side !== 'partner') throw new DomainError('ROLE_NOT_ALLOWED');
    const policy = policyOf(actor.cloudInstance);
    const withDelegatedAdmin = input.withDelegatedAdmin ?? true;
    const services = expandServices(input.services, withDelegatedAdmin, policy);
    const asked = { services, withDelegatedAdmin };
    const customerTenantId = input.customerTenantId?.toLowerCase() ?? null;
    scope.about({ newValue: { ...asked, status: 'PENDING', customerTenantId } });
    const customer = await this.lockParties(scope, actor.resellerId, input.customerTenantId);

    const facts = {
      ...(await loadInvitationFacts(scope.tx, actor)),
      activeServices: await this.activeServices(scope, customer, actor.resellerId),
    };
    throwIfRefused(refusalToRequest(actor, facts, { ...input, withDelegatedAdmin }));

    const pending = await this.findPending(scope, actor.resellerId, input.customerTenantId);
    if (pending && effectiveStatus(pending, scope.now) === 'PENDING') {
      scope.about({ customerId: customer?.id ?? null, resourceId: pending.id });
      scope.markRepeated();
      return { requestId: pending.id, created: false };
    }
    if (pending) await expireRequest(scope, pending, customer?.id ?? null);

    const request = await this.insert(scope, actor.resellerId, input, asked);
    this.record(scope, request, customer);
    return { requestId: request.id, created: true };
  }

  private async lockParties(
    scope: CommandScope,
    resellerId: string,
    tenantId: string | null | undefined,
  ): Promise<CustomerEntity | null> {
    const find = async (): Promise<CustomerEntity | null> =>
      tenantId ? findCustomerByTenant(scope.tx, tenantId) : null;
    const known = await find();
    if (known) await lockRows(scope.tx, 'customers', [known.id], 'changing');
    // Requests of one reseller queue here, so that two equal ones meet as "already there".
    await lockRows(scope.tx, 'resellers', [resellerId], 'changing');
    // The tenant may have followed the link meanwhile. Further acceptances wait for the reseller's row.
    return known ?? (await find());
  }

  private async activeServices(
    scope: CommandScope,
    customer: CustomerEntity | null,
    resellerId: string,
  ): Promise<readonly Service[] | null> {
    const relationship = customer
      ? await findActiveRelationship(scope.tx, customer.id, resellerId)
      : null;
    if (!relationship) return null;
    return activeServicesOf(
      await listPrivileges(scope.tx, relationship.customerId, relationship.id),
    );
  }

  private async findPending(
    scope: CommandScope,
    resellerId: string,
    tenantId: string | null | undefined,
  ): Promise<RelationshipRequestEntity | null> {
    if (!tenantId) return null;
    return scope.tx.manager.findOneBy(RelationshipRequestEntity, {
      resellerId,
      customerTenantId: tenantId.toLowerCase(),
      status: 'PENDING',
    });
  }

  private async insert(
    scope: CommandScope,
    resellerId: string,
    input: RequestRelationshipInput,
    asked: { readonly services: readonly Service[]; readonly withDelegatedAdmin: boolean },
  ): Promise<RelationshipRequestEntity> {
    const { invitation } = await this.invitations.ensure(scope, {
      resellerId,
      includesDelegatedAdmin: asked.withDelegatedAdmin,
      indirectResellerId: null,
    });
    const request = scope.tx.manager.create(RelationshipRequestEntity, {
      resellerId,
      id: newId(),
      invitationId: invitation.id,
      customerId: null,
      customerTenantId: input.customerTenantId?.toLowerCase() ?? null,
      customerDomainHint: input.customerDomainHint?.trim() || null,
      services: [...asked.services],
      withDelegatedAdmin: asked.withDelegatedAdmin,
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
