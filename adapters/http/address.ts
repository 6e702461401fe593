import { BlockList, isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Loopback and private networks (RFC 1918, RFC 4193): a proxy in front, or a container's host, comes from there. */
const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

/** Where a request came from, as far as a fair share of tries needs to know. */
export function addressOf(c: Context): string {
  return senderOf(getConnInfo(c).remote.address ?? '', c.req.header('x-forwarded-for'))
}

/**
 * What a proxy nearby added last is where its request came from; from anybody else the header is only a claim. Where no
 * proxy stands in front (a local network, a published port of a container) those nearby may claim what they like: that
 * gains them the tries of all together, see `Secret`, and nothing else hangs on it.
 */
export function senderOf(peer: string, forwardedFor: string | undefined): string {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  const isNear = isIP(peer) !== 0 && near.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4')
  return isNear && isIP(last) !== 0 ? last : peer
}
