import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { newId } from '../../../platform/ids';
import { ResellerEntity } from '../../resellers/reseller.entity';
import { refusalOfMissingAccount } from '../../resellers/reseller-standing.rules';
import { AgreementEntity } from '../agreement.entity';
import {
  type AgreementInput,
  refusalOfParty,
  refusalToRecordAgreement,
} from '../agreement-record.rules';
import { CustomerEntity } from '../customer.entity';
import { CUSTOMER_CONTRACTS } from './contracts';

export interface RecordAgreementInput extends WriteInput, AgreementInput {}

export interface RecordAgreementResult {
  readonly customerId: string | null;
  readonly resellerId: string | null;
}

/**
 * The operator records that a reseller has signed the agreement of its instance, or what a customer has
 * agreed to (R20, domain section 2.9). Agreements are added and never taken back.
 */
export class RecordAgreement implements Command<RecordAgreementInput, RecordAgreementResult> {
  readonly contract = CUSTOMER_CONTRACTS.recordAgreement;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: RecordAgreementInput): Promise<RecordAgreementResult> {
    throwIfRefused(refusalToAct(this.contract.action, callerOf(scope)));
    // Whose it is has to be clear before anything is looked up.
    throwIfRefused(refusalOfParty(input));
    const { customerId, resellerId } = input;
    if (customerId) return this.ofCustomer(scope, customerId, input);
    if (resellerId) return this.ofReseller(scope, resellerId, input);
    throw new Error('an agreement of nobody was not refused');
  }

  private async ofReseller(
    scope: CommandScope,
    resellerId: string,
    input: RecordAgreementInput,
  ): Promise<RecordAgreementResult> {
    const { tx } = scope;
    await lockRows(tx, 'resellers', [resellerId], 'changing');
    const reseller = await tx.manager.findOneBy(ResellerEntity, { id: resellerId });
    if (!reseller) throw new DomainError('NOT_FOUND');
    scope.about({
      resellerId,
      oldValue: { agreementAccepted: reseller.agreementAccepted },
      newValue: { agreementAccepted: true, dateAgreed: input.dateAgreed },
    });
    throwIfRefused(refusalOfMissingAccount(reseller) ?? refusalToRecordAgreement(input, scope.now));

    if (reseller.agreementAccepted) {
      scope.markRepeated();
      return { customerId: null, resellerId };
    }
    await tx.manager.update(
      ResellerEntity,
      { id: resellerId },
      { agreementAccepted: true, updatedAt: scope.now },
    );
    return { customerId: null, resellerId };
  }

  private async ofCustomer(
    scope: CommandScope,
    customerId: string,
    input: RecordAgreementInput,
  ): Promise<RecordAgreementResult> {
    const { manager } = scope.tx;
    await lockRows(scope.tx, 'customers', [customerId], 'changing');
    if (!(await manager.existsBy(CustomerEntity, { id: customerId }))) {
      throw new DomainError('NOT_FOUND');
    }
    const recorded = {
      type: input.type,
      dateAgreed: input.dateAgreed,
      primaryContact: input.primaryContact ?? null,
      templateId: input.templateId ?? null,
      agreementLink: input.agreementLink ?? null,
      userId: input.userId ?? null,
    };
    scope.about({ customerId, newValue: recorded });
    throwIfRefused(refusalToRecordAgreement(input, scope.now));

    const result = { customerId, resellerId: null };
    const { type, dateAgreed } = input;
    if (!type) throw new Error('an agreement without a type was not refused');
    const known = await manager.findOneBy(AgreementEntity, { customerId, type, dateAgreed });
    if (known) {
      scope.markRepeated();
      scope.about({ resourceId: known.id });
      return result;
    }
    const id = newId();
    await manager.insert(AgreementEntity, { ...recorded, customerId, id, type });
    scope.about({ resourceId: id });
    return result;
  }
}
