import type { ActorStamp, Caller } from '../../kernel/actor';
import type { AuditResourceType } from '../../kernel/audit-operation';
import type { EventDataOf } from '../../kernel/event-data';
import type { EventNameKey } from '../../kernel/event-name';
import type { Queryable } from '../../platform/database/database';
import { allOf, type Columns, columns, type Sql, sql } from '../../platform/database/sql';
import type { Position } from '../../platform/event-log/event-horizon';
import { type Actor, actorFor } from '../../platform/graphql/actor.types';
import type { RequestContext } from '../../platform/graphql/context';
import { type CursorShape, decodeCursor, encodeCursor } from '../../platform/graphql/cursor';
import { decodeGlobalId, decodeIdOf } from '../../platform/graphql/global-id';
import { type KeysetList, type KeysetOrder, PARENT_ID } from '../../platform/graphql/keyset';
import { seesAuditedObject, visibleAuditRecords } from '../visibility/audit.visibility';
import { knowsCustomerOf, visibleEvents } from '../visibility/change-log.visibility';
import {
  customerIdOf,
  eventIdOf,
  invitationIdOf,
  partnerRelationshipIdOf,
  relationshipIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
  subscriptionIdOf,
  webhookEndpointIdOf,
} from '../visibility/object-ids';
import type { Event, EventFilter } from './event.types';
import { EVENT_TYPES, type EventObjectOf } from './event-data.types';

type EventRowOf = {
  readonly [Name in EventNameKey]: {
    readonly name: Name;
    readonly data: EventDataOf[Name];
    readonly key: string;
    readonly version: number;
    /** A bigint, which the driver hands over as text. */
    readonly sequence: string;
    readonly resourceType: AuditResourceType;
    readonly customerKey: string | null;
    readonly actor: ActorStamp;
    readonly correlationId: string;
    readonly occurredAt: Date;
    readonly knowsCustomer: boolean;
    /** Of the audit record of the act; null for readers who do not see the object in full. */
    readonly oldValue: object | null;
    readonly newValue: object | null;
  };
};
export type EventRow = EventRowOf[EventNameKey];

function eventColumns(actor: Caller | null): Columns {
  const seesValues = seesAuditedObject(actor);
  return columns({
    key: sql`e.id`,
    name: sql`e.name`,
    version: sql`e.version`,
    sequence: sql`e.sequence`,
    resourceType: sql`e.resource_type`,
    customerKey: sql`e.customer_id`,
    actor: sql`e.actor`,
    correlationId: sql`e.correlation_id`,
    occurredAt: sql`e.occurred_at`,
    data: sql`e.data`,
    knowsCustomer: knowsCustomerOf(actor),
    oldValue: sql`CASE WHEN ${seesValues} THEN a.old_value END`,
    newValue: sql`CASE WHEN ${seesValues} THEN a.new_value END`,
  });
}

/** Old and new value stand in the audit only; it decides as well who reads them (R42). */
function eventTables(actor: Caller | null): Sql {
  return sql`events e LEFT JOIN audit_records a
    ON a.id = e.audit_record_id AND ${visibleAuditRecords(actor)}`;
}

const LIST = 'Query.events';
const ORDER = {
  name: 'POSITION',
  keys: [{ expression: sql`e.position`, type: 'bigint' }],
} as const satisfies KeysetOrder;
const CURSOR: CursorShape = { list: LIST, order: ORDER.name, keys: ORDER.keys };

/** The cursor of the list of events that stands for a place in the log. */
export function eventCursorAt(position: Position): string {
  return encodeCursor(CURSOR, [String(position)]);
}

/** INVALID_INPUT where it is not a cursor of the list of events. */
export function positionOf(cursor: string): Position {
  const [position] = decodeCursor(CURSOR, cursor, 'after');
  return BigInt(position ?? 0);
}

