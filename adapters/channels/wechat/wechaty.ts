import { createRequire } from 'node:module'
import type { Wechaty } from 'wechaty'
import { ChannelError } from '../../../src/ports/channel.ts'

/** The only place that loads wechaty: it is installed by those who want WeChat, and costs 60 MB when loaded. */

export interface WechatyOptions {
  /** npm name of the puppet. */
  puppet: string
  /** What a paid puppet or a gateway wants. */
  token?: string | undefined
  /** The login is kept in `<sessionFile>.memory-card.json`. */
  sessionFile: string
}

/** Makes a bot; each start of the session takes a new one. */
export type OpenWechaty = () => Promise<Wechaty>

/** A file box, as far as we make any. */
export type ToFile = (content: Buffer, name: string) => Promise<Parameters<Wechaty['say']>[0]>

/** Only an installation without dev packages lacks it, and wants none of them: npm would bring them all. */
const INSTALL = 'npm install --omit=dev --save-prod wechaty@^1.20.2'

/** @throws ChannelError kind `auth` that names the command to run, when wechaty or the puppet is not installed */
export async function loadWechaty({ puppet, token, sessionFile }: WechatyOptions): Promise<OpenWechaty> {
  const { WechatyBuilder, log } = await importOr(
    () => import('wechaty'),
    'WECHAT=on needs the package wechaty, which is not installed',
    INSTALL,
  )
  // Its own lines on standard output could hold what people write.
  log.level('silent')
  surviveThePuppet()
  await importOr(
    () => import(puppet),
    `the puppet of WECHATY_PUPPET, ${puppet}, is not installed or does not load`,
    `npm install ${puppet}`,
  )
  return async () =>
    WechatyBuilder.build({
      name: sessionFile,
      puppet: puppet as never,
      ...(token !== undefined && { puppetOptions: { token } }),
    })
}

/** Whether an error nobody caught comes from a puppet, or from wechaty. */
export function isOfPuppet(error: unknown): boolean {
  return error instanceof Error && /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?wechat/.test(error.stack ?? '')
}

let survives = false

/**
 * wechaty-puppet-wechat4u rejects without a listener when it is stopped while WeChat cannot be reached; Node would end
 * the process, and with it the bot for everybody on other channels. Rejections of anybody else end it as before.
 */
function surviveThePuppet(): void {
  if (survives) return
  survives = true
  process.on('unhandledRejection', (error) => {
    if (!isOfPuppet(error)) throw error
  })
}

async function importOr<T>(load: () => Promise<T>, what: string, command: string): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const cause = code === 'ERR_MODULE_NOT_FOUND' ? '' : ` (${code ?? (error as Error).name})`
    throw new ChannelError('auth', `${what}${cause}. Run: ${command}`, { fix: `run: ${command}` })
  }
}

/** wechaty's own `file-box`: another copy's boxes would not be taken for files. */
export const toFile: ToFile = async (content, name) => {
  const require = createRequire(createRequire(import.meta.url).resolve('wechaty'))
  const { FileBox } = require('file-box') as {
    FileBox: { fromBase64(content: string, name: string): Awaited<ReturnType<ToFile>> }
  }
  // Unlike one of bytes, such a box survives the way through any puppet.
  return FileBox.fromBase64(content.toString('base64'), name)
}
