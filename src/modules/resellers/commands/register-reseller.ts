import { throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockIdentity, lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { ResellerEntity } from '../reseller.entity';
import {
  refusalToRegister,
  type Registration,
  type RegistrationFacts,
  registrationStep,
} from '../reseller-registration.rules';
import { RESELLER_CONTRACTS } from './contracts';

export interface RegisterResellerInput extends WriteInput, Registration {}

export interface RegisterResellerResult {
  readonly resellerId: string;
  /** False when the row of a partner known by its MPN id was filled, or nothing was left to do. */
  readonly created: boolean;
}

/**
 * The operator registers a partner account. A partner that was known by its MPN id keeps its row, and
 * with it everything it is credited for (domain section 13).
 */
export class RegisterReseller implements Command<RegisterResellerInput, RegisterResellerResult> {
  readonly contract = RESELLER_CONTRACTS.registerReseller;
  readonly operation = 'record';

  async execute(
    scope: CommandScope,
    input: RegisterResellerInput,
  ): Promise<RegisterResellerResult> {
    throwIfRefused(refusalToAct(this.contract.action, callerOf(scope)));
    const row = rowOf(input);
    scope.about({ newValue: { ...row, mpnId: input.mpnId ?? null } });
    await lockIdentity(scope.tx, input);
    const facts = await this.loadFacts(scope, input);
    throwIfRefused(refusalToRegister(input, facts));

    const step = registrationStep(input, facts.held);
    if (step.kind === 'NONE') {
      scope.markRepeated();
      scope.about({ resellerId: step.resellerId, resourceId: step.resellerId });
      return { resellerId: step.resellerId, created: false };
    }
    const resellerId = step.kind === 'FILL' ? step.resellerId : newId();
    scope.about({ resellerId, resourceId: resellerId });
    const written = { ...row, isPlaceholder: false, updatedAt: scope.now };
    const { manager } = scope.tx;
    if (step.kind === 'FILL') await manager.update(ResellerEntity, { id: resellerId }, written);
    else {
      const mpnId = input.mpnId ?? null;
      const created = { id: resellerId, mpnId, createdAt: scope.now };
      await manager.insert(ResellerEntity, { ...written, ...created });
    }
    return { resellerId, created: step.kind === 'CREATE' };
  }

  private async loadFacts(
    scope: CommandScope,
    { tenantId, mpnId = null, cloudInstance }: RegisterResellerInput,
  ): Promise<RegistrationFacts> {
    const { tx } = scope;
    const found = await tx.query<{ readonly id: string }>(
      sql`SELECT id FROM resellers WHERE tenant_id = ${tenantId}::uuid OR mpn_id = ${mpnId}`,
    );
    const ids = found.map(({ id }) => id);
    await lockRows(tx, 'resellers', ids, 'changing');
    const held = await Promise.all(
      ids.map((id) => tx.manager.findOneByOrFail(ResellerEntity, { id })),
    );
    const [others] = await tx.query<{ readonly customer: boolean; readonly operator: boolean }>(sql`
      SELECT EXISTS (SELECT 1 FROM customers WHERE tenant_id = ${tenantId}::uuid) AS customer,
        EXISTS (
          SELECT 1 FROM resellers
          WHERE kind = 'OPERATOR' AND cloud_instance = ${cloudInstance} AND tenant_id <> ${tenantId}::uuid
        ) AS operator`);
    return {
      held,
      isCustomerTenant: others?.customer ?? false,
      hasOtherOperator: others?.operator ?? false,
    };
  }
}

/** The columns that a registration says something about; the MPN id of a placeholder stays. */
function rowOf(input: RegisterResellerInput) {
  return {
    tenantId: input.tenantId,
    name: input.name.trim(),
    country: input.country,
    cloudInstance: input.cloudInstance,
    kind: input.kind,
    agreementAccepted: input.agreementAccepted ?? false,
    specialties: [...new Set(input.specialties ?? [])],
  };
}