/** Whether the caller may know of this customer; false also where it is not held. */
export async function seesCustomer(
  { actor, db }: Pick<RequestContext, 'actor' | 'db'>,
  customerKey: string,
): Promise<boolean> {
  const rows = await db.query(sql`
    SELECT 1 FROM (SELECT id AS customer_id FROM customers WHERE id = ${customerKey}) e
    WHERE ${knowsCustomerOf(actor)}`);
  return rows.length > 0;
}

/** Row ids of the objects that a filter names. */
export function keysOf(filter: EventFilter | null | undefined): {
  readonly customer: string | null;
  readonly resource: string | null;
} {
  const { customer, resource } = filter ?? {};
  return {
    customer: customer ? decodeIdOf('Customer', customer, 'filter.customer', 1)[0] : null,
    resource: resource ? (decodeGlobalId(resource, 'filter.resource').keys.at(-1) ?? null) : null,
  };
}

/**
 * The events that the caller may read, in the order in which they were written, up to a place that the
 * log can be read to: who goes on after the last of them misses none.
 */
export function eventList(
  actor: Caller | null,
  filter: EventFilter | null | undefined,
  readable: Position,
): KeysetList<EventRow, Event> {
  return listOf(LIST, actor, [sql`e.position <= ${readable}`, ...conditionsOf(actor, filter)]);
}

/**
 * What happened to one relationship and to the earlier ones of the same customer and reseller, which
 * it follows (domain section 4.3), for many relationships at once.
 */
export function historyOfRelationship(actor: Caller | null): KeysetList<EventRow, Event> {
  return listOf('Relationship.history', actor, [
    sql`e.resource_id IN (
      SELECT past.id FROM relationships present
      JOIN relationships past ON past.customer_id = present.customer_id
        AND past.reseller_id = present.reseller_id AND past.created_at <= present.created_at
      WHERE present.id = ${PARENT_ID}
    )`,
  ]);
}

/**
 * What happened to one request, its acceptance too, which is an event of the relationship; for many
 * requests at once.
 */
export function historyOfRequest(actor: Caller | null): KeysetList<EventRow, Event> {
  return listOf('RelationshipRequest.history', actor, [
    sql`e.resource_id IN (
      SELECT part.id FROM relationship_requests asked
      CROSS JOIN LATERAL unnest(ARRAY[asked.id, asked.relationship_id]) AS part (id)
      WHERE asked.id = ${PARENT_ID}
    )`,
    sql`e.resource_id = ${PARENT_ID} OR e.data ->> 'requestId' = ${PARENT_ID}::text`,
  ]);
}

/** Events by row id as one caller reads them, of which a condition on alias `e` holds; in the order of the log. */
export async function findEvents(
  db: Queryable,
  actor: Caller,
  ids: readonly string[],
  condition: Sql,
): Promise<readonly { readonly key: string; readonly event: Event }[]> {
  const rows = await db.query<EventRow>(sql`
    SELECT ${eventColumns(actor)} FROM ${eventTables(actor)}
    WHERE e.id = ANY(${[...ids]}::uuid[]) AND ${visibleEvents(actor)} AND (${condition})
    ORDER BY e.position`);
  return rows.map((row) => ({ key: row.key, event: toEvent(actor, row) }));
}

const PARTNER_RESOURCES: readonly AuditResourceType[] = [
  'RELATIONSHIP_REQUEST',
  'PARTNER_CUSTOMER_RELATIONSHIP',
  'PARTNER_CUSTOMER_DAP',
];

/** What happened between a customer and its partners, for many customers at once. */
export function partnerHistoryOfCustomer(actor: Caller | null): KeysetList<EventRow, Event> {
  return listOf('Customer.partnerHistory', actor, [
    sql`e.customer_id = ${PARENT_ID}`,
    sql`e.resource_type = ANY(${[...PARTNER_RESOURCES]}::text[])`,
  ]);
}

