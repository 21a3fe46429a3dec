import type { ActorStamp, Caller } from '../../kernel/actor';
import { AuditOperation, AuditResourceType, type AuditStatus } from '../../kernel/audit-operation';
import type { ErrorCode } from '../../kernel/error-code';
import { mayAct } from '../../kernel/role-matrix';
import type { Rule } from '../../kernel/rule';
import { allOf, type Columns, columns, type Sql, sql } from '../../platform/database/sql';
import { actorFor } from '../../platform/graphql/actor.types';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { type KeysetList, PARENT_ID } from '../../platform/graphql/keyset';
import { seesAuditedObject, visibleAuditRecords } from '../visibility/audit.visibility';
import { knowsCustomerOf } from '../visibility/change-log.visibility';
import {
  auditRecordIdOf,
  customerIdOf,
  invitationIdOf,
  partnerRelationshipIdOf,
  relationshipIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
  subscriptionIdOf,
  webhookEndpointIdOf,
} from '../visibility/object-ids';
import type { AuditDetail, AuditRecord, AuditRecordFilter } from './audit-record.types';

/** An audit record as statements select it, before anything is withheld. */
export interface AuditRow {
  readonly key: string;
  readonly occurredAt: Date;
  readonly customerKey: string | null;
  readonly customerName: string | null;
  readonly resellerKey: string | null;
  readonly actor: ActorStamp;
  readonly operation: string;
  readonly resourceType: string;
  readonly resourceKey: string | null;
  readonly status: AuditStatus;
  readonly rule: Rule | null;
  readonly code: ErrorCode | null;
  readonly oldValue: object | null;
  readonly newValue: object | null;
  readonly correlationId: string;
  readonly clientRequestId: string | null;
  readonly dryRun: boolean;
  readonly repeated: boolean;
  readonly customizedData: object | null;
  readonly knowsCustomer: boolean | null;
  readonly seesObject: boolean;
}

function auditColumns(actor: Caller | null): Columns {
  return columns({
    key: sql`a.id`,
    occurredAt: sql`a.occurred_at`,
    customerKey: sql`a.customer_id`,
    customerName: sql`c.company_name`,
    resellerKey: sql`a.reseller_id`,
    actor: sql`a.actor`,
    operation: sql`a.operation`,
    resourceType: sql`a.resource_type`,
    resourceKey: sql`a.resource_id`,
    status: sql`a.status`,
    rule: sql`a.rule`,
    code: sql`a.code`,
    oldValue: sql`a.old_value`,
    newValue: sql`a.new_value`,
    correlationId: sql`a.correlation_id`,
    clientRequestId: sql`a.client_request_id`,
    dryRun: sql`a.dry_run`,
    repeated: sql`a.repeated`,
    customizedData: sql`a.customized_data`,
    knowsCustomer: knowsCustomerOf(actor, 'a'),
    seesObject: seesAuditedObject(actor),
  });
}

/** The records that the caller may read, the newest first. */
export function auditRecordList(
  actor: Caller | null,
  filter: AuditRecordFilter | null | undefined,
): KeysetList<AuditRow, AuditRecord> {
  return listOf('Query.auditRecords', actor, conditionsOf(actor, filter));
}

const MAY_NAME_A_PARTNER: readonly AuditOperation[] = [
  'CHANGE_PARTNER_OF_RECORD',
  'UPDATE_SUBSCRIPTION',
];

/** Attempts to change the Partner of Record of a subscription, for many at once; all were refused (R4). */
export function partnerOfRecordAttempts(actor: Caller | null): KeysetList<AuditRow, AuditRecord> {
  return listOf('Subscription.partnerOfRecordAttempts', actor, [
    sql`a.resource_id = ${PARENT_ID}`,
    sql`a.operation = ANY(${[...MAY_NAME_A_PARTNER]}::text[])`,
    // Presence is the attempt, whatever the value.
    sql`a.new_value ? 'partnerId'`,
  ]);
}

function listOf(
  name: string,
  actor: Caller | null,
  conditions: readonly Sql[],
): KeysetList<AuditRow, AuditRecord> {
  return {
    name,
    select: auditColumns(actor),
    from: sql`audit_records a LEFT JOIN customers c ON c.id = a.customer_id`,
    where: allOf([visibleAuditRecords(actor), ...conditions]),
    order: {
      name: 'NEWEST',
      keys: [
        { expression: sql`a.occurred_at`, type: 'timestamptz', direction: 'DESC' },
        { expression: sql`a.id`, type: 'uuid', direction: 'DESC' },
      ],
    },
    toNode: (row) => toAuditRecord(actor, row),
  };
}

function conditionsOf(actor: Caller | null, filter: AuditRecordFilter | null | undefined): Sql[] {
  const { customer, customerName, resourceType, operation, status, since, until } = filter ?? {};
  const conditions: Sql[] = [];
  // A customer that is withheld from a viewer must not be found by asking for it.
  if (customer) {
    const [key] = decodeIdOf('Customer', customer, 'filter.customer', 1);
    conditions.push(sql`a.customer_id = ${key}::uuid AND ${knowsCustomerOf(actor, 'a')}`);
  }
  if (customerName) {
    conditions.push(
      sql`strpos(lower(c.company_name), lower(${customerName})) > 0 AND ${knowsCustomerOf(actor, 'a')}`,
    );
  }
  if (resourceType) conditions.push(sql`a.resource_type = ANY(${[...resourceType]}::text[])`);
  if (operation) conditions.push(sql`a.operation = ANY(${[...operation]}::text[])`);
  if (status) conditions.push(sql`a.status = ANY(${[...status]}::text[])`);
  if (since) conditions.push(sql`a.occurred_at >= ${since}`);
  if (until) conditions.push(sql`a.occurred_at < ${until}`);
  return conditions;
}

