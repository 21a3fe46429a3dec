import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import { refusalToRelinquish } from '../delegated-privileges.rules';
import type { SubscriptionPort } from '../subscription.port';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import {
  aboutEnding,
  type EndPrivilegesInput,
  endPrivilegesOnly,
  lockRelationship,
  type RelationshipResult,
} from './end-privileges';

/** A partner gives up privileges of its own and keeps the relationship (R28). */
export class RelinquishDelegatedPrivileges implements Command<
  EndPrivilegesInput,
  RelationshipResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.relinquishDelegatedPrivileges;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(scope: CommandScope, input: EndPrivilegesInput): Promise<RelationshipResult> {
    const locked = await lockRelationship(
      scope,
      input.relationshipId,
      'relinquishDelegatedPrivileges',
    );
    aboutEnding(scope, locked, 'relinquish', input.services);
    throwIfRefused(refusalToRelinquish(locked.actor, locked.facts, input));

    return endPrivilegesOnly(scope, this.subscriptions, locked, 'relinquish', input.services);
  }
}
