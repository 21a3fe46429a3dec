import type { PartnerActor } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import { throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockIdentity, lockRows } from '../../../platform/database/row-locks';
import { newId } from '../../../platform/ids';
import { associatedPartnerOf } from '../../customers/associated-partner.rules';
import { loadAttachment } from '../../customers/commands/load-attachment';
import { CustomerEntity } from '../../customers/customer.entity';
import {
  billingAfter,
  type BillingProfileSent,
  companyAfter,
  type CompanyProfileSent,
} from '../../customers/customer-profile.rules';
import { ResellerEntity } from '../../resellers/reseller.entity';
import { type CustomerAccount, refusalToCreateCustomer } from '../customer-account.rules';
import { RelationshipEntity } from '../relationship.entity';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { getReseller } from './load-facts';

export interface CreateCustomerInput extends WriteInput {
  /** Directory tenant of the customer, in lower case. */
  readonly tenantId: string;
  readonly country: string;
  readonly companyProfile: CompanyProfileSent;
  readonly billingProfile?: BillingProfileSent | null;
  /** MPN id of the indirect reseller that is attached to the account. */
  readonly associatedPartnerId?: string | null;
}

export interface CreateCustomerResult {
  readonly customerId: string;
  readonly relationshipId: string;
}

const NO_COMPANY = { companyName: '', domain: null, organizationRegistrationNumber: null };

/**
 * A reseller makes the account of a customer and works with it from then on. It becomes the owner of the
 * account, once and for all (R2), and gets no privileges: only the customer grants those (R29).
 */
export class CreateCustomer implements Command<CreateCustomerInput, CreateCustomerResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.createCustomer;
  readonly operation = 'relationship';

  async execute(scope: CommandScope, input: CreateCustomerInput): Promise<CreateCustomerResult> {
    const actor = this.creatorOf(scope);
    const { tx } = scope;
    const { tenantId, country } = input;
    await lockIdentity(tx, { tenantId });
    await lockRows(tx, 'resellers', [actor.resellerId], 'against changes');
    const reseller = await getReseller(tx, actor.resellerId);
    const mpnId = associatedPartnerOf(input.associatedPartnerId);
    const account: CustomerAccount = {
      country,
      company: companyAfter(NO_COMPANY, input.companyProfile),
      billing: billingAfter(null, input.billingProfile ?? {}),
      associatedPartnerId: mpnId,
    };
    const facts = {
      policy: policyOf(actor.cloudInstance),
      reseller,
      isPartnerTenant: await tx.manager.existsBy(ResellerEntity, { tenantId }),
      isHeldTenant: await tx.manager.existsBy(CustomerEntity, { tenantId }),
      attachment:
        mpnId === null ? null : await loadAttachment(tx, reseller.id, { mpnId, attached: null }),
    };
    scope.about({
      newValue: {
        tenantId,
        country,
        companyProfile: account.company,
        ...(mpnId !== null && { associatedPartnerId: mpnId }),
      },
    });
    throwIfRefused(refusalToCreateCustomer(actor, facts, account));

    return this.write(scope, reseller, tenantId, account);
  }

  private creatorOf(scope: CommandScope): PartnerActor {
    const actor = callerOf(scope);
    throwIfRefused(refusalToAct(this.contract.action, actor));
    if (actor.side !== 'partner') throw new Error('only a partner may create a customer');
    return actor;
  }

  private async write(
    scope: CommandScope,
    reseller: ResellerEntity,
    tenantId: string,
    account: CustomerAccount,
  ): Promise<CreateCustomerResult> {
    const { manager } = scope.tx;
    const [customerId, relationshipId] = [newId(), newId()];
    const at = { createdAt: scope.now, updatedAt: scope.now };
    await manager.insert(CustomerEntity, {
      id: customerId,
      tenantId,
      cloudInstance: reseller.cloudInstance,
      country: account.country,
      ...account.company,
      billingProfile: account.billing,
      associatedPartnerId: account.associatedPartnerId,
      accountOwnerId: reseller.id,
      ...at,
    });
    await manager.insert(RelationshipEntity, {
      customerId,
      id: relationshipId,
      resellerId: reseller.id,
      status: 'ACTIVE',
      origin: 'CUSTOMER_CREATED_BY_RESELLER',
      version: 1,
      ...at,
    });
    scope.emit({
      name: 'CUSTOMER_CREATED',
      customerId,
      resellerId: reseller.id,
      recipientResellerIds: [reseller.id],
      isForCustomer: true,
      resourceId: customerId,
      data: { customerId, origin: 'CUSTOMER_CREATED_BY_RESELLER' },
    });
    scope.about({ customerId, resourceId: customerId });
    return { customerId, relationshipId };
  }
}
