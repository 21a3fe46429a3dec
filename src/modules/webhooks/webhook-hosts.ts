import { lookup } from 'node:dns/promises';
import { setTimeout } from 'node:timers/promises';

import { DomainError } from '../../kernel/domain-error';
import { addressIn, type AddressPolicy, problemOfAddress } from './webhook-address.rules';
import { refusalOfAddress, refusalOfUrl } from './webhook-endpoint.rules';

/** All IP addresses of a host name; throws where it has none. */
export type HostLookup = (hostname: string) => Promise<readonly string[]>;

/** As every connection of the process would resolve it, the system's own hosts file included. */
export const systemLookup: HostLookup = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

const LOOKUP_TIMEOUT_MS = 5_000;

/** Where webhooks may go in this installation. */
export class WebhookHosts {
  constructor(
    readonly policy: AddressPolicy,
    readonly lookup: HostLookup = systemLookup,
  ) {}

  /**
   * What a registration of this URL is refused with, its host looked up. What the name leads to later is
   * asked again for each connection.
   */
  async refusalOf(url: string): Promise<DomainError | null> {
    const refusal = refusalOfUrl(url, this.policy);
    if (refusal) return refusal;
    const { hostname } = new URL(url);
    if (addressIn(hostname) !== null) return null;
    const addresses = await this.inTime(hostname);
    if (addresses.length === 0) {
      return new DomainError('INVALID_INPUT', {
        field: 'input.url',
        args: { problem: 'HOST_NOT_FOUND' },
      });
    }
    const problem = this.problemOf(addresses);
    return problem === null ? null : refusalOfAddress(problem);
  }

  /** A name with one forbidden address is forbidden: which of them a connection takes is chance. */
  problemOf(addresses: readonly string[]): string | null {
    for (const address of addresses) {
      const problem = problemOfAddress(address, this.policy);
      if (problem !== null) return problem;
    }
    return null;
  }

  private async inTime(hostname: string): Promise<readonly string[]> {
    const late = new AbortController();
    try {
      return await Promise.race([
        this.lookup(hostname).catch(() => []),
        setTimeout(LOOKUP_TIMEOUT_MS, [], { ref: false, signal: late.signal }),
      ]);
    } finally {
      late.abort();
    }
  }
}
