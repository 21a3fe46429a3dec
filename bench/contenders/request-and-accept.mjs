// The pair of mutations as somebody would write it without a framework: the same statements that this
// server sends between BEGIN and COMMIT (the actor, the locks in its order, what the decision needs, the
// rows of the change, audit, counter and event, the digest before and after), and nothing around them:
// no token, no rate limit, no rules beyond what the statements find, no reading back of what was written.
import { createHash, randomBytes } from 'node:crypto';

const EXPIRY_DAYS = 90;
const DAY_MS = 86_400_000;

/** A UUID of version 7, as the server makes them. */
function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const declare = (tx) =>
  tx(`SELECT set_config('app.actor', $1, true), set_config('app.operation', $2, true)`, [
    'bench',
    'relationship',
  ]);

async function only(rows, what) {
  const [row] = await rows;
  if (!row) throw new Error(`no ${what}`);
  return row;
}

const lockCustomer = (tx, tenantId) =>
  only(
    tx('SELECT * FROM customers WHERE tenant_id = $1 FOR NO KEY UPDATE', [tenantId]),
    'customer',
  );

/** Audit record and events of one act, with their numbers in the customer's order. */
async function record(tx, { actor, customerId, resellerId, audit, events, now }) {
  const auditId = newId();
  const correlationId = newId();
  await tx(
    `INSERT INTO audit_records (id, occurred_at, customer_id, reseller_id, actor, operation,
       resource_type, resource_id, status, old_value, new_value, correlation_id)
     VALUES ($1, $2, $3, $4, $5, $6, 'RELATIONSHIP_REQUEST', $7, 'SUCCEEDED', $8, $9, $10)`,
    [
      ...[auditId, now, customerId, resellerId, actor, audit.operation],
      ...[audit.resourceId, audit.oldValue, audit.newValue, correlationId],
    ],
  );
  const rows = events.map((event, i) => ({
    ...event,
    id: newId(),
    scope_id: customerId,
    sequence: i + 1,
    customer_id: customerId,
    recipient_reseller_ids: [resellerId],
    to_customer: true,
    version: 1,
    actor,
    correlation_id: correlationId,
    occurred_at: now,
    audit_record_id: auditId,
  }));
  const columns = `id, scope_id, customer_id, recipient_reseller_ids, to_customer, name,
    version, resource_type, resource_id, actor, correlation_id, occurred_at, data, audit_record_id`;
  await tx(
    `WITH counted AS (
       INSERT INTO event_counters AS counter (scope_id, last_sequence) VALUES ($1, $2)
       ON CONFLICT (scope_id) DO UPDATE SET last_sequence = counter.last_sequence + excluded.last_sequence
       RETURNING last_sequence
     )
     INSERT INTO events (${columns}, sequence)
     SELECT ${columns}, counted.last_sequence - $2 + event.sequence
     FROM jsonb_populate_recordset(NULL::events, $3::jsonb) AS event CROSS JOIN counted
     ORDER BY event.sequence`,
    [customerId, events.length, JSON.stringify(rows)],
  );
}

export async function requestRelationship(tx, { asker, customerTenantId, services }) {
  await declare(tx);
  const customer = await lockCustomer(tx, customerTenantId);
  const reseller = await only(
    tx('SELECT * FROM resellers WHERE id = $1 FOR NO KEY UPDATE', [asker]),
    'reseller',
  );
  const invitation = await only(
    tx(
      `SELECT * FROM invitations
       WHERE reseller_id = $1 AND includes_delegated_admin AND status = 'ACTIVE'`,
      [asker],
    ),
    'invitation',
  );
  const related = await tx(
    `SELECT r.customer_id, array_agg(p.service) AS services FROM relationships r
     LEFT JOIN delegated_privileges p
       ON p.customer_id = r.customer_id AND p.relationship_id = r.id AND p.status = 'ACTIVE'
     WHERE r.customer_id = $1 AND r.reseller_id = $2 AND r.status = 'ACTIVE' GROUP BY r.customer_id`,
    [customer.id, asker],
  );
  const pending = await tx(
    `SELECT * FROM relationship_requests
     WHERE reseller_id = $1 AND customer_tenant_id = $2 AND status = 'PENDING'`,
    [asker, customerTenantId],
  );
  if (related.length + pending.length > 0) throw new Error('not a new pair');

  const now = new Date();
  const expiresAt = new Date(now.getTime() + EXPIRY_DAYS * DAY_MS);
  const actor = { kind: 'PARTNER_USER', tenantId: reseller.tenant_id, userId: 'bench' };
  const id = newId();
  await tx(
    `INSERT INTO relationship_requests (reseller_id, id, invitation_id, customer_tenant_id, services,
       with_delegated_admin, status, requested_by, requested_at, expires_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, true, 'PENDING', $6, $7, $8, $7)`,
    [asker, id, invitation.id, customerTenantId, services, actor, now, expiresAt],
  );
  const asked = { services, withDelegatedAdmin: true };
  await record(tx, {
    ...{ actor, customerId: customer.id, resellerId: asker, now },
    audit: {
      operation: 'REQUEST_RELATIONSHIP',
      resourceId: id,
      newValue: { ...asked, status: 'PENDING', customerTenantId },
    },
    events: [
      {
        name: 'RESELLER_RELATIONSHIP_REQUESTED',
        resource_type: 'RELATIONSHIP_REQUEST',
        resource_id: id,
        data: { ...asked, requestId: id, resellerId: asker, expiresAt },
      },
    ],
  });
  const relationshipRequest = { id, status: 'PENDING', services };
  return { requestRelationship: { created: true, relationshipRequest } };
}

