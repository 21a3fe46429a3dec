import {
  customerIdOf,
  relationshipIdOf,
  resellerIdOf,
} from '../../src/modules/visibility/object-ids';
import { BIG } from './big-database';

const CUSTOMER = `"${customerIdOf(BIG.customer.id)}"`;
const RESELLER = `"${resellerIdOf(BIG.reseller.id)}"`;
const RELATIONSHIP = `"${relationshipIdOf(BIG.relationship.id)}"`;

export interface List {
  /** Where it stands, from the root: `customers subscriptions` are those of customers. */
  readonly path: string;
  readonly filters?: readonly string[];
  readonly orders?: readonly string[];
}

const ORDERS = ['NAME', 'CREATED_AT', 'UPDATED_AT'];
// A reseller orders its own sales by every field, others by name only: `seller` comes first.
const SUBSCRIPTIONS = [`seller: ${RESELLER}`, 'status: [SUSPENDED]', 'service: [INTUNE]'];
const RELATIONSHIPS = ['status: [REMOVED]', 'service: [INTUNE]', `reseller: ${RESELLER}`];
const DAYS = ['since: "2026-03-01T06:00:00Z"', 'until: "2026-03-01T00:10:00Z"'];

/** Every list that is read from tables, with every filter and every order; a test compares it with the schema. */
export const LISTS: readonly List[] = [
  {
    path: 'customers',
    filters: [
      ...['name: "Big customer ab"', 'domain: "abc"', 'relationshipStatus: [ACTIVE]'],
      ...['hasDap: true', 'hasDap: false', 'service: [INTUNE]', 'subscriptionStatus: [SUSPENDED]'],
      `partnerOfRecord: ${RESELLER}`,
    ],
    orders: [...ORDERS, 'ACCEPTED_AT'],
  },
  {
    path: 'relationships',
    filters: [...RELATIONSHIPS, `customer: ${CUSTOMER}`],
    orders: [...ORDERS, 'ACCEPTED_AT'],
  },
  {
    path: 'relationshipRequests',
    filters: ['status: [PENDING]', `reseller: ${RESELLER}`],
    orders: ORDERS,
  },
  {
    path: 'subscriptions',
    filters: [...SUBSCRIPTIONS, `customer: ${CUSTOMER}`, `partnerOfRecord: ${RESELLER}`],
    orders: ORDERS,
  },
  {
    path: 'events',
    filters: [
      ...['name: [RESELLER_RELATIONSHIP_REMOVED]', 'name: [CUSTOMER_CREATED]'],
      ...[`customer: ${CUSTOMER}`, `resource: ${RELATIONSHIP}`, 'afterSequence: 1', ...DAYS],
    ],
  },
  {
    path: 'auditRecords',
    filters: [
      ...[`customer: ${CUSTOMER}`, 'customerName: "abc"', 'resourceType: [SUBSCRIPTION]'],
      ...['operation: [UPDATE_SUBSCRIPTION]', 'status: [FAILED]', ...DAYS],
    ],
  },
  {
    path: 'resellers',
    filters: ['name: "Big reseller ab"', 'country: "CN"', 'specialty: INTUNE'],
    orders: ORDERS,
  },
  {
    path: 'customers relationships',
    filters: [...RELATIONSHIPS, `customer: ${CUSTOMER}`],
    orders: [...ORDERS, 'ACCEPTED_AT'],
  },
  {
    path: 'customers subscriptions',
    filters: [...SUBSCRIPTIONS, `customer: ${CUSTOMER}`, `partnerOfRecord: ${RESELLER}`],
    orders: ORDERS,
  },
  { path: 'customers partnerHistory' },
  { path: 'relationships history' },
  { path: 'relationshipRequests history' },
  { path: 'resellers indirectPartnerships' },
  { path: 'subscriptions partnerOfRecordAttempts' },
  { path: 'webhookEndpoints' },
  { path: 'webhookEndpoints deliveries', filters: ['status: [GIVEN_UP]'] },
  { path: 'webhookEndpoints deliveries attempts' },
];
