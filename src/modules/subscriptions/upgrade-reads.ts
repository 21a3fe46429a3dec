import type { ActionVerdict } from '../../kernel/verdict';
import { refusalFactsOf, verdictOf } from '../../kernel/verdict';
import type { RequestContext } from '../../platform/graphql/context';
import type { Catalogue } from '../catalogue/catalogue';
import { refusalToPurchaseAddOn } from './add-on.rules';
import { buyerOfCaller, heldByCustomer } from './purchase.loader';
import { subscriptionCaseById } from './subscription.loader';
import type { SubscriptionCase } from './subscription-facts.queries';
import {
  reasonsAgainstUpgrade,
  refusalToUpgrade,
  type UpgradeFacts,
  type UpgradeOrder,
} from './upgrade.rules';
import type { UpgradeEligibility } from './upgrade.types';
import { upgradeFacts } from './upgrade-facts';

interface Upgradable {
  readonly found: SubscriptionCase;
  readonly facts: UpgradeFacts;
}

/** What viewers are told about purchases for a subscription: the facts that the commands load under a lock. */
export class UpgradeReads {
  constructor(private readonly catalogue: Catalogue) {}

  /** Verdicts on ordering an add-on and on an upgrade, without naming an offer. */
  async verdicts(
    ctx: RequestContext,
    key: string,
  ): Promise<readonly ActionVerdict<'PURCHASE_ADD_ON' | 'UPGRADE'>[]> {
    const loaded = await this.load(ctx, key);
    if (loaded === null) return [];
    const { found, facts } = loaded;
    const now = ctx.clock.now();
    return [
      verdictOf('PURCHASE_ADD_ON', refusalToPurchaseAddOn(found.caller, facts, now)),
      verdictOf('UPGRADE', refusalToUpgrade(found.caller, facts, now)),
    ];
  }

  /** Ids of the offers that the catalogue can replace it by. */
  async paths(ctx: RequestContext, key: string): Promise<UpgradeFacts['targets']> {
    const found = await ctx.loader(subscriptionCaseById).load(key);
    const offer = found && this.catalogue.find(found.offer.cloudInstance, found.offer.offerId);
    return offer ? this.catalogue.upgradeTargetsOf(offer) : [];
  }

  /** For one target, or for each that there is; where there is none, why. */
  async eligibility(
    ctx: RequestContext,
    key: string,
    targetOfferId: string | null,
  ): Promise<readonly UpgradeEligibility[]> {
    const loaded = await this.load(ctx, key);
    if (loaded === null) return [];
    const { targets } = loaded.facts;
    const asked = targetOfferId === null ? targets.map(({ id }) => id) : [targetOfferId];
    const now = ctx.clock.now();
    if (asked.length === 0) return [this.judge(loaded, null, now)];
    return asked.map((id) => this.judge(loaded, id, now));
  }

  private judge(
    { found, facts }: Upgradable,
    targetOfferId: string | null,
    now: Date,
  ): UpgradeEligibility {
    const target = this.catalogue.find(found.offer.cloudInstance, targetOfferId);
    const { quantity } = found.facts;
    const order: UpgradeOrder | null =
      targetOfferId === null ? null : { target, terms: { ...found.terms, quantity } };
    const reasons = reasonsAgainstUpgrade(found.caller, facts, now, order);
    const isPath = target !== null && facts.targets.some(({ id }) => id === target.id);
    return {
      targetOfferId: target?.id ?? targetOfferId,
      target,
      upgradeType: isPath ? 'UPGRADE_ONLY' : 'NONE',
      isEligible: reasons.length === 0,
      reasons: reasons.map(({ reason, refusal }) => ({
        reason,
        refusal: refusalFactsOf(refusal),
      })),
    };
  }

  private async load(ctx: RequestContext, key: string): Promise<Upgradable | null> {
    const found = await ctx.loader(subscriptionCaseById).load(key);
    if (found === null) return null;
    const [trade, held] = await Promise.all([
      ctx.loader(buyerOfCaller).load(found.customerKey),
      ctx.loader(heldByCustomer).load(found.customerKey),
    ]);
    const purchase = { subscription: found.facts, trade };
    return { found, facts: upgradeFacts(this.catalogue, found, purchase, held ?? []) };
  }
}
