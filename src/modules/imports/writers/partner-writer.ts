import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { importRefusal } from '../import-refusal';
import { customerOf, type ImportItem, type ImportScope, leaveOut } from '../import-scope';
import type { PartnerRecord } from '../partner-body';
import {
  type HeldPartner,
  heldPartnerOf,
  partnershipStep,
  refusalOfPartnerIdentity,
} from '../partner-import.rules';

type PartnerItem = ImportItem<PartnerRecord>;

/** The relationship of the account with the customer whose partners a body lists. */
interface ServedRelationship {
  readonly customerId: string;
  readonly id: string;
  /** The second partner of the two tiers, on the side that the body speaks of. */
  readonly otherPartnerId: string | null;
}

/**
 * Takes over PartnerRelationship bodies: the partner, its partnership with the account, and, where the
 * body lists the partners of a customer, who serves that customer. Lists are short, so one at a time.
 */
export async function importPartners(
  scope: ImportScope,
  items: readonly PartnerItem[],
): Promise<void> {
  for (const item of items) await importPartner(scope, item);
}

async function importPartner(scope: ImportScope, item: PartnerItem): Promise<void> {
  const { record } = item;
  const customer = customerOf(scope, record.customerInLink);
  const relationship = customer === null ? null : await servedRelationship(scope, record, customer);
  const candidates = await heldPartners(scope, record);
  const held = heldPartnerOf(record, candidates);
  const refusal =
    refusalOfPartnerIdentity(record, candidates) ??
    (await refusalOfTenant(scope, record)) ??
    (customer === null ? null : refusalToServe(relationship, held));
  if (refusal) return leaveOut(scope, 'PartnerRelationship', item, refusal);

  const isNew = held === null;
  const partnerId = held?.id ?? (await insertPartner(scope, record));
  const isFilled = held !== null && (await fillPartner(scope, record, held));
  const partnership = await writePartnership(scope, record, partnerId);
  const isServing =
    relationship !== null && (await writeServing(scope, record, relationship, partnerId));
  const outcome =
    isNew || partnership === 'CREATE'
      ? 'created'
      : isFilled || partnership === 'END' || isServing
        ? 'updated'
        : 'unchanged';
  scope.tally.add('PartnerRelationship', outcome);
}

async function heldPartners(scope: ImportScope, partner: PartnerRecord): Promise<HeldPartner[]> {
  return scope.tx.query(sql`
    SELECT id, tenant_id AS "tenantId", mpn_id AS "mpnId", is_placeholder AS "isPlaceholder" FROM resellers
    WHERE tenant_id = ${partner.tenantId}::uuid OR mpn_id = ${partner.mpnId} ORDER BY id FOR UPDATE`);
}

async function refusalOfTenant(scope: ImportScope, { tenantId }: PartnerRecord) {
  if (tenantId === scope.account.tenantId)
    return importRefusal('INVALID_INPUT', 'id', 'a partner other than the account itself');
  const customers = await scope.tx.query(
    sql`SELECT 1 FROM customers WHERE tenant_id = ${tenantId}::uuid`,
  );
  if (customers.length === 0) return null;
  const expected = 'a tenant of its own: this one is held as a customer’s';
  return importRefusal('RESELLER_CANNOT_BE_CUSTOMER', 'id', expected);
}

async function insertPartner(scope: ImportScope, partner: PartnerRecord): Promise<string> {
  const id = newId();
  await scope.tx.query(sql`
    INSERT INTO resellers (id, tenant_id, mpn_id, name, country, cloud_instance, kind, created_at, updated_at)
    VALUES (${id}, ${partner.tenantId}, ${partner.mpnId}, ${partner.name}, ${partner.country ?? scope.country},
      ${scope.cloudInstance}, ${kindOfPartner(partner)}, ${scope.now}, ${scope.now})`);
  return id;
}

function kindOfPartner({ accountIs }: PartnerRecord): 'INDIRECT_RESELLER' | 'INDIRECT_PROVIDER' {
  return accountIs === 'PROVIDER' ? 'INDIRECT_RESELLER' : 'INDIRECT_PROVIDER';
}

/**
 * Fills what is not known of a partner, and a placeholder as a whole. What is known stays: other accounts
 * list the same partner, and none of them speaks for it.
 */
