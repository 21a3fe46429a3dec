import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { DapStatus } from './delegated-privileges.rules';
import { InvitationStatus } from './invitation.rules';
import { InvitationEmailProblem } from './invitation-email.rules';
import { RelationshipOrigin } from './relationship.rules';
import { RelationshipRequestStatus } from './relationship-request.rules';

registerDescribedEnum(RelationshipOrigin, {
  name: 'RelationshipOrigin',
  description: 'How a reseller relationship began.',
  values: {
    INVITATION: 'The customer accepted a request or followed an invitation link.',
    CUSTOMER_CREATED_BY_RESELLER: 'The reseller created the customer account.',
    MIGRATED: 'It was there before and came with an import.',
  },
});

registerDescribedEnum(DapStatus, {
  name: 'DapStatus',
  description: 'Whether delegated administrative privileges for a service are in force.',
  values: {
    ACTIVE: 'The partner’s agents may administer the service on behalf of the customer.',
    REMOVED_BY_CUSTOMER: 'The customer took them back (R26).',
    RELINQUISHED_BY_PARTNER: 'The partner gave them up (R28).',
    TERMINATED_BY_OPERATOR: 'The operator ended them because nobody used them.',
    ENDED_WITH_RELATIONSHIP: 'The relationship ended, and they with it (R32).',
  },
});

registerDescribedEnum(InvitationStatus, {
  name: 'InvitationStatus',
  description: 'Whether an invitation link is accepted.',
  values: {
    ACTIVE: 'Any customer may follow it, any number of times (R12).',
    REVOKED: 'It was replaced; following it is refused.',
  },
});

registerDescribedEnum(RelationshipRequestStatus, {
  name: 'RelationshipRequestStatus',
  description: 'What has become of a relationship request.',
  values: {
    PENDING: 'It waits for the customer.',
    ACCEPTED: 'The customer accepted it, for all services or for fewer.',
    DECLINED: 'The customer said no.',
    CANCELED: 'The reseller took it back.',
    EXPIRED: 'Nobody answered within 90 days (R25).',
  },
});

registerDescribedEnum(InvitationEmailProblem, {
  name: 'InvitationEmailProblem',
  description: 'What is wrong with the text of an invitation e-mail (E7).',
  values: {
    LINK_MISSING: 'There is no link in it.',
    LINK_ALTERED: 'There are only other links in it, or ours was changed.',
    LINK_DUPLICATED: 'Our link stands in it more than once.',
    CUSTOMER_DATA_IN_LINK:
      'A name, domain, tenant id or mail address of a customer is in the link.',
  },
});

/** Groups of a partner's users that use delegated privileges (domain section 2.7). */
export const PartnerGroup = {
  ADMIN_AGENTS: 'ADMIN_AGENTS',
  HELPDESK_AGENTS: 'HELPDESK_AGENTS',
} as const;
export type PartnerGroup = (typeof PartnerGroup)[keyof typeof PartnerGroup];

registerDescribedEnum(PartnerGroup, {
  name: 'PartnerGroup',
  description: 'A group of a partner’s users that uses delegated privileges.',
  values: {
    ADMIN_AGENTS: 'Users with the role ADMIN_AGENT.',
    HELPDESK_AGENTS: 'Users with the role HELPDESK_AGENT.',
  },
});

/** Directory roles in the customer's tenant that delegated privileges amount to. */
export const CustomerDirectoryRole = {
  GLOBAL_ADMINISTRATOR: 'GLOBAL_ADMINISTRATOR',
  HELPDESK_ADMINISTRATOR: 'HELPDESK_ADMINISTRATOR',
} as const;
export type CustomerDirectoryRole =
  (typeof CustomerDirectoryRole)[keyof typeof CustomerDirectoryRole];

registerDescribedEnum(CustomerDirectoryRole, {
  name: 'CustomerDirectoryRole',
  description:
    'What a user of a partner is in the customer’s tenant while privileges are in force.',
  values: {
    GLOBAL_ADMINISTRATOR: 'Administers everything of the service.',
    HELPDESK_ADMINISTRATOR: 'Helps users: resets passwords, handles support requests.',
  },
});
