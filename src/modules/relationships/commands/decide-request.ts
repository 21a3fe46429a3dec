import type { EntityTarget } from 'typeorm';

import type { Caller } from '../../../kernel/actor';
import type { CloudPolicy } from '../../../kernel/cloud-instance';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError } from '../../../kernel/domain-error';
import { refusalToEnter } from '../../../kernel/guard-steps';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { findById } from '../../../platform/database/find-rows';
import { lockAndRead, type LockStrength } from '../../../platform/database/row-locks';
import { isOneOf, sql } from '../../../platform/database/sql';
import { CustomerEntity } from '../../customers/customer.entity';
import { ResellerEntity } from '../../resellers/reseller.entity';
import { InvitationEntity } from '../invitation.entity';
import { RELATIONSHIP_OPERATIONS } from '../relationship-operations';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { refusalToSeeRequest } from '../relationship-request.rules';
import { callerOf, findCustomersByTenant } from './load-facts';

/** A request under lock, with everything a decision about it looks at. */
export interface LockedRequest {
  readonly actor: Caller;
  readonly request: RelationshipRequestEntity;
  readonly reseller: ResellerEntity;
  /** The customer the request concerns: the caller's own, or the one it names. */
  readonly customer: CustomerEntity | null;
  /** The link it came by, which names the provider of a joint one (R23); read where the request is to be accepted. */
  readonly invitation: InvitationEntity | null;
}

/** One of several requests that a caller acts on. */
export interface WantedRequest {
  readonly scope: CommandScope;
  readonly requestId: string;
}

/**
 * Loads and locks a request in the common order: customer, reseller, request.
 *
 * @throws the codes of steps 1 to 3, then NOT_FOUND.
 */
export async function lockRequest(
  scope: CommandScope,
  requestId: string,
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): Promise<LockedRequest> {
  const [locked] = await lockRequests([{ scope, requestId }], operation);
  if (!locked) throw new Error('a request was neither locked nor refused');
  if (locked instanceof DomainError) throw locked;
  return locked;
}

/**
 * Loads and locks requests in the common order: customers, resellers, requests; as many statements for
 * many as for one. Steps 1 to 4 are asked first, so that nobody holds rows that it may not see; an
 * unknown request and one of others look the same. Answers for each in their order: the request, or the
 * code of steps 1 to 3, or NOT_FOUND. Two for the same request share its row.
 */
export async function lockRequests(
  wanted: readonly WantedRequest[],
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): Promise<readonly (LockedRequest | DomainError)[]> {
  const [first] = wanted;
  if (!first) return [];
  const actor = callerOf(first.scope);
  const { tx } = first.scope;
  const known = await findById(
    tx,
    RelationshipRequestEntity,
    wanted.map(({ requestId }) => requestId),
  );
  const policies = await policiesBefore(tx, actor, known);
  const concerned = await customersConcerned(tx, actor, [...known.values()]);
  const refusals = wanted.map(({ scope, requestId }) => {
    const request = known.get(requestId) ?? null;
    // Whoever tries to decide its own request sees it: the customer reads of that as well (R29, R42).
    if (request && isOwn(actor, request)) {
      const { id, resellerId } = request;
      scope.about({ customerId: concerned.get(id) ?? null, resellerId, resourceId: id });
    }
    return refusalToLook(actor, request, policies.get(requestId) ?? null, operation);
  });
  const seen = [...known.values()].filter((request) =>
    wanted.some(({ requestId }, index) => requestId === request.id && !refusals[index]),
  );
  const customerIds = new Map(seen.map(({ id }) => [id, concerned.get(id) ?? null]));

  const customers = await lockById(
    tx,
    CustomerEntity,
    distinct([...customerIds.values()]),
    'changing',
  );
  const invitations =
    operation === 'acceptRelationshipRequest'
      ? await findById(tx, InvitationEntity, distinct(seen.map((it) => it.invitationId)))
      : new Map<string, InvitationEntity>();
  const providers = [...invitations.values()].map((it) => it.indirectProviderId);
  const asking = distinct([...seen.map((it) => it.resellerId), ...providers]);
  const resellers = await lockById(tx, ResellerEntity, asking, 'against changes');
  // Another call may have decided between the first look and the lock: what counts is what is there under it.
  const ids = seen.map((it) => it.id);
  const requests = await lockById(tx, RelationshipRequestEntity, ids, 'changing');
  return wanted.map(({ scope, requestId }, index) => {
    const request = requests.get(requestId);
    const reseller = request && resellers.get(request.resellerId);
    const refusal = refusals[index] ?? (request ? refusalToSeeRequest(actor, request) : null);
    if (refusal) return refusal;
    if (!request || !reseller) return new DomainError('NOT_FOUND');
    const customerId = customerIds.get(requestId) ?? null;
    scope.about({ customerId, resellerId: request.resellerId, resourceId: request.id });
    const customer = customerId === null ? null : (customers.get(customerId) ?? null);
    const invitation = invitations.get(request.invitationId) ?? null;
    return { actor, request, reseller, customer, invitation };
  });
}

