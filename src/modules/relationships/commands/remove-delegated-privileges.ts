import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import { refusalToRemovePrivileges } from '../delegated-privileges.rules';
import type { SubscriptionPort } from '../subscription.port';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import {
  aboutEnding,
  type EndPrivilegesInput,
  endPrivilegesOnly,
  lockRelationship,
  type RelationshipResult,
} from './end-privileges';

/** The customer takes privileges back, per service, at any time and without reason (R26). */
export class RemoveDelegatedPrivileges implements Command<EndPrivilegesInput, RelationshipResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.removeDelegatedPrivileges;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(scope: CommandScope, input: EndPrivilegesInput): Promise<RelationshipResult> {
    const locked = await lockRelationship(scope, input.relationshipId, 'removeDelegatedPrivileges');
    aboutEnding(scope, locked, 'removeDap', input.services);
    throwIfRefused(refusalToRemovePrivileges(locked.actor, locked.facts, input));

    return endPrivilegesOnly(scope, this.subscriptions, locked, 'removeDap', input.services);
  }
}
