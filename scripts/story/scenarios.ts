import {
  acceptanceChangesNothing,
  oneLinkManyCustomers,
  twoAcceptancesAtOnce,
  twoSellersOneAdministrator,
} from './acceptance-scenarios';
import {
  creditStays,
  severalAttemptsOneRefusal,
  staleVersionIsRefused,
  verdictsAreTheAnswers,
} from './change-scenarios';
import { privilegeIsTakenBack, sellerCannotLeave } from './ending-scenarios';
import { portfolioCostsTheSame } from './reading-scenarios';
import {
  helpdeskMayNotRequest,
  indirectResellerMayNotInvite,
  shortenedLinkIsFound,
  suspendedResellerMayNotRequest,
  usGovernmentHasNoRequests,
} from './refusal-scenarios';
import type { Scenario } from './scenario';

/** S1 to S16, in the order in which one database can hold them. */
export const SCENARIOS: readonly Scenario[] = [
  acceptanceChangesNothing,
  creditStays,
  severalAttemptsOneRefusal,
  staleVersionIsRefused,
  oneLinkManyCustomers,
  indirectResellerMayNotInvite,
  helpdeskMayNotRequest,
  privilegeIsTakenBack,
  sellerCannotLeave,
  twoSellersOneAdministrator,
  suspendedResellerMayNotRequest,
  usGovernmentHasNoRequests,
  shortenedLinkIsFound,
  portfolioCostsTheSame,
  twoAcceptancesAtOnce,
  verdictsAreTheAnswers,
];
