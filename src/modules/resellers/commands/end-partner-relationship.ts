import type { Caller } from '../../../kernel/actor';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { PartnerRelationshipEntity } from '../partner-relationship.entity';
import { refusalToEndPartnership } from '../partner-relationship.rules';
import { RESELLER_CONTRACTS } from './contracts';

export interface EndPartnerRelationshipInput extends WriteInput {
  readonly partnerRelationshipId: string;
  readonly ifMatch?: string | null;
}

export interface PartnershipResult {
  readonly partnerRelationshipId: string;
}

/**
 * A provider stops working with an indirect reseller (R33). The link stays as history. What each of the
 * two has with customers is not asked about and not touched: no customer goes, and no privilege.
 */
export class EndPartnerRelationship implements Command<
  EndPartnerRelationshipInput,
  PartnershipResult
> {
  readonly contract = RESELLER_CONTRACTS.endPartnerRelationship;
  readonly operation = 'relationship';

  async execute(
    scope: CommandScope,
    input: EndPartnerRelationshipInput,
  ): Promise<PartnershipResult> {
    const actor = callerOf(scope);
    throwIfRefused(refusalToAct(this.contract.action, actor));
    const link = await this.lockLink(scope, actor, input.partnerRelationshipId);
    if (link) {
      scope.about({
        resourceId: link.id,
        oldValue: { state: link.state },
        newValue: { state: 'ENDED' },
      });
    }
    throwIfRefused(refusalToEndPartnership(actor, link, input));
    if (link === null) throw new DomainError('NOT_FOUND');
    await this.end(scope, link);
    return { partnerRelationshipId: link.id };
  }

  /**
   * By the rows of the two accounts, which whoever relies on the partnership holds too. To anybody but
   * the two it does not exist, so that a stranger neither waits for them nor holds them.
   */
  private async lockLink(
    { tx }: CommandScope,
    actor: Caller,
    id: string,
  ): Promise<PartnerRelationshipEntity | null> {
    const found = await tx.manager.findOneBy(PartnerRelationshipEntity, { id });
    if (found === null || actor.side !== 'partner') return null;
    const tiers = [found.providerId, found.indirectResellerId];
    if (!tiers.includes(actor.resellerId)) return null;
    await lockRows(tx, 'resellers', tiers, 'changing');
    return tx.manager.findOneBy(PartnerRelationshipEntity, { id });
  }

  private async end(scope: CommandScope, link: PartnerRelationshipEntity): Promise<void> {
    const { id, providerId, indirectResellerId, version } = link;
    scope.about({ concernedResellerIds: [indirectResellerId] });
    await scope.tx.manager.update(
      PartnerRelationshipEntity,
      { providerId, id },
      { state: 'ENDED', endedAt: scope.now, version: version + 1 },
    );
    scope.emit({
      name: 'PARTNER_RELATIONSHIP_REMOVED',
      customerId: null,
      resellerId: providerId,
      recipientResellerIds: [providerId, indirectResellerId],
      isForCustomer: false,
      resourceId: id,
      data: { partnerRelationshipId: id, providerId, indirectResellerId },
    });
  }
}
