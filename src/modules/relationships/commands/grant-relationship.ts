import { actorStamp } from '../../../kernel/actor';
import type { Service } from '../../../kernel/service';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { insertMany } from '../../../platform/database/insert-many';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { AgreementEntity } from '../../customers/agreement.entity';
import type { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import type { AcceptanceFacts, AcceptanceInput } from '../acceptance.rules';
import { activeServicesOf, servicesToGrant } from '../delegated-privileges.rules';
import type { InvitationEntity } from '../invitation.entity';
import { RelationshipEntity } from '../relationship.entity';
import { startsNewRow } from '../relationship.rules';
import { findActiveRelationship, listPrivileges } from './load-facts';

export interface Grant {
  readonly customer: CustomerEntity;
  readonly reseller: ResellerEntity;
  readonly services: readonly Service[];
  /** The request that is accepted with it. */
  readonly requestId: string;
  /** That was followed or that asked; names the second tier, if there is one. */
  readonly invitation: InvitationEntity;
}

export interface Granted {
  readonly relationshipId: string;
  /** R23: that of the provider; null where one relationship was asked for. */
  readonly providerRelationshipId: string | null;
}

/**
 * The relationship with a reseller and, for a joint link, that with its provider (R23). The provider
 * reads the record of what it was given; of an attempt that gave it nothing it hears nothing.
 */
export async function grantRelationships(
  scope: CommandScope,
  grant: Grant,
  provider: ResellerEntity | null,
): Promise<Granted> {
  const relationshipId = await grantRelationship(scope, grant);
  if (provider === null) return { relationshipId, providerRelationshipId: null };
  scope.about({ concernedResellerIds: [provider.id] });
  const beside = await grantRelationship(scope, { ...grant, reseller: provider });
  return { relationshipId, providerRelationshipId: beside };
}

/** What a repeated acceptance answers with beside the relationship of the reseller; null once it has ended. */
export async function findProviderRelationship(
  tx: Transaction,
  customerId: string,
  provider: ResellerEntity | null,
): Promise<string | null> {
  return provider && ((await findActiveRelationship(tx, customerId, provider.id))?.id ?? null);
}

/**
 * Writes what an acceptance gives: the relationship (created or reused, R9), privileges for the
 * services that have none yet, and both events. The rules have been asked; the customer is locked.
 * Answers with the id of the relationship.
 */
async function grantRelationship(scope: CommandScope, grant: Grant): Promise<string> {
  const { customer, reseller } = grant;
  const active = await findActiveRelationship(scope.tx, customer.id, reseller.id);
  const created = startsNewRow(active?.status ?? 'NONE');
  const relationship = active ?? (await insertRelationship(scope, grant));
  // Nothing has been granted for a row that was made just now.
  const known = active ? await listPrivileges(scope.tx, customer.id, active.id) : [];
  const added = servicesToGrant(grant.services, activeServicesOf(known));
  if (added.length > 0) await insertPrivileges(scope, relationship, added);
  if (!created && added.length > 0) await markChanged(scope, relationship);
  emitGrant(scope, grant, relationship.id, created, added);
  return relationship.id;
}

async function insertRelationship(
  scope: CommandScope,
  { customer, reseller, invitation }: Grant,
): Promise<RelationshipEntity> {
  const relationship: RelationshipEntity = {
    customerId: customer.id,
    id: newId(),
    resellerId: reseller.id,
    status: 'ACTIVE',
    origin: 'INVITATION',
    ...tiersOf(reseller.id, invitation),
    acceptedAt: scope.now,
    acceptedBy: actorStamp(scope.actor),
    removedAt: null,
    removedBy: null,
    removalReason: null,
    version: 1,
    createdAt: scope.now,
    updatedAt: scope.now,
  };
  await insertMany(scope.tx, RelationshipEntity, [relationship]);
  return relationship;
}

/** Of two relationships that one link made, that of the indirect reseller names the other (domain section 2.6). */
function tiersOf(
  resellerId: string,
  { indirectProviderId, indirectResellerId }: InvitationEntity,
): Pick<RelationshipEntity, 'indirectProviderId' | 'indirectResellerId'> {
  return indirectProviderId === resellerId
    ? { indirectProviderId: null, indirectResellerId: null }
    : { indirectProviderId, indirectResellerId };
}

async function insertPrivileges(
  scope: CommandScope,
  relationship: RelationshipEntity,
  services: readonly Service[],
): Promise<void> {
  const { customerId, id, resellerId } = relationship;
  await scope.tx.query(sql`
    INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting, granted_at, granted_by)
    SELECT ${customerId}::uuid, granted.id, ${id}::uuid, ${resellerId}::uuid, granted.service, 'ACTIVE',
      is_transacting(${customerId}, ${resellerId}, granted.service), ${scope.now}::timestamptz,
      ${JSON.stringify(actorStamp(scope.actor))}::jsonb
    FROM unnest(${services.map(() => newId())}::uuid[], ${[...services]}::text[]) AS granted (id, service)`);
}

async function markChanged(scope: CommandScope, relationship: RelationshipEntity): Promise<void> {
  await scope.tx.manager.update(
    RelationshipEntity,
    { customerId: relationship.customerId, id: relationship.id },
    { version: relationship.version + 1, updatedAt: scope.now },
  );
}

function emitGrant(
  scope: CommandScope,
  { customer, reseller, services, requestId }: Grant,
  relationshipId: string,
  relationshipCreated: boolean,
  added: readonly Service[],
): void {
  const envelope = {
    customerId: customer.id,
    resellerId: reseller.id,
    recipientResellerIds: [reseller.id],
    isForCustomer: true,
    resourceId: relationshipId,
  };
  const data = { relationshipId, resellerId: reseller.id };
  scope.emit({
    ...envelope,
    name: 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
    data: { ...data, requestId, services, relationshipCreated },
  });
  if (added.length === 0) return;
  scope.emit({
    ...envelope,
    name: 'DAP_ADMIN_RELATIONSHIP_APPROVED',
    data: { ...data, services: added },
  });
}

/**
 * Keeps the customer's agreement that came with the acceptance, where the instance asks for one and
 * there is none yet (R20). Elsewhere an acceptance leaves agreements alone, whatever is sent (R3).
 */
export async function keepAgreement(
  scope: CommandScope,
  customerId: string,
  { policy, customer }: Pick<AcceptanceFacts, 'policy' | 'customer'>,
  input: Pick<AcceptanceInput, 'acceptsCustomerAgreement'>,
): Promise<void> {
  const isAskedFor =
    policy.agreementCheck === 'CUSTOMER_AGREEMENT' && !customer.hasAcceptedAgreement;
  if (!isAskedFor || !input.acceptsCustomerAgreement) return;
  await scope.tx.manager.insert(AgreementEntity, {
    customerId,
    id: newId(),
    type: 'MICROSOFT_CUSTOMER_AGREEMENT',
    dateAgreed: scope.now,
    userId: scope.actor.userId,
  });
}
