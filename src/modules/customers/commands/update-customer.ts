import type { Caller } from '../../../kernel/actor';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { transactsWithCustomer, visibleCustomers } from '../../visibility/parties.visibility';
import { associatedPartnerOf } from '../associated-partner.rules';
import { CustomerEntity } from '../customer.entity';
import {
  afterEdit,
  type CustomerEdit,
  type EditedCustomer,
  type EditedParts,
  refusalToEdit,
  refusalToEnterEdit,
} from '../customer-edit.rules';
import { isSameBilling } from '../customer-profile.rules';
import { CUSTOMER_CONTRACTS } from './contracts';
import { loadAttachment } from './load-attachment';

export interface UpdateCustomerInput extends WriteInput, CustomerEdit {
  readonly customerId: string;
}

export interface CustomerResult {
  readonly customerId: string;
}

/** A related reseller edits contact and company data. Who owns the account is no part of it (R2). */
export class UpdateCustomer implements Command<UpdateCustomerInput, CustomerResult> {
  readonly contract = CUSTOMER_CONTRACTS.updateCustomer;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: UpdateCustomerInput): Promise<CustomerResult> {
    const actor = callerOf(scope);
    const { customerId } = input;
    throwIfRefused(refusalToEnterEdit(actor, input));
    // Asked before the lock, so that a stranger neither waits for a customer nor holds one.
    await seeCustomer(scope, actor, customerId);
    scope.about({ customerId, resourceId: customerId });
    await lockRows(scope.tx, 'customers', [customerId], 'changing');
    const customer = await this.load(scope, actor, input);
    const after = afterEdit(customer, input);
    const sent = FIELDS.filter((field) => isSent(input, field));
    scope.about({
      oldValue: partsOf(
        customer,
        sent.filter((field) => mayRead(customer, field)),
      ),
      newValue: partsOf(after, sent),
    });
    throwIfRefused(refusalToEdit(customer, input));

    const changedFields = changedBetween(customer, after);
    if (changedFields.length === 0) scope.markRepeated();
    else await this.write(scope, customerId, { before: customer, after, changedFields });
    return { customerId };
  }

  /** Everything the decision looks at, under the lock. */
  private async load(
    scope: CommandScope,
    actor: Caller,
    input: UpdateCustomerInput,
  ): Promise<EditedCustomer> {
    const { isOwner, ...customer } = await seeCustomer(scope, actor, input.customerId);
    if (input.associatedPartnerId === undefined || actor.side !== 'partner') {
      return { ...customer, attachment: null };
    }
    await lockRows(scope.tx, 'resellers', [actor.resellerId], 'against changes');
    const attachment = await loadAttachment(scope.tx, actor.resellerId, {
      mpnId: associatedPartnerOf(input.associatedPartnerId),
      attached: isOwner ? null : customer.associatedPartnerId,
    });
    return { ...customer, attachment };
  }

  private async write(
    scope: CommandScope,
    id: string,
    edit: {
      readonly before: EditedCustomer;
      readonly after: EditedParts;
      readonly changedFields: readonly EditedField[];
    },
  ): Promise<void> {
    const { before, after, changedFields } = edit;
    await scope.tx.manager.update(
      CustomerEntity,
      { id },
      {
        ...after.company,
        billingProfile: after.billing,
        associatedPartnerId: after.associatedPartnerId,
        version: before.version + 1,
        updatedAt: scope.now,
      },
    );
    await announce(scope, id, changedFields);
  }
}

const PART_OF_FIELD = {
  companyProfile: 'company',
  billingProfile: 'billing',
  associatedPartnerId: 'associatedPartnerId',
} as const;
const FIELDS = ['companyProfile', 'billingProfile', 'associatedPartnerId'] as const;
type EditedField = (typeof FIELDS)[number];

/** Null changes nothing of a profile, and takes an attached reseller away. */
function isSent(input: CustomerEdit, field: EditedField): boolean {
  return field === 'associatedPartnerId' ? input[field] !== undefined : Boolean(input[field]);
}

/** What another provider has attached, or whether it has, stands in no record of such an attempt (R38). */
function mayRead({ attachment }: EditedCustomer, field: EditedField): boolean {
  if (field !== 'associatedPartnerId') return true;
  return attachment?.kind === 'INDIRECT_PROVIDER' && attachment.mayReplace;
}

function changedBetween(before: EditedParts, after: EditedParts): EditedField[] {
  const isSameCompany = (
    ['companyName', 'domain', 'organizationRegistrationNumber'] as const
  ).every((key) => before.company[key] === after.company[key]);
  return [
    ...(isSameCompany ? [] : (['companyProfile'] as const)),
    ...(isSameBilling(before.billing, after.billing) ? [] : (['billingProfile'] as const)),
    ...(before.associatedPartnerId === after.associatedPartnerId
      ? []
      : (['associatedPartnerId'] as const)),
  ];
}

function partsOf(parts: EditedParts, fields: readonly EditedField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, parts[PART_OF_FIELD[field]]]));
}

/** @throws NOT_FOUND, the same for an unknown customer and for one of others (R36). */
async function seeCustomer(
  { tx }: CommandScope,
  actor: Caller,
  id: string,
): Promise<Omit<EditedCustomer, 'attachment'> & { readonly isOwner: boolean }> {
  const resellerId = actor.side === 'partner' ? actor.resellerId : null;
  const [seen] = await tx.query<{ readonly isSeller: boolean; readonly isOwner: boolean }>(sql`
    SELECT ${transactsWithCustomer(actor)} AS "isSeller",
      coalesce(c.account_owner_id = ${resellerId}::uuid, FALSE) AS "isOwner"
    FROM customers c WHERE c.id = ${id}::uuid AND ${visibleCustomers(actor)}`);
  if (!seen) throw new DomainError('NOT_FOUND');
  const row = await tx.manager.findOneByOrFail(CustomerEntity, { id });
  const { companyName, domain, organizationRegistrationNumber, country, version } = row;
  return {
    isOwner: seen.isOwner,
    mayWriteBilling: seen.isSeller || seen.isOwner,
    country,
    version,
    company: { companyName, domain, organizationRegistrationNumber },
    billing: row.billingProfile,
    associatedPartnerId: row.associatedPartnerId,
  };
}

/** The customer and every reseller that works with it hear which part changed, not what is in it. */
async function announce(
  scope: CommandScope,
  customerId: string,
  changedFields: readonly string[],
): Promise<void> {
  const related = await scope.tx.query<{ readonly id: string }>(sql`
    SELECT reseller_id AS id FROM relationships
    WHERE customer_id = ${customerId} AND status = 'ACTIVE' ORDER BY reseller_id`);
  const recipientResellerIds = related.map(({ id }) => id);
  const { actor } = scope;
  const own = actor.side === 'partner' ? actor.resellerId : recipientResellerIds[0];
  scope.emit({
    name: 'CUSTOMER_UPDATED',
    customerId,
    resellerId: own ?? customerId,
    recipientResellerIds,
    isForCustomer: true,
    resourceId: customerId,
    data: { customerId, changedFields },
  });
}