async function fillPartner(
  scope: ImportScope,
  partner: PartnerRecord,
  held: HeldPartner,
): Promise<boolean> {
  const country = partner.country ?? scope.country;
  const filled = await scope.tx.query(sql`
    UPDATE resellers SET
      tenant_id = ${partner.tenantId}::uuid,
      mpn_id = coalesce(mpn_id, ${partner.mpnId}),
      country = coalesce(country, ${country}),
      name = CASE WHEN is_placeholder THEN ${partner.name} ELSE name END,
      kind = coalesce(kind, ${kindOfPartner(partner)}),
      is_placeholder = false,
      updated_at = ${scope.now}
    WHERE id = ${held.id} AND (
      is_placeholder OR mpn_id IS NULL AND ${partner.mpnId}::text IS NOT NULL
      OR country IS NULL AND ${country}::text IS NOT NULL
    )
    RETURNING id`);
  return filled.length > 0;
}

async function writePartnership(scope: ImportScope, partner: PartnerRecord, partnerId: string) {
  const accountId = scope.account.id;
  const [provider, reseller] =
    partner.accountIs === 'PROVIDER' ? [accountId, partnerId] : [partnerId, accountId];
  const [held] = await scope.tx.query<{ id: string; state: 'ACTIVE' | 'ENDED' }>(sql`
    SELECT id, state FROM partner_relationships
    WHERE provider_id = ${provider} AND indirect_reseller_id = ${reseller}
    ORDER BY (state = 'ACTIVE') DESC, created_at DESC LIMIT 1 FOR UPDATE`);
  const step = partnershipStep(held?.state ?? null, partner.state);
  const state = partner.state ?? 'ACTIVE';
  const endedAt = state === 'ENDED' ? scope.now : null;
  if (step === 'CREATE')
    await scope.tx.query(sql`
      INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at, ended_at)
      VALUES (${provider}, ${newId()}, ${reseller}, ${state}, ${scope.now}, ${endedAt})`);
  if (step === 'END')
    await scope.tx.query(sql`
      UPDATE partner_relationships SET state = 'ENDED', ended_at = ${scope.now}, version = version + 1
      WHERE provider_id = ${provider} AND id = ${held?.id}`);
  return step;
}

async function servedRelationship(
  scope: ImportScope,
  partner: PartnerRecord,
  customerTenantId: string,
): Promise<ServedRelationship | null> {
  const [held] = await scope.tx.query<
    ServedRelationship & { indirectResellerId: string | null; indirectProviderId: string | null }
  >(sql`
    SELECT r.customer_id AS "customerId", r.id, r.indirect_reseller_id AS "indirectResellerId",
      r.indirect_provider_id AS "indirectProviderId"
    FROM relationships r JOIN customers c ON c.id = r.customer_id
    WHERE c.tenant_id = ${customerTenantId}::uuid AND r.reseller_id = ${scope.account.id} AND r.status = 'ACTIVE'
    FOR NO KEY UPDATE`);
  if (!held) return null;
  const otherPartnerId =
    partner.accountIs === 'PROVIDER' ? held.indirectResellerId : held.indirectProviderId;
  return { ...held, otherPartnerId };
}

function refusalToServe(relationship: ServedRelationship | null, partner: HeldPartner | null) {
  if (!relationship) {
    const expected = 'a partner of a customer with which the account has a relationship';
    return importRefusal('NO_RESELLER_RELATIONSHIP', null, expected);
  }
  if (relationship.otherPartnerId === null || relationship.otherPartnerId === partner?.id)
    return null;
  const expected = 'the one partner that the relationship already names for this customer';
  return importRefusal('RELATIONSHIP_ALREADY_EXISTS', 'id', expected, null);
}

/** Names the second partner of the two tiers on the relationship of the account with the customer. */
async function writeServing(
  scope: ImportScope,
  partner: PartnerRecord,
  relationship: ServedRelationship,
  partnerId: string,
): Promise<boolean> {
  if (relationship.otherPartnerId === partnerId) return false;
  const isProvider = partner.accountIs === 'PROVIDER';
  await scope.tx.query(sql`
    UPDATE relationships SET
      indirect_reseller_id = coalesce(indirect_reseller_id, ${isProvider ? partnerId : null}::uuid),
      indirect_provider_id = coalesce(indirect_provider_id, ${isProvider ? null : partnerId}::uuid),
      version = version + 1, updated_at = ${scope.now}
    WHERE customer_id = ${relationship.customerId} AND id = ${relationship.id}`);
  return true;
}
