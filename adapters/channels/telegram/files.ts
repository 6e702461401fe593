import { ChannelError } from '../../../src/ports/channel.ts'
import { fixes } from './errors.ts'
import type { ApiSignal, Network } from './network.ts'

/**
 * The bytes of a file a learner sent, at most `limit`: asked of getFile first, which knows its size and hands over no
 * more than 20 MB, then read under the same limit.
 * @throws GrammyError, HttpError, NetworkError; ChannelError `too-large`, or `unavailable` for a server whose files
 * cannot be had over the network
 */
export async function fetchFile(
  { api, download }: Network,
  id: string,
  limit: number,
  signal: ApiSignal,
): Promise<Uint8Array> {
  const { file_path: path, file_size: size } = await api.raw.getFile({ file_id: id }, signal)
  if (size !== undefined && size > limit) throw new ChannelError('too-large', `the file has more than ${limit} bytes`)
  if (path === undefined) throw new ChannelError('unavailable', 'getFile: no path was given')
  // A path from the root is one on the server's own disk.
  if (path.startsWith('/'))
    throw new ChannelError('unavailable', 'getFile: the file is on the disk of the Bot API server', {
      fix: fixes.localFiles,
    })
  return download(path, limit, signal)
}
