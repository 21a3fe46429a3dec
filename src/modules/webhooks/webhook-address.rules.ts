import ipaddr from 'ipaddr.js';

import { parsedUrl } from '../../kernel/url';

/*
 * Where webhooks may go: the server would otherwise send what a caller asks for to places that only the
 * server reaches. Asked when an endpoint is registered, and of the address that a connection is made to.
 */

/** What an installation allows besides. */
export interface AddressPolicy {
  /** `http` and loopback addresses too; for a demo, which listens on loopback only. */
  readonly allowLoopback: boolean;
}

/** What is wrong with an address, in English, for developers. `null` is good news. */
export type AddressProblem = string | null;

export const MAX_URL_LENGTH = 1024;

/** Addresses inside allowed ranges at which a cloud answers its own machines. */
const PLATFORM_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** What the registries give out of IPv6. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

const HTTPS_PORT = 443;
const FIRST_UNPRIVILEGED_PORT = 1024;

/** Why no webhook goes to this URL, as far as its text tells; its host is asked for after that. */
export function problemOfUrl(text: string, policy: AddressPolicy): AddressProblem {
  const url = parsedUrl(text);
  if (!url) return 'It is no absolute URL.';
  const isLocal = policy.allowLoopback && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
    return 'Only https is allowed.';
  }
  if (url.username !== '' || url.password !== '') return 'It carries a user name or a password.';
  if (url.hash !== '') return 'It has a fragment, which is never sent.';
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  if (port !== HTTPS_PORT && port < FIRST_UNPRIVILEGED_PORT) {
    return `Port ${port} belongs to another service. Allowed: 443 and those from 1024 on.`;
  }
  const address = addressIn(url.hostname);
  return address === null ? null : problemOfAddress(address, policy);
}

/** Why no connection is made to this IP address. Only what is public unicast is allowed. */
export function problemOfAddress(address: string, policy: AddressPolicy): AddressProblem {
  if (!ipaddr.isValid(address)) return `${address} is no IP address.`;
  if (policy.allowLoopback && isLoopback(address)) return null;
  if (PLATFORM_ADDRESSES.has(address)) return 'It belongs to the platform.';
  // As it is: an IPv4 address inside an IPv6 one, mapped or translated, is a range of its own.
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  // The library calls everything unicast that it has no other name for, IPv4-compatible addresses too.
  const isAssigned = parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
  if (range === 'unicast' && isAssigned) return null;
  return `Addresses of the range ${isAssigned ? range : 'outside of 2000::/3'} are not public.`;
}

/** The IP address that a host of a URL is; null for a name. IPv6 stands in brackets there. */
export function addressIn(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : null;
}

function isLoopback(address: string): boolean {
  return ipaddr.process(address).range() === 'loopback';
}

function isLoopbackHost(hostname: string): boolean {
  const address = addressIn(hostname);
  if (address === null) return hostname === 'localhost' || hostname.endsWith('.localhost');
  return isLoopback(address);
}
