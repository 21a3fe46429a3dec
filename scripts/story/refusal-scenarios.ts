import { ADVENTURE_WORKS, REQUEST, WOODGROVE } from './documents';
import type { Scenario } from './scenario';

const INVITE = /* GraphQL */ `
  mutation Invite {
    createInvitation(input: {}) {
      invitation {
        id
        url
        emailTemplate(locale: "en-US") {
          plainText
        }
      }
    }
  }
`;

interface Invited {
  readonly createInvitation: {
    readonly invitation: {
      readonly id: string;
      readonly url: string;
      readonly emailTemplate: { readonly plainText: string };
    };
  };
}

export const indirectResellerMayNotInvite: Scenario = {
  id: 'S6',
  title: 'An indirect reseller in 21Vianet creates an invitation',
  expected: { code: 'INDIRECT_RESELLER_CANNOT_INVITE', rule: 'R22' },
  async play(stage) {
    const { code, rule } = await stage.refusalOf('indirect-reseller-admin', INVITE);
    return { code, rule };
  },
};

export const helpdeskMayNotRequest: Scenario = {
  id: 'S7',
  title: 'A helpdesk agent requests a relationship',
  expected: {
    code: 'ROLE_NOT_ALLOWED',
    'allowed roles': ['ADMIN_AGENT', 'GLOBAL_ADMIN', 'SALES_AGENT'],
  },
  async play(stage) {
    const { code, allowedRoles } = await stage.refusalOf('reseller-b-helpdesk', REQUEST, {
      input: { customerTenantId: ADVENTURE_WORKS, services: ['EXCHANGE_OFFICE'] },
    });
    return { code, 'allowed roles': [...allowedRoles].sort() };
  },
};

function requestRefused(
  id: string,
  title: string,
  player: string,
  expected: Scenario['expected'],
): Scenario {
  return {
    id,
    title,
    expected,
    async play(stage) {
      const { code, rule } = await stage.refusalOf(player, REQUEST, {
        input: { customerTenantId: WOODGROVE },
      });
      return { code, rule };
    },
  };
}

export const suspendedResellerMayNotRequest = requestRefused(
  'S11',
  'A suspended reseller requests a relationship',
  'reseller-suspended-admin',
  { code: 'RESELLER_SUSPENDED', rule: 'R18' },
);

export const usGovernmentHasNoRequests = requestRefused(
  'S12',
  'A reseller of the US Government instance requests a relationship',
  'reseller-us-admin',
  { code: 'FEATURE_NOT_AVAILABLE_IN_CLOUD', rule: null },
);

const VALIDATE = /* GraphQL */ `
  query Validate($invitationId: ID!, $text: String!) {
    validateInvitationEmail(invitationId: $invitationId, text: $text)
  }
`;

interface Validated {
  readonly validateInvitationEmail: readonly string[];
}

export const shortenedLinkIsFound: Scenario = {
  id: 'S13',
  title: 'An invitation e-mail is validated as made, and with a shortened link',
  expected: { 'as made': [], 'with a shortened link': ['LINK_ALTERED'] },
  async play(stage) {
    const player = 'reseller-b-sales';
    const { createInvitation } = await stage.get<Invited>(player, INVITE);
    const { id: invitationId, url, emailTemplate } = createInvitation.invitation;
    const problemsOf = async (text: string): Promise<readonly string[]> => {
      const answer = await stage.get<Validated>(player, VALIDATE, { invitationId, text });
      return answer.validateInvitationEmail;
    };
    const shortened = emailTemplate.plainText.replace(url, 'https://short.example/x7Kq');
    return {
      'as made': await problemsOf(emailTemplate.plainText),
      'with a shortened link': await problemsOf(shortened),
    };
  },
};
