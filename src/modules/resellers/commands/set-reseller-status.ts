import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { ResellerEntity } from '../reseller.entity';
import { refusalOfMissingAccount, type ResellerAccountStatus } from '../reseller-standing.rules';
import { RESELLER_CONTRACTS } from './contracts';

export interface SetResellerStatusInput extends WriteInput {
  readonly resellerId: string;
  readonly accountStatus: ResellerAccountStatus;
}

export interface ResellerResult {
  readonly resellerId: string;
}

/** The operator decides how an account stands (R18). What the reseller has stays as it is. */
export class SetResellerStatus implements Command<SetResellerStatusInput, ResellerResult> {
  readonly contract = RESELLER_CONTRACTS.setResellerStatus;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: SetResellerStatusInput): Promise<ResellerResult> {
    throwIfRefused(refusalToAct(this.contract.action, callerOf(scope)));
    const { resellerId, accountStatus } = input;
    await lockRows(scope.tx, 'resellers', [resellerId], 'changing');
    const reseller = await scope.tx.manager.findOneBy(ResellerEntity, { id: resellerId });
    if (!reseller) throw new DomainError('NOT_FOUND');
    scope.about({
      resellerId,
      resourceId: resellerId,
      oldValue: { accountStatus: reseller.accountStatus },
      newValue: { accountStatus },
    });
    throwIfRefused(refusalOfMissingAccount(reseller));

    if (reseller.accountStatus === accountStatus) scope.markRepeated();
    else await this.write(scope, reseller, accountStatus);
    return { resellerId };
  }

  private async write(
    scope: CommandScope,
    { id, accountStatus: oldStatus }: ResellerEntity,
    newStatus: ResellerAccountStatus,
  ): Promise<void> {
    await scope.tx.manager.update(
      ResellerEntity,
      { id },
      { accountStatus: newStatus, updatedAt: scope.now },
    );
    scope.emit({
      name: 'RESELLER_STATUS_CHANGED',
      customerId: null,
      resellerId: id,
      recipientResellerIds: [id],
      isForCustomer: false,
      resourceId: id,
      data: { resellerId: id, oldStatus, newStatus },
    });
  }
}