function listOf(
  name: string,
  actor: Caller | null,
  conditions: readonly Sql[],
): KeysetList<EventRow, Event> {
  return {
    name,
    select: eventColumns(actor),
    from: eventTables(actor),
    where: allOf([visibleEvents(actor), ...conditions]),
    order: ORDER,
    toNode: (row) => toEvent(actor, row),
  };
}

function conditionsOf(actor: Caller | null, filter: EventFilter | null | undefined): Sql[] {
  const { name, afterSequence, since, until } = filter ?? {};
  const { customer, resource } = keysOf(filter);
  const conditions: Sql[] = [];
  if (name) conditions.push(sql`e.name = ANY(${[...name]}::text[])`);
  if (customer) {
    conditions.push(sql`e.customer_id = ${customer}::uuid AND ${knowsCustomerOf(actor)}`);
  }
  if (resource) conditions.push(sql`e.resource_id = ${resource}::uuid`);
  // A number that is withheld from a viewer must not be found by asking for it.
  if (afterSequence !== null && afterSequence !== undefined) {
    conditions.push(sql`e.sequence > ${afterSequence} AND ${knowsCustomerOf(actor)}`);
  }
  if (since) conditions.push(sql`e.occurred_at >= ${since}`, notBeforeDayOf(since));
  if (until) conditions.push(sql`e.occurred_at < ${until}`);
  return conditions;
}

/** The index of migration 100 has this expression. */
const DAY = sql`(occurred_at AT TIME ZONE 'UTC')::date`;

/**
 * What was written before the first event of that day and of every later one did not happen since. It adds
 * nothing to the comparison of times but the place where the list begins, instead of its very first event.
 * The days are looked up one by one, because the first event of all of them is not that of the first day:
 * a clock that ran ahead may have written a later day's before.
 */
function notBeforeDayOf(since: Date): Sql {
  return sql`e.position >= (
    WITH RECURSIVE days AS (
      (SELECT ${DAY} AS day, position FROM events
        WHERE ${DAY} >= (${since}::timestamptz AT TIME ZONE 'UTC')::date
        ORDER BY ${DAY}, position LIMIT 1)
      UNION ALL
      SELECT later.day, later.position FROM days CROSS JOIN LATERAL (
        SELECT ${DAY} AS day, position FROM events WHERE ${DAY} > days.day
        ORDER BY ${DAY}, position LIMIT 1
      ) AS later
    )
    SELECT min(position) FROM days
  )`;
}

/** Names its own type, as every object behind an interface must. */
type EventObject = Event & { readonly __typename: string };

/** The object of the graph: the envelope as this viewer may read it, and the data of its name. */
export function toEvent(actor: Caller | null, row: EventRow): EventObject {
  const { resourceId, data } = dataOf(row);
  return {
    ...data,
    __typename: EVENT_TYPES[row.name].name,
    id: eventIdOf(row.key),
    name: row.name,
    version: row.version,
    sequence: row.knowsCustomer ? Number(row.sequence) : null,
    resourceType: row.resourceType,
    resourceId,
    customerId: row.customerKey && row.knowsCustomer ? customerIdOf(row.customerKey) : null,
    actor: actorOf(actor, row),
    correlationId: row.correlationId,
    occurredAt: row.occurredAt,
    oldValue: jsonText(row.oldValue),
    newValue: jsonText(row.newValue),
  };
}

function jsonText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Who else works for a customer, a reseller does not learn from what that partner changed (R38). */
function actorOf(viewer: Caller | null, { name, actor, knowsCustomer }: EventRow): Actor {
  const shown = actorFor(viewer, actor, knowsCustomer);
  const isOfOthers = viewer?.side === 'partner' && viewer.tenantId !== actor.tenantId;
  return name === 'CUSTOMER_UPDATED' && isOfOthers ? { ...shown, tenantId: null } : shown;
}

interface DataParts {
  readonly resourceId: string;
  readonly data: EventObjectOf[EventNameKey];
}

