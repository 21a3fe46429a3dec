import { invitationUrl } from './invitation-link.rules';
import { invitationToken } from './invitation-token';

/** Shows the link of an invitation again: it is computed from the id and stored nowhere (E8). */
export class InvitationLinks {
  constructor(
    private readonly serverKey: string,
    /** Where clients reach the server; asked late, because a port may be chosen at the start. */
    private readonly baseUrl: () => string,
  ) {}

  get base(): string {
    return this.baseUrl();
  }

  tokenOf(invitationId: string): string {
    return invitationToken(this.serverKey, invitationId);
  }

  urlOf(invitationId: string): string {
    return invitationUrl(this.base, this.tokenOf(invitationId));
  }
}
