import type { Service } from '../../kernel/service';
import { refusalToMove } from '../../kernel/transitions';
import {
  type DapStatus,
  type GrantFacts,
  refusalToGrant,
} from '../relationships/delegated-privileges.rules';
import {
  RELATIONSHIP_TRANSITIONS,
  type RelationshipStatus,
} from '../relationships/relationship.rules';
import { type ImportRefusal, importRefusal } from './import-refusal';

/**
 * A body that calls the account a reseller of the customer starts a relationship (domain section 4.3).
 * One that was removed here comes back only by a new acceptance.
 */
export function refusalToMigrate(held: RelationshipStatus | null): ImportRefusal | null {
  const refusal =
    held === 'ACTIVE' ? null : refusalToMove(RELATIONSHIP_TRANSITIONS, held ?? 'NONE', 'import');
  if (!refusal) return null;
  const expected =
    'no relationship that was removed here: it comes back only by a new accepted request';
  return importRefusal(refusal.code, 'relationshipToPartner', expected, refusal.rule);
}

/**
 * Whether the privileges of the source may be taken over for one service. What was lost here comes back
 * only through a new accepted request (R29), and there is one transacting holder per service (R21).
 */
export function refusalOfPrivilege(
  service: Service,
  lastStatus: DapStatus | null,
  facts: GrantFacts,
): ImportRefusal | null {
  if (lastStatus !== null && lastStatus !== 'ACTIVE') {
    const expected = `no privileges for ${service}: they are ${lastStatus} here and come back only through a new accepted request`;
    return importRefusal('DAP_GRANT_REQUIRES_CUSTOMER', 'allowDelegatedAccess', expected);
  }
  return refusalOfSecondHolder(service, facts, 'allowDelegatedAccess');
}

/** R21, for the privileges or for the sale that would make the account a second transacting holder. */
export function refusalOfSecondHolder(
  service: Service,
  facts: GrantFacts,
  field: string | null,
): ImportRefusal | null {
  const refusal = refusalToGrant([service], facts);
  if (!refusal) return null;
  const holders = refusal.blockers.map(({ name }) => name).join(', ');
  const expected = `no second transacting partner with privileges for ${service}: ${holders} has them`;
  return importRefusal(refusal.code, field, expected, refusal.rule);
}
