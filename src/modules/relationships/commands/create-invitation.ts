import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { refusalOfServedInvitation, refusalToCreateInvitation } from '../invitation.rules';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { type InvitationKeeper, loadInvitationFacts, lockInviters } from './invitation-keeper';
import { callerOf } from './load-facts';

export interface CreateInvitationInput extends WriteInput {
  /** Left out: true. */
  readonly includesDelegatedAdmin?: boolean | null;
  /** Who of a provider's resellers is to serve the customers (R22). Left out: nobody. */
  readonly indirectResellerId?: string | null;
  /** With whom an indirect reseller invites jointly (R23). Left out: nobody. */
  readonly indirectProviderId?: string | null;
}

export interface InvitationResult {
  readonly invitationId: string;
  /** False when the account had this link already. */
  readonly created: boolean;
}

/** The reseller's own link, one per account and terms; a second call answers with the same one (R11, R12). */
export class CreateInvitation implements Command<CreateInvitationInput, InvitationResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.createInvitation;
  readonly operation = 'relationship';

  constructor(private readonly invitations: InvitationKeeper) {}

  async execute(scope: CommandScope, input: CreateInvitationInput): Promise<InvitationResult> {
    const actor = callerOf(scope);
    if (actor.side !== 'partner') throw new DomainError('ROLE_NOT_ALLOWED');
    const includesDelegatedAdmin = input.includesDelegatedAdmin ?? true;
    const indirectResellerId = input.indirectResellerId ?? null;
    const indirectProviderId = input.indirectProviderId ?? null;
    const providerIds = indirectProviderId === null ? [] : [indirectProviderId];
    const reseller = await lockInviters(scope.tx, actor, providerIds);

    const terms = {
      includesDelegatedAdmin,
      indirectResellerId,
      ...(indirectProviderId !== null && { indirectProviderId }),
    };
    scope.about({ newValue: { status: 'ACTIVE', ...terms } });
    const facts = await loadInvitationFacts(scope.tx, actor, reseller, terms);
    throwIfRefused(
      refusalToCreateInvitation(actor, facts, { includesDelegatedAdmin }) ??
        refusalOfServedInvitation(facts),
    );

    const { invitation, created } = await this.invitations.ensure(scope, {
      resellerId: actor.resellerId,
      includesDelegatedAdmin,
      indirectProviderId,
      indirectResellerId,
    });
    scope.about({ resourceId: invitation.id });
    if (!created) scope.markRepeated();
    return { invitationId: invitation.id, created };
  }
}
