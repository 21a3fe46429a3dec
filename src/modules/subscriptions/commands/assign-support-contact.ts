import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { SubscriptionSupportContactEntity } from '../subscription.entity';
import { findNamedContact, findSupportContact } from '../support-contact.queries';
import {
  refusalToAssignSupportContact,
  SUPPORT_CONTACT_CHANGE,
  type SupportContactInput,
} from '../support-contact.rules';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { MANAGING_CONTRACTS } from './managing-contracts';
import { writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

export interface AssignSupportContactInput
  extends WriteInput, SubscriptionTarget, SupportContactInput {}

/** The seller says who supports the customer with what it sold: one of its partners, or itself (R44). */
export class AssignSupportContact implements Command<
  AssignSupportContactInput,
  SubscriptionTarget
> {
  readonly contract = MANAGING_CONTRACTS.assignSupportContact;
  readonly operation = 'subscription';

  async execute(
    scope: CommandScope,
    input: AssignSupportContactInput,
  ): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input);
    const { caller, facts, subscription } = locked;
    const { supportTenantId } = input;
    const present = await findSupportContact(scope.tx, subscription);
    scope.about({
      oldValue: { supportTenantId: present?.tenantId ?? null },
      newValue: { supportTenantId },
    });
    const named = supportTenantId
      ? await findNamedContact(scope.tx, subscription, supportTenantId)
      : null;
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [SUPPORT_CONTACT_CHANGE] },
      locked,
      refusalToAssignSupportContact(caller, facts, input, named),
    );

    // The seller is the default, named or not.
    const resellerId = named === null || named.isSeller ? null : named.resellerId;
    if (resellerId === (present?.resellerId ?? null)) {
      scope.markRepeated();
      return { subscriptionId: subscription.id };
    }
    const { customerId, id: subscriptionId } = subscription;
    const repository = scope.tx.manager.getRepository(SubscriptionSupportContactEntity);
    if (resellerId === null) await repository.delete({ customerId, subscriptionId });
    else await repository.save({ customerId, subscriptionId, resellerId });
    // The contact lies beside the row; its etag moves all the same, since an edit needs the present one.
    await writeChange(scope, subscription, {}, ['supportContact']);
    return { subscriptionId };
  }
}