/** Steps 1 to 4. A request that is not there is nobody's own, and has no instance. */
function refusalToLook(
  actor: Caller,
  request: RelationshipRequestEntity | null,
  policy: CloudPolicy | null,
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): DomainError | null {
  const ownRequest = request !== null && isOwn(actor, request);
  return (
    refusalToEnter(RELATIONSHIP_OPERATIONS[operation], actor, policy, { ownRequest }) ??
    (request ? refusalToSeeRequest(actor, request) : new DomainError('NOT_FOUND'))
  );
}

function isOwn(actor: Caller, { resellerId }: RelationshipRequestEntity): boolean {
  return actor.side === 'partner' && actor.resellerId === resellerId;
}

/** The customer that each request concerns, by the id of the request. */
async function customersConcerned(
  tx: Transaction,
  actor: Caller,
  requests: readonly RelationshipRequestEntity[],
): Promise<ReadonlyMap<string, string | null>> {
  if (actor.side === 'customer') return new Map(requests.map(({ id }) => [id, actor.customerId]));
  const named = requests.flatMap(({ customerId, customerTenantId }) =>
    customerId === null ? (customerTenantId ?? []) : [],
  );
  const held = await findCustomersByTenant(tx, distinct(named));
  return new Map(
    requests.map(({ id, customerId, customerTenantId }) => [
      id,
      customerId ?? held.get(customerTenantId ?? '')?.id ?? null,
    ]),
  );
}

/** The policy row that is read for each request before it is locked, by the id of the request; see `policyFor`. */
async function policiesBefore(
  tx: Transaction,
  actor: Caller,
  requests: ReadonlyMap<string, RelationshipRequestEntity>,
): Promise<ReadonlyMap<string, CloudPolicy>> {
  const own = ownPolicyOf(actor);
  if (own) return new Map([...requests.keys()].map((id) => [id, own]));
  const ids = [...requests.values()].map(({ resellerId }) => resellerId);
  const resellers = await findById(tx, ResellerEntity, ids);
  return new Map(
    [...requests.values()].flatMap(({ id, resellerId }) => {
      const reseller = resellers.get(resellerId);
      return reseller ? [[id, policyFor(actor, reseller)] as const] : [];
    }),
  );
}

/** Rows under lock, by their ids. */
async function lockById<Entity extends { readonly id: string }>(
  tx: Transaction,
  entity: EntityTarget<Entity>,
  ids: readonly string[],
  strength: LockStrength,
): Promise<ReadonlyMap<string, Entity>> {
  if (ids.length === 0) return new Map();
  const rows = await lockAndRead(tx, entity, isOneOf(sql`id`, ids), strength);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Without what is not there, each once. */
function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

/** The policy row a guard reads: that of the caller's tenant, for others that of the reseller asking. */
export function policyFor(actor: Caller, reseller: ResellerEntity): CloudPolicy {
  return ownPolicyOf(actor) ?? policyOf(reseller.cloudInstance);
}

function ownPolicyOf(actor: Caller): CloudPolicy | null {
  const isHeld = actor.side === 'partner' || actor.side === 'customer';
  return isHeld ? policyOf(actor.cloudInstance) : null;
}
