import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { newId } from '../../../platform/ids';
import { PartnerRelationshipEntity } from '../partner-relationship.entity';
import { refusalToCreatePartnership } from '../partner-relationship.rules';
import { ResellerEntity } from '../reseller.entity';
import { RESELLER_CONTRACTS } from './contracts';

export interface CreatePartnerRelationshipInput extends WriteInput {
  /** Directory tenant of the indirect reseller. */
  readonly indirectResellerTenantId: string;
}

export interface NewPartnershipResult {
  readonly partnerRelationshipId: string;
  /** False when the two worked together already. */
  readonly created: boolean;
}

/** A provider registers an indirect reseller (domain section 6). No customer and no privilege comes with it. */
export class CreatePartnerRelationship implements Command<
  CreatePartnerRelationshipInput,
  NewPartnershipResult
> {
  readonly contract = RESELLER_CONTRACTS.createPartnerRelationship;
  readonly operation = 'relationship';

  async execute(
    scope: CommandScope,
    input: CreatePartnerRelationshipInput,
  ): Promise<NewPartnershipResult> {
    const actor = callerOf(scope);
    throwIfRefused(refusalToAct(this.contract.action, actor));
    if (actor.side !== 'partner') throw new DomainError('ROLE_NOT_ALLOWED');
    const tenantId = input.indirectResellerTenantId.toLowerCase();
    scope.about({ newValue: { state: 'ACTIVE', indirectResellerTenantId: tenantId } });
    const { provider, indirectReseller } = await this.lockTiers(scope, actor.resellerId, tenantId);
    const policy = policyOf(actor.cloudInstance);
    throwIfRefused(refusalToCreatePartnership(actor, { policy, provider, indirectReseller }));
    if (indirectReseller === null) throw new DomainError('NOT_FOUND');
    return this.ensure(scope, provider.id, indirectReseller.id);
  }

  /** Both accounts are held, so that of two calls at once the second finds the link of the first. */
  private async lockTiers(
    { tx }: CommandScope,
    providerId: string,
    tenantId: string,
  ): Promise<{
    readonly provider: ResellerEntity;
    readonly indirectReseller: ResellerEntity | null;
  }> {
    const named = await tx.manager.findOneBy(ResellerEntity, { tenantId });
    await lockRows(tx, 'resellers', named ? [providerId, named.id] : [providerId], 'changing');
    return {
      provider: await tx.manager.findOneByOrFail(ResellerEntity, { id: providerId }),
      indirectReseller: named && (await tx.manager.findOneBy(ResellerEntity, { id: named.id })),
    };
  }

  private async ensure(
    scope: CommandScope,
    providerId: string,
    indirectResellerId: string,
  ): Promise<NewPartnershipResult> {
    const { manager } = scope.tx;
    const pair = { providerId, indirectResellerId, state: 'ACTIVE' } as const;
    const held = await manager.findOneBy(PartnerRelationshipEntity, pair);
    const id = held?.id ?? newId();
    scope.about({ resourceId: id, concernedResellerIds: [indirectResellerId] });
    if (held) {
      scope.markRepeated();
      return { partnerRelationshipId: id, created: false };
    }
    await manager.insert(PartnerRelationshipEntity, {
      ...pair,
      id,
      version: 1,
      createdAt: scope.now,
      endedAt: null,
    });
    scope.emit({
      name: 'PARTNER_RELATIONSHIP_CREATED',
      customerId: null,
      resellerId: providerId,
      recipientResellerIds: [providerId, indirectResellerId],
      isForCustomer: false,
      resourceId: id,
      data: { partnerRelationshipId: id, providerId, indirectResellerId },
    });
    return { partnerRelationshipId: id, created: true };
  }
}
