import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Capabilities, Channel, ChannelHost, Chat, OutboundMessage, Span } from '../../../src/ports/channel.ts'
import { ChannelError } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { joinBlocks } from '../../../src/render/layout.ts'
import { toPlain } from '../../../src/render/plain.ts'

/**
 * The terminal as a channel: one learner, one message a line. In a terminal it prompts and colours; with piped input
 * it writes plain text, and the end of the input is the end of the conversation.
 */
export interface ConsoleOptions {
  input: Readable & { isTTY?: boolean }
  output: Writable & { isTTY?: boolean }
  clock: Clock
  /** BCP 47 tag of the person at the terminal. */
  locale: string | undefined
  /** Keeps a file the bot sends; returns where. */
  saveFile(name: string, text: string): Promise<string>
  /** The input is over (end of pipe, Ctrl-D) and everything in it handled. */
  onEnd(): void
}

const capabilities: Capabilities = {
  choices: 'typed',
  edit: false,
  maxTextLength: 100_000,
  commandMenu: false,
  stableUserIds: true,
  images: false,
  files: false,
  opened: true,
  pace: {
    perChat: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
    overall: Number.POSITIVE_INFINITY,
    broadcast: Number.POSITIVE_INFINITY,
  },
}

const chat: Chat = { channel: 'console', chatId: 'local', kind: 'direct' }
const PROMPT = '› '

export function consoleChannel(options: ConsoleOptions): Channel {
  const { input, output, clock } = options
  const interactive = Boolean(input.isTTY && output.isTTY)
  const startedAt = clock.now().toString(36)
  let lines: Interface | undefined
  let reading: Promise<void> = Promise.resolve()
  let broken = false
  output.on('error', () => {
    broken = true
  })

  async function read(host: ChannelHost, from: Interface): Promise<void> {
    let count = 0
    const event = () => ({
      eventId: `console:${startedAt}-${++count}`,
      chat,
      from: { channel: 'console', userId: 'local' },
      at: clock.now(),
      locale: options.locale,
    })
    const say = async (text: string) => {
      const base = event()
      await host.handle({ ...base, type: 'message', messageId: base.eventId, text, addressed: true })
    }
    // Whoever opens a terminal has said hello by that.
    if (interactive) await say('/start')
    for await (const line of from) {
      if (line.trim() === '') {
        if (interactive) from.prompt()
        continue
      }
      await say(line)
      if (interactive) from.prompt()
    }
    await host.handle({ ...event(), type: 'ended' })
    options.onEnd()
  }

  return {
    name: 'console',
    capabilities,
    async start(host) {
      lines = createInterface({ input, terminal: interactive, ...(interactive && { output, prompt: PROMPT }) })
      // Ctrl-C belongs to the process, as everywhere else.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      reading = read(host, lines)
      if (interactive) lines.prompt()
    },
    async stop() {
      lines?.close()
      if (!interactive) input.destroy()
      await Promise.race([reading, new Promise<void>((resolve) => clock.after(0, resolve))])
    },
    async send(_chat, message) {
      const saved = message.file && (await options.saveFile(message.file.name, message.file.text))
      const text = [interactive ? coloured(message, output) : toPlain(message), saved]
        .filter((part) => part !== undefined)
        .join('\n')
      await write(interactive ? `\r\u001b[K${text}\n\n` : `${text}\n\n`)
      if (interactive) lines?.prompt(true)
      return {}
    },
  }

  async function write(text: string): Promise<void> {
    if (broken) throw new ChannelError('blocked', 'the terminal is closed')
    await new Promise<void>((resolve, reject) => {
      output.write(text, (error) => (error ? reject(new ChannelError('blocked', 'the terminal is closed')) : resolve()))
    })
  }
}

function coloured(message: OutboundMessage, stream: Writable): string {
  const style = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream })
  const span = (part: Span): string => {
    const show = (text: string) => text.replace(/(?!\n)\p{Cc}/gu, '')
    if (typeof part === 'string') return show(part)
    if ('bold' in part) return style('bold', show(part.bold))
    if ('italic' in part) return style('dim', show(part.italic))
    return style('cyan', show(part.code))
  }
  return joinBlocks(message, (block) => {
    const text = block.spans.map(span).join('')
    return block.kind === 'quote' ? text.replace(/^/gm, style('green', '│ ')) : text
  })
}
