/**
 * Whose request it is, for everything that is counted by address. Anybody can write an `X-Forwarded-For`, so it is
 * believed only as far as proxies that the configuration names have written it.
 */
import {BlockList, isIP, isIPv4, isIPv6} from 'node:net';
import type {Context} from 'hono';
import {remoteAddress} from './loopback.js';

/** The addresses of the proxies in front of this server. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/** `list` holds what {@link isAddressOrNetwork} accepts. */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  const proxies = new BlockList();
  for (const entry of list) {
    const [address = '', bits = longestPrefix(address)] = entry.split('/');
    proxies.addSubnet(address, Number(bits), family(address));
  }
  return proxies;
}

/** `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`. */
export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longestPrefix(address));
}

const longestPrefix = (address: string): number => (isIPv4(address) ? 32 : 128);

/** The nearest address that is none of the trusted proxies'; one of a home's IPv6 addresses stands for all of them. */
export function clientAddress(c: Context, trusted: TrustedProxies): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()));
  const hops = [...forwarded, plain(remoteAddress(c))];
  let nearest = hops.at(-1) ?? '';
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break; // what stands before it may be anybody's words
    nearest = hop;
    if (!trusted.check(hop, family(hop))) break;
  }
  return isIPv6(nearest) ? network(nearest) : nearest;
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');

/** Without a port, brackets or the IPv6 form of an IPv4 address. */
function plain(hop: string): string {
  const bare = /^\[([^\]]+)\]/.exec(hop)?.[1] ?? hop.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** The first 64 bits: whoever has one of these addresses has them all. */
function network(address: string): string {
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const zeros = Array.from({length: Math.max(0, 8 - groups(head).length - groups(tail).length)}, () => '0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
