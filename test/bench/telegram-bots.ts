import { performance } from 'node:perf_hooks'
import { run, sequentialize } from '@grammyjs/runner'
import { Bot, type Context } from 'grammy'
import { telegramChannel } from '../../adapters/channels/telegram/channel.ts'
import { JsonStore } from '../../adapters/stores/json/store.ts'
import { createApp, documentFormats } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { contentFolder, systemClock } from '../../src/main.ts'
import type { Channel } from '../../src/ports/channel.ts'
import { loadBanks } from '../../src/questions/bank.ts'

/*
 * One bot in a process of its own: ours, a plain grammY bot that awaits each send, or one on the grammY runner. The
 * others only send two messages of the same size: no store, no assessment.
 * Arguments: kind, API root, token, data folder.
 */

const [kind = '', apiRoot = '', token = '', dataDir = ''] = process.argv.slice(2)
const quiet = { debug() {}, info() {}, warn() {}, error: console.error }

if (kind === 'coach') {
  const channel = telegramChannel({ token, apiRoot, clock: systemClock, logger: quiet })
  /** From an update's arrival to its durable effect, ms. */
  const commits: number[] = []
  const timed: Channel = Object.create(channel, {
    start: {
      value: (host: Parameters<Channel['start']>[0]) =>
        channel.start({
          ...host,
          async handle(event) {
            const start = performance.now()
            await host.handle(event)
            commits.push(performance.now() - start)
          },
        }),
    },
  })
  const store = new JsonStore<Learner, Group>({
    dataDir,
    clock: systemClock,
    logger: quiet,
    kinds: documentFormats,
    deriveId: (_kind, alias) => documentId(alias.channel, alias.id),
  })
  await store.open()
  const banks = loadBanks(contentFolder)
  const app = createApp({
    config: readConfig({ ANSWER_IDLE_SECONDS: '0' }),
    store,
    channels: [timed],
    banks: () => banks,
    clock: systemClock,
    logger: quiet,
  })
  await app.start()
  process.on('message', async () => {
    await app.settled()
    process.send?.({ commits: commits.splice(0) })
  })
} else {
  const bot = new Bot(token, { client: { apiRoot } })
  const texts = ['答到了：客户服务\n\n'.padEnd(700, '好'), '参考答案\n'.padEnd(1500, '好')]
  const reply = async (context: Context) => {
    for (const text of texts) await context.api.sendMessage(context.chat?.id ?? 0, text)
  }
  if (kind === 'runner') bot.use(sequentialize((context) => String(context.chat?.id)))
  bot.on('message', reply)
  await bot.init()
  if (kind === 'runner') run(bot)
  else void bot.start()
}
process.send?.('ready')
