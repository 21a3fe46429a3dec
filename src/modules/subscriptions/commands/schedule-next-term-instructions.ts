import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { Catalogue } from '../../catalogue/catalogue';
import { findHeldSubscriptions } from '../held-subscriptions.queries';
import {
  NEXT_TERM_CHANGE,
  type NextTermFacts,
  type NextTermInput,
  type NextTermInstructions,
  refusalToScheduleNextTerm,
} from '../next-term.rules';
import type { SubscriptionEntity } from '../subscription.entity';
import {
  type LockedSubscription,
  lockSubscription,
  type SubscriptionTarget,
} from './lock-subscription';
import { MANAGING_CONTRACTS } from './managing-contracts';
import { writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

export interface ScheduleNextTermInstructionsInput
  extends WriteInput, SubscriptionTarget, NextTermInput {}

type NextTerm = Pick<
  SubscriptionEntity,
  'nextTermProduct' | 'nextTermQuantity' | 'nextTermEndDate'
>;

/** The seller says what the next term begins with; the platform does it when the running one ends. */
export class ScheduleNextTermInstructions implements Command<
  ScheduleNextTermInstructionsInput,
  SubscriptionTarget
> {
  readonly contract = MANAGING_CONTRACTS.scheduleNextTermInstructions;
  readonly operation = 'subscription';

  constructor(private readonly catalogue: Catalogue) {}

  async execute(
    scope: CommandScope,
    input: ScheduleNextTermInstructionsInput,
  ): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input);
    const { caller, facts, subscription } = locked;
    const { scheduledNextTermInstructions: instructions } = input;
    scope.about({
      oldValue: { scheduledNextTermInstructions: shown(subscription) },
      newValue: { scheduledNextTermInstructions: instructions },
    });
    const nextTerm = await this.factsOf(scope, locked, instructions);
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [NEXT_TERM_CHANGE] },
      locked,
      refusalToScheduleNextTerm(caller, facts, input, nextTerm, scope.now),
    );

    const changes = columnsOf(instructions);
    const isSame = JSON.stringify(columnsOf(shown(subscription))) === JSON.stringify(changes);
    if (isSame) scope.markRepeated();
    else await writeChange(scope, subscription, changes, ['scheduledNextTermInstructions']);
    return { subscriptionId: subscription.id };
  }

  /** What the customer holds is read only where another product is named. */
  private async factsOf(
    { tx }: CommandScope,
    { actor, subscription, offer: { cloudInstance, offerId } }: LockedSubscription,
    instructions: NextTermInstructions | null | undefined,
  ): Promise<NextTermFacts> {
    const { customerId, subscriptionId } = subscription;
    const held = instructions?.product
      ? (await findHeldSubscriptions(tx, actor, [customerId])).get(customerId)
      : [];
    return {
      ...subscription,
      offer: this.catalogue.find(cloudInstance, offerId),
      findOffer: (other) => this.catalogue.find(cloudInstance, other),
      heldBeside: (held ?? []).filter((it) => it.subscriptionId !== subscriptionId),
    };
  }
}

function shown(subscription: NextTerm): NextTermInstructions | null {
  const { nextTermProduct, nextTermQuantity, nextTermEndDate } = subscription;
  if (nextTermProduct === null && nextTermQuantity === null && nextTermEndDate === null)
    return null;
  return {
    product: nextTermProduct,
    quantity: nextTermQuantity,
    customTermEndDate: nextTermEndDate,
  };
}

function columnsOf(instructions: NextTermInstructions | null | undefined): NextTerm {
  return {
    nextTermProduct: instructions?.product?.toLowerCase() ?? null,
    nextTermQuantity: instructions?.quantity ?? null,
    nextTermEndDate: instructions?.customTermEndDate ?? null,
  };
}
