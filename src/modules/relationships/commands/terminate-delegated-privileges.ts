import { throwIfRefused } from '../../../kernel/domain-error';
import type { Service } from '../../../kernel/service';
import type { Command, CommandScope } from '../../../platform/commands/command';
import { sql } from '../../../platform/database/sql';
import {
  refusalToTerminate,
  servicesToEnd,
  type TerminationFacts,
} from '../delegated-privileges.rules';
import { provingUnchanged } from '../proof';
import { RelationshipEntity } from '../relationship.entity';
import type { SubscriptionPort } from '../subscription.port';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import {
  aboutEnding,
  ENDED_BY,
  type EndPrivilegesInput,
  type LockedRelationship,
  lockRelationship,
  markEnded,
  type RelationshipResult,
} from './end-privileges';

export interface TerminateDelegatedPrivilegesInput extends EndPrivilegesInput {
  readonly unusedSince: Date;
}

/** The operator ends privileges that were not used for more than 90 days, where its instance does (D16). */
export class TerminateDelegatedPrivileges implements Command<
  TerminateDelegatedPrivilegesInput,
  RelationshipResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.terminateDelegatedPrivileges;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(
    scope: CommandScope,
    input: TerminateDelegatedPrivilegesInput,
  ): Promise<RelationshipResult> {
    const locked = await lockRelationship(
      scope,
      input.relationshipId,
      'terminateDelegatedPrivileges',
    );
    const { actor, relationship } = locked;
    const facts = await this.loadFacts(scope, locked);
    aboutEnding(scope, locked, 'terminate', input.services);
    scope.about({ customizedData: { unusedSince: input.unusedSince.toISOString() } });
    throwIfRefused(refusalToTerminate(actor, facts, input, scope.now));

    const { proof } = await provingUnchanged(
      scope,
      this.subscriptions,
      relationship.customerId,
      () => this.terminate(scope, locked, input),
    );
    return { relationshipId: relationship.id, proof };
  }

  private async loadFacts(
    { tx }: CommandScope,
    { facts, relationship }: LockedRelationship,
  ): Promise<TerminationFacts> {
    const { customerId, id } = relationship;
    const grants = await tx.query<{
      readonly service: Service;
      readonly grantedAt: Date | null;
    }>(sql`
      SELECT service, granted_at AS "grantedAt" FROM delegated_privileges
      WHERE customer_id = ${customerId} AND relationship_id = ${id} AND status = 'ACTIVE'`);
    return { ...facts, grants };
  }

  private async terminate(
    scope: CommandScope,
    { relationship, facts }: LockedRelationship,
    input: TerminateDelegatedPrivilegesInput,
  ): Promise<void> {
    const { customerId, id, resellerId, version } = relationship;
    const services = servicesToEnd(input.services, facts.privileges);
    await markEnded(scope, relationship, services, ENDED_BY.terminate);
    await scope.tx.manager.update(
      RelationshipEntity,
      { customerId, id },
      { version: version + 1, updatedAt: scope.now },
    );
    const unusedSince = input.unusedSince.toISOString();
    scope.emit({
      name: 'DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR',
      customerId,
      resellerId,
      recipientResellerIds: [resellerId],
      isForCustomer: true,
      resourceId: id,
      data: { relationshipId: id, resellerId, services, unusedSince },
    });
  }
}
