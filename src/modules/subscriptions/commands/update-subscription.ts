import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { Catalogue } from '../../catalogue/catalogue';
import type { SubscriptionEntity } from '../subscription.entity';
import { refusalToUpdate } from '../subscription.rules';
import { attemptsOf } from '../subscription-guard.rules';
import type { SubscriptionUpdate } from '../subscription-update.rules';
import { SUBSCRIPTION_CONTRACTS } from './contracts';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { type SubscriptionChanges, writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

/** A field that is left out is not touched; one that is sent, even as null, is an attempt. */
export interface UpdateSubscriptionInput
  extends WriteInput, SubscriptionTarget, SubscriptionUpdate {
  /** Needed (R40); asked for after all other rights. */
  readonly ifMatch?: string | null;
}

const EDITED_FIELDS = [
  'quantity',
  'friendlyName',
  'autoRenewEnabled',
  'renewalTermDuration',
  'billingCycle',
  'termDuration',
] as const satisfies readonly (keyof SubscriptionUpdate)[];
const SENT_FIELDS = [...EDITED_FIELDS, 'partnerId'] as const;

/** The transacting reseller edits its own subscription; whatever anybody else tries is refused together. */
export class UpdateSubscription implements Command<UpdateSubscriptionInput, SubscriptionTarget> {
  readonly contract = SUBSCRIPTION_CONTRACTS.updateSubscription;
  readonly operation = 'subscription';

  constructor(private readonly catalogue: Catalogue) {}

  async execute(scope: CommandScope, input: UpdateSubscriptionInput): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input);
    const { caller, subscription } = locked;
    const { cloudInstance, offerId } = locked.offer;
    const facts = { ...locked.facts, offer: this.catalogue.find(cloudInstance, offerId) };
    const sent = SENT_FIELDS.filter((field) => input[field] !== undefined);
    // Readers of the audit see old values only where they see the subscription in full (R42).
    scope.about({ oldValue: only(sent, subscription), newValue: only(sent, input) });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: attemptsOf(input) },
      locked,
      refusalToUpdate(caller, facts, input, input.ifMatch, scope.now),
    );

    const changed = EDITED_FIELDS.filter(
      (field) => input[field] !== undefined && input[field] !== subscription[field],
    );
    if (changed.length === 0) scope.markRepeated();
    // The rules let null pass only where its column takes it.
    else
      await writeChange(scope, subscription, only(changed, input) as SubscriptionChanges, changed);
    return { subscriptionId: subscription.id };
  }
}

function only<Key extends keyof SubscriptionUpdate>(
  keys: readonly Key[],
  from: Readonly<Pick<UpdateSubscriptionInput, Key>> | Readonly<Pick<SubscriptionEntity, Key>>,
): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