function dataOfPartnership(said: EventDataOf['PARTNER_RELATIONSHIP_CREATED']): DataParts {
  const partnerRelationshipId = partnerRelationshipIdOf(said.partnerRelationshipId);
  const providerId = resellerIdOf(said.providerId);
  const indirectResellerId = resellerIdOf(said.indirectResellerId);
  return {
    resourceId: partnerRelationshipId,
    data: { partnerRelationshipId, providerId, indirectResellerId },
  };
}

function dataOfRotation(said: EventDataOf['INVITATION_ROTATED']): DataParts {
  const newInvitationId = invitationIdOf(said.newInvitationId);
  const oldInvitationId = invitationIdOf(said.oldInvitationId);
  const resellerId = resellerIdOf(said.resellerId);
  return { resourceId: newInvitationId, data: { resellerId, oldInvitationId, newInvitationId } };
}

function dataOfEndpoint(said: EventDataOf['WEBHOOK_ENDPOINT_PAUSED' | 'TEST_CREATED']): DataParts {
  const webhookEndpointId = webhookEndpointIdOf(said.webhookEndpointId);
  return { resourceId: webhookEndpointId, data: { ...said, webhookEndpointId } };
}

/** Row ids become opaque ones; everything else is answered as it was written. */
function dataOf(row: EventRow): DataParts {
  switch (row.name) {
    case 'RESELLER_RELATIONSHIP_REQUESTED':
    case 'RESELLER_RELATIONSHIP_REQUEST_DECLINED':
    case 'RESELLER_RELATIONSHIP_REQUEST_CANCELED':
    case 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED': {
      const requestId = relationshipRequestIdOf(row.data.requestId);
      const resellerId = resellerIdOf(row.data.resellerId);
      return { resourceId: requestId, data: { ...row.data, requestId, resellerId } };
    }
    case 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER': {
      const requestId = relationshipRequestIdOf(row.data.requestId);
      const relationshipId = relationshipIdOf(row.data.relationshipId);
      const resellerId = resellerIdOf(row.data.resellerId);
      const data = { ...row.data, requestId, relationshipId, resellerId };
      return { resourceId: relationshipId, data };
    }
    case 'RESELLER_RELATIONSHIP_REMOVED':
    case 'DAP_ADMIN_RELATIONSHIP_APPROVED':
    case 'DAP_ADMIN_RELATIONSHIP_TERMINATED':
    case 'DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR': {
      const relationshipId = relationshipIdOf(row.data.relationshipId);
      const resellerId = resellerIdOf(row.data.resellerId);
      return { resourceId: relationshipId, data: { ...row.data, relationshipId, resellerId } };
    }
    case 'SUBSCRIPTION_CREATED':
    case 'SUBSCRIPTION_UPDATED':
    case 'SUBSCRIPTION_CHANGE_REJECTED':
    case 'PARTNER_OF_RECORD_CHANGE_REJECTED': {
      const subscriptionId = subscriptionIdOf(row.data.subscriptionId);
      return { resourceId: subscriptionId, data: { ...row.data, subscriptionId } };
    }
    case 'INVITATION_ROTATED':
      return dataOfRotation(row.data);
    case 'CUSTOMER_CREATED':
      return { resourceId: customerIdOf(row.data.customerId), data: { origin: row.data.origin } };
    case 'CUSTOMER_UPDATED': {
      const { customerId, ...data } = row.data;
      return { resourceId: customerIdOf(customerId), data };
    }
    case 'RESELLER_STATUS_CHANGED': {
      const { resellerId, ...data } = row.data;
      return { resourceId: resellerIdOf(resellerId), data };
    }
    case 'PARTNER_RELATIONSHIP_CREATED':
    case 'PARTNER_RELATIONSHIP_REMOVED':
      return dataOfPartnership(row.data);
    case 'WEBHOOK_ENDPOINT_PAUSED':
    case 'TEST_CREATED':
      return dataOfEndpoint(row.data);
  }
}