export async function acceptRelationshipRequest(tx, { relationshipRequestId }) {
  await declare(tx);
  const byId = 'SELECT * FROM relationship_requests WHERE id = $1';
  const { customer_tenant_id: tenantId } = await only(tx(byId, [relationshipRequestId]), 'request');
  const customer = await lockCustomer(tx, tenantId);
  const before = await digestOf(tx, customer.id);
  const request = await only(tx(`${byId} FOR NO KEY UPDATE`, [relationshipRequestId]), 'request');
  if (request.status !== 'PENDING') throw new Error(`the request is ${request.status}`);
  const { reseller_id: resellerId, services } = request;
  const reseller = await only(
    tx('SELECT * FROM resellers WHERE id = $1 FOR SHARE', [resellerId]),
    'reseller',
  );
  await loadFacts(tx, { customer, resellerId, invitationId: request.invitation_id });

  const now = new Date();
  const actor = { kind: 'CUSTOMER_USER', tenantId, userId: 'bench' };
  const relationshipId = newId();
  await tx(
    `INSERT INTO relationships (customer_id, id, reseller_id, status, origin, accepted_at, accepted_by,
       created_at, updated_at)
     VALUES ($1, $2, $3, 'ACTIVE', 'INVITATION', $4, $5, $4, $4)`,
    [customer.id, relationshipId, resellerId, now, actor],
  );
  await tx(
    `INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status,
       transacting, granted_at, granted_by)
     SELECT $1::uuid, granted.id, $2::uuid, $3::uuid, granted.service, 'ACTIVE',
       is_transacting($1, $3, granted.service), $6::timestamptz, $7::jsonb
     FROM unnest($4::uuid[], $5::text[]) AS granted (id, service)`,
    [customer.id, relationshipId, resellerId, services.map(newId), services, now, actor],
  );
  await tx(
    `UPDATE relationship_requests SET status = 'ACCEPTED', customer_id = $1, relationship_id = $2,
       accepted_services = $3, decided_at = $4, decided_by = $5, version = version + 1, updated_at = $4
     WHERE reseller_id = $6 AND id = $7`,
    [customer.id, relationshipId, services, now, actor, resellerId, relationshipRequestId],
  );
  const data = { relationshipId, resellerId, services };
  const about = { resource_type: 'PARTNER_CUSTOMER_RELATIONSHIP', resource_id: relationshipId };
  await record(tx, {
    ...{ actor, customerId: customer.id, resellerId, now },
    audit: {
      operation: 'ACCEPT_RELATIONSHIP_REQUEST',
      resourceId: relationshipRequestId,
      oldValue: { status: 'PENDING' },
      newValue: { status: 'ACCEPTED', services },
    },
    events: [
      {
        ...about,
        name: 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
        data: { ...data, requestId: relationshipRequestId, relationshipCreated: true },
      },
      { ...about, name: 'DAP_ADMIN_RELATIONSHIP_APPROVED', data },
    ],
  });
  const after = await digestOf(tx, customer.id);
  if (after.digest !== before.digest) throw new Error('a subscription has changed');
  return {
    acceptRelationshipRequest: {
      relationshipRequest: { id: relationshipRequestId, status: 'ACCEPTED' },
      relationship: {
        id: relationshipId,
        status: 'ACTIVE',
        reseller: { id: resellerId, name: reseller.name },
        privileges: services.map((service) => ({ service, status: 'ACTIVE' })),
      },
      proof: { unchanged: true, subscriptionCount: after.count },
    },
  };
}

/** What the rules of an acceptance ask of the database. */
async function loadFacts(tx, { customer, resellerId, invitationId }) {
  await tx(
    `SELECT EXISTS (SELECT 1 FROM resellers WHERE tenant_id = $1) AS "isPartner",
       EXISTS (SELECT 1 FROM agreements WHERE customer_id = $2) AS "hasAgreed"`,
    [customer.tenant_id, customer.id],
  );
  await tx('SELECT * FROM invitations WHERE id = $1', [invitationId]);
  const holders = await tx(
    `SELECT p.reseller_id, r.name, p.service, p.transacting
     FROM delegated_privileges p JOIN resellers r ON r.id = p.reseller_id
     WHERE p.customer_id = $1 AND p.status = 'ACTIVE' AND p.reseller_id <> $2`,
    [customer.id, resellerId],
  );
  const sold = await tx(
    `SELECT DISTINCT service FROM subscriptions
     WHERE customer_id = $1 AND transacting_reseller_id = $2
       AND status IN ('PENDING', 'ACTIVE', 'SUSPENDED')`,
    [customer.id, resellerId],
  );
  const isTaken = ({ service }) =>
    holders.some((holder) => holder.transacting && holder.service === service);
  if (sold.some(isTaken)) throw new Error('another partner holds privileges and sells');
  const active = await tx(
    `SELECT * FROM relationships WHERE customer_id = $1 AND reseller_id = $2 AND status = 'ACTIVE'`,
    [customer.id, resellerId],
  );
  if (active.length > 0) throw new Error('not a new pair');
}

/** A digest of what the customer holds, over as many columns as the server's. */
async function digestOf(tx, customerId) {
  const rows = await tx(
    `SELECT owner.tenant_id AS owner, c.tenant_id, s.*, seller.tenant_id AS seller, por.mpn_id AS por
     FROM customers c LEFT JOIN resellers owner ON owner.id = c.account_owner_id
     JOIN subscriptions s ON s.customer_id = c.id
     JOIN resellers seller ON seller.id = s.transacting_reseller_id
     JOIN resellers por ON por.id = s.partner_of_record_id WHERE c.id = $1`,
    [customerId],
  );
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const digests = rows.map((row) => sha256(JSON.stringify(Object.values(row)))).sort();
  return { digest: sha256(JSON.stringify(digests)), count: rows.length };
}