/** What a viewer may read of a record: who acted decides some of it, what it is about the rest. */
interface AuditSight {
  readonly customer: boolean;
  readonly partner: boolean;
  /** Acted itself, or works for the same tenant. */
  readonly actor: boolean;
  readonly resource: boolean;
  readonly oldValue: boolean;
  readonly newValue: boolean;
}

function sightOf(viewer: Caller | null, row: AuditRow): AuditSight {
  const isOperator = viewer?.side === 'operator';
  const isCustomer = viewer?.side === 'customer';
  const isOwnSide = isOperator || (viewer !== null && viewer.tenantId === row.actor.tenantId);
  // Whoever heard NOT_FOUND must read the same of an object that is hidden and of one that is absent.
  const isHiddenObject = !isOperator && row.code === 'NOT_FOUND';
  const seesObject = row.seesObject && !isHiddenObject;
  // A billing administrator of a partner reads that a colleague tried something, not what.
  const seesAttempt = isOwnSide && !isHiddenObject && mayAct('SEE_RELATIONSHIPS', viewer);
  return {
    // The records of a customer's administrator are all of its own tenant.
    customer: row.knowsCustomer === true && (isCustomer || !isHiddenObject),
    partner:
      isOperator ||
      isCustomer ||
      (viewer?.side === 'partner' && viewer.resellerId === row.resellerKey),
    actor: isOwnSide,
    resource: !isHiddenObject,
    oldValue: seesObject,
    newValue: seesObject || seesAttempt,
  };
}

const FIELDS_OF_SIGHT: Readonly<Record<keyof AuditSight, readonly (keyof AuditRecord)[]>> = {
  customer: ['customerId', 'customerName'],
  partner: ['partnerId'],
  actor: ['userPrincipalName', 'applicationId', 'clientRequestId'],
  resource: ['resourceId'],
  oldValue: ['resourceOldValue', 'customizedData'],
  newValue: ['resourceNewValue'],
};

/** The object of the graph as this viewer may read it (R42). */
function toAuditRecord(viewer: Caller | null, row: AuditRow): AuditRecord {
  const sees = sightOf(viewer, row);
  const resourceType = memberOr(AuditResourceType, row.resourceType, 'UNKNOWN');
  const isApplication = row.actor.kind === 'APPLICATION';
  return {
    id: auditRecordIdOf(row.key),
    partnerId: sees.partner && row.resellerKey ? resellerIdOf(row.resellerKey) : null,
    customerId: sees.customer && row.customerKey ? customerIdOf(row.customerKey) : null,
    customerName: sees.customer ? row.customerName : null,
    actor: actorFor(viewer, row.actor, row.knowsCustomer === true),
    actorKind: row.actor.kind,
    userPrincipalName: sees.actor && !isApplication ? row.actor.displayName : null,
    applicationId: sees.actor && isApplication ? row.actor.userId : null,
    resourceType,
    resourceTypeName: row.resourceType,
    resourceId: sees.resource ? resourceIdOf(resourceType, row.resourceKey) : null,
    resourceOldValue: sees.oldValue ? json(row.oldValue) : null,
    resourceNewValue: sees.newValue ? json(row.newValue) : null,
    operationType: memberOr(AuditOperation, row.operation, 'UNKNOWN'),
    operationTypeName: row.operation,
    originalCorrelationId: row.correlationId,
    operationDate: row.occurredAt,
    operationStatus: row.status,
    code: row.code,
    rule: row.rule,
    dryRun: row.dryRun,
    repeated: row.repeated,
    clientRequestId: sees.actor ? row.clientRequestId : null,
    customizedData: sees.oldValue ? detailsOf(row.customizedData) : [],
    redactedFields: (Object.keys(FIELDS_OF_SIGHT) as (keyof AuditSight)[]).flatMap((part) =>
      sees[part] ? [] : FIELDS_OF_SIGHT[part],
    ),
  };
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function detailsOf(data: object | null): readonly AuditDetail[] {
  return Object.entries(data ?? {}).map(([key, value]: [string, unknown]) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

function memberOr<Member extends string>(
  members: Readonly<Record<string, Member>>,
  stored: string,
  otherwise: Member,
): Member {
  return members[stored] ?? otherwise;
}

const ID_OF_RESOURCE: Readonly<Partial<Record<AuditResourceType, (id: string) => string>>> = {
  CUSTOMER: customerIdOf,
  SUBSCRIPTION: subscriptionIdOf,
  TRANSFER: subscriptionIdOf,
  PARTNER_RELATIONSHIP: partnerRelationshipIdOf,
  PARTNER_CUSTOMER_RELATIONSHIP: relationshipIdOf,
  // Privileges are granted and ended for a relationship; its id names them.
  PARTNER_CUSTOMER_DAP: relationshipIdOf,
  RELATIONSHIP_REQUEST: relationshipRequestIdOf,
  INVITATION: invitationIdOf,
  RESELLER: resellerIdOf,
  WEBHOOK_ENDPOINT: webhookEndpointIdOf,
};

function resourceIdOf(type: AuditResourceType, key: string | null): string | null {
  return key === null ? null : (ID_OF_RESOURCE[type]?.(key) ?? null);
}
