import type { Caller } from '../../kernel/actor';
import type { Service } from '../../kernel/service';
import { type ActionVerdict, verdictOf } from '../../kernel/verdict';
import { refusalToAccept, type RequestAcceptanceFacts } from './acceptance.rules';
import {
  type EndOfPrivilegesFacts,
  refusalToAdminister,
  refusalToRelinquish,
  refusalToRemovePrivileges,
} from './delegated-privileges.rules';
import { refusalToRemove, type RemovalFacts } from './relationship.rules';
import { refusalToCancel, refusalToDecline } from './relationship-request.rules';
import { refusalToSell, type SaleFacts } from './selling.rules';

/*
 * Verdicts ask the functions that the commands ask, with the input left out: whatever only an input
 * can get wrong is not judged.
 */

export type RelationshipAction = 'REMOVE' | 'RELINQUISH_PRIVILEGES' | 'REMOVE_PRIVILEGES';

export type RelationshipVerdictFacts = RemovalFacts & EndOfPrivilegesFacts;

/** `Relationship.viewerActions`. */
export function verdictsOnRelationship(
  actor: Caller | null,
  facts: RelationshipVerdictFacts,
): readonly ActionVerdict<RelationshipAction>[] {
  return [
    verdictOf('REMOVE', refusalToRemove(actor, facts)),
    verdictOf('RELINQUISH_PRIVILEGES', refusalToRelinquish(actor, facts)),
    verdictOf('REMOVE_PRIVILEGES', refusalToRemovePrivileges(actor, facts)),
  ];
}

export type RelationshipRequestAction = 'ACCEPT' | 'DECLINE' | 'CANCEL';

/** `RelationshipRequest.viewerActions`. ACCEPT supposes that the customer agreement is accepted with it. */
export function verdictsOnRequest(
  actor: Caller | null,
  facts: RequestAcceptanceFacts,
  now: Date,
): readonly ActionVerdict<RelationshipRequestAction>[] {
  return [
    verdictOf('ACCEPT', refusalToAccept(actor, facts, { acceptsCustomerAgreement: true }, now)),
    verdictOf('DECLINE', refusalToDecline(actor, facts, {}, now)),
    verdictOf('CANCEL', refusalToCancel(actor, facts, {}, now)),
  ];
}

export type CustomerAction = 'SELL' | 'ADMINISTER';

export interface CustomerVerdictFacts extends SaleFacts {
  /** Services for which the caller's reseller holds ACTIVE privileges of this customer. */
  readonly activeServices: readonly Service[];
}

/** `Customer.viewerActions`: SELL once, ADMINISTER for each service of the instance. */
export function verdictsOnCustomer(
  actor: Caller | null,
  facts: CustomerVerdictFacts,
): readonly ActionVerdict<CustomerAction>[] {
  return [
    verdictOf<CustomerAction>('SELL', refusalToSell(actor, facts)),
    ...facts.policy.services.map((service) =>
      verdictOf<CustomerAction>('ADMINISTER', refusalToAdminister(actor, service, facts), service),
    ),
  ];
}
