import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { startBotApi } from '../support/bot-api-server.ts'
import { type BotProcess, runCoach, temporaryFolder } from '../support/bot-process.ts'

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

/* The bot as its operator meets it: processes, signals, exit statuses, what is said on standard error. */

const ANSWER = '我会先耐心听客户说完，再真诚道歉，然后核实情况。'
const TOKEN = '42:AAFakeTokenFakeTokenFakeTokenFakeTok'
const LIN = 1001

const open: { kill(signal: NodeJS.Signals): void }[] = []
const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const bot of open.splice(0)) bot.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.close()
})

function coach(args: string[], env: Record<string, string> = {}): BotProcess {
  const bot = runCoach(args, env)
  open.push(bot)
  return bot
}

/** Runs to its end. */
async function runs(args: string[], env: Record<string, string>, input = '') {
  const bot = coach(args, env)
  bot.end(input)
  return { status: await bot.ended, out: bot.stdout(), err: bot.stderr() }
}

async function network(dataDir = join(temporaryFolder(), 'data')) {
  const api = await startBotApi()
  servers.push(api)
  const env = {
    DATA_DIR: dataDir,
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    ANSWER_IDLE_SECONDS: '0',
    LOG_LEVEL: 'info',
  }
  const sees = async (user: number, words: string) => {
    for (;;) {
      const message = await api.next(user)
      if (message.text.includes(words)) return message
    }
  }
  /** Lin has answered her first question. */
  const practised = async (user = LIN) => {
    api.say(user, '/start')
    await sees(user, '约')
    api.say(user, ANSWER)
    await sees(user, '参考答案')
    await api.confirmed()
  }
  return { api, env, dataDir, sees, practised }
}

function documentOf(dataDir: string, user = LIN): Learner {
  return JSON.parse(readFileSync(join(dataDir, `learners/${documentId('telegram', String(user))}.json`), 'utf8'))
}

describe('SIGTERM and SIGINT', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly, and the next start goes on', async (signal) => {
    const { env, dataDir, practised, sees, api } = await network()
    const bot = coach(['start'], env)
    await practised()
    bot.kill(signal)
    expect(await bot.ended).toBe(0)
    expect(documentOf(dataDir).attempts).toHaveLength(1)
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.sock'))).toEqual([])
    coach(['start'], env)
    api.say(LIN, '/streak')
    const streak = await sees(LIN, '补签卡 0 张')
    expect(streak.text).toContain('连续打卡 1 天')
    expect(streak.photo, 'drawn by a real painter').toMatchObject({ width: 1080 })
  })

  it('with a network that answers nothing any more it ends within ten seconds, and what it was sending is “unknown”', async () => {
    const { api, env, dataDir, sees } = await network()
    const bot = coach(['start'], env)
    api.say(LIN, '/start')
    await sees(LIN, '约')
    await api.confirmed()
    api.fault({ method: '*', hang: true, times: 1000 })
    api.say(LIN, ANSWER)
    api.endPoll()
    await api.called('sendMessage', 3)
    const asked = Date.now()
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(10_000)
    const doc = documentOf(dataDir)
    expect(doc.attempts.map((attempt) => attempt.reply)).toEqual([ANSWER])
    expect(doc.outbox[0]?.state).toBe('unknown')
    // Feedback is worth a rare double.
    api.clearFaults()
    coach(['start'], env)
    await sees(LIN, '参考答案')
  })

  it('with nobody at the other end it ends within ten seconds too', async () => {
    const { dataDir } = await network()
    const gone = await startBotApi()
    await gone.close()
    const bot = coach(['start'], {
      DATA_DIR: dataDir,
      TELEGRAM_BOT_TOKEN: gone.token,
      TELEGRAM_API_ROOT: gone.url,
    })
    await bot.says('每日一面')
    const asked = Date.now()
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(10_000)
  })
})

describe('what keeps it from starting is said with what to do, and no stack', () => {
  it('a second process on the same data', async () => {
    const { env, practised } = await network()
    coach(['start'], env)
    await practised()
    const second = await runs(['start'], env)
    expect(second.status).toBe(1)
    expect(second.err).toMatch(/another process|in use|already/i)
    expect(second.err).not.toMatch(/\n\s+at /)
  })

  it('a token that Telegram refuses', async () => {
    const { env, api } = await network()
    api.revoke()
    const { status, err } = await runs(['start'], env)
    expect(status).toBe(1)
    expect(err).toContain('telegram:')
    expect(err).toMatch(/BotFather/)
    expect(err).not.toContain(TOKEN)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('a document of a newer version is not touched', async () => {
    const { env, dataDir, practised } = await network()
    const bot = coach(['start'], env)
    await practised()
    bot.kill('SIGTERM')
    await bot.ended
    const file = join(dataDir, `learners/${documentId('telegram', String(LIN))}.json`)
    const newer = JSON.stringify({ ...documentOf(dataDir), schema: 99 })
    writeFileSync(file, newer)
    const { status, err } = await runs(['start'], env)
    expect(status).toBe(1)
    expect(err).toMatch(/newer|99/)
    expect(readFileSync(file, 'utf8')).toBe(newer)
  })

  it('a data folder that cannot be made', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const { env } = await network()
    const { status, err } = await runs(['start'], { ...env, DATA_DIR: join(folder, 'file/data') })
    expect(status).toBe(1)
    expect(err).toContain(join(folder, 'file/data'))
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('every bad setting at once', async () => {
    const { status, err } = await runs(['start'], { DEFAULT_TIME: '25:99', ACCESS: 'maybe' })
    expect(status).toBe(2)
    expect(err).toContain('DEFAULT_TIME')
    expect(err).toContain('ACCESS')
  })
})

describe('while it runs', () => {
  it('another poller with the same token is told to the operator, and it goes on when that is gone', async () => {
    const { api, env, sees } = await network()
    api.fault({ method: 'getUpdates', error: { code: 409 } })
    const bot = coach(['start'], env)
    await bot.says('another program polls with this token')
    api.say(LIN, '/start')
    await sees(LIN, '约')
  })

  it('the end of its input ends no bot that serves Telegram', async () => {
    const { env, practised } = await network()
    const bot = coach(['start'], env)
    bot.end()
    await practised()
    expect(bot.child.exitCode).toBeNull()
  })

  it('its output holds no token, no answer and no name', async () => {
    const { env, practised } = await network()
    const bot = coach(['start'], { ...env, LOG_LEVEL: 'debug' })
    await practised()
    bot.kill('SIGTERM')
    await bot.ended
    const said = bot.stdout() + bot.stderr()
    for (const secret of [TOKEN, TOKEN.split(':')[1] ?? '', '道歉', `User ${LIN}`]) expect(said).not.toContain(secret)
  })

  it('files are for its user alone', async () => {
    const { env, dataDir, practised } = await network()
    coach(['start'], env)
    await practised()
    const mode = (path: string) => (statSync(join(dataDir, path)).mode & 0o777).toString(8)
    expect(mode('')).toBe('700')
    expect(mode('learners')).toBe('700')
    expect(mode(`learners/${documentId('telegram', String(LIN))}.json`)).toBe('600')
  })
})

describe('a document that cannot be read', () => {
  it('is set aside whole; its owner and the operator are told; the others go on', async () => {
    const { api, env, dataDir, practised, sees } = await network()
    const settings = { ...env, ADMIN_IDS: 'telegram:7' }
    const first = coach(['start'], settings)
    await practised(LIN)
    await practised(1002)
    first.kill('SIGTERM')
    await first.ended
    const name = `${documentId('telegram', String(LIN))}.json`
    writeFileSync(join(dataDir, 'learners', name), '{"schema":1,"id":"torn')
    const bot = coach(['start'], settings)
    await bot.says('set aside')
    expect(readdirSync(join(dataDir, 'learners')).some((file) => file.startsWith(`${name}.corrupt-`))).toBe(true)
    api.say(1002, '/streak')
    expect((await sees(1002, '补签卡 0 张')).text).toContain('连续打卡 1 天')
    api.say(7, '/start')
    await sees(7, '约')
    api.say(LIN, '/streak')
    await sees(LIN, '读不出来')
    await sees(7, '学员记录读不出来')
  })
})

describe('backup and restore', () => {
  it('a backup of the running bot, restored when it is stopped, brings the day back', async () => {
    const { api, env, dataDir, practised, sees } = await network()
    const bot = coach(['start'], env)
    await practised()
    const made = await runs(['backup'], env)
    expect(made.status).toBe(0)
    const [file = ''] = /\/\S+\.ndjson\.gz/.exec(made.out) ?? []
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const refused = await runs(['restore', file], env)
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/running|in use|another process/i)

    bot.kill('SIGTERM')
    await bot.ended
    writeFileSync(join(dataDir, `learners/${documentId('telegram', String(LIN))}.json`), '')
    const restored = await runs(['restore', file], env)
    expect(restored.err).toBe('')
    expect(restored.status).toBe(0)
    coach(['start'], env)
    api.say(LIN, '/streak')
    expect((await sees(LIN, '补签卡 0 张')).text).toContain('连续打卡 1 天')
  })

  it('a backup of a stopped bot; one that was altered is refused and nothing is lost', async () => {
    const { env, dataDir, practised } = await network()
    const bot = coach(['start'], env)
    await practised()
    bot.kill('SIGTERM')
    await bot.ended
    const made = await runs(['backup'], env)
    expect(made.status).toBe(0)
    const [file = ''] = /\/\S+\.ndjson\.gz/.exec(made.out) ?? []
    writeFileSync(file, readFileSync(file).subarray(0, -20))
    const refused = await runs(['restore', file], env)
    expect(refused.status).toBe(1)
    expect(refused.err).not.toMatch(/\n\s+at /)
    expect(documentOf(dataDir).attempts).toHaveLength(1)
  })
})

describe('the terminal', () => {
  it('piped: one message a line, everything delivered, status 0, and the day is kept for the next time', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const settings = { DATA_DIR: dataDir }
    const first = await runs(['chat'], settings, `/start\n${ANSWER}\n`)
    expect(first.status).toBe(0)
    expect(first.out).toContain('参考答案')
    const second = await runs(['chat'], settings, '/streak')
    expect(second.status).toBe(0)
    expect(second.out).toContain('连续打卡 1 天')
  })

  it('in English', async () => {
    const settings = { DATA_DIR: join(temporaryFolder(), 'data'), LANG: 'en_GB.UTF-8' }
    const { status, out } = await runs(
      ['chat'],
      settings,
      '/start\nI listened to the client without interrupting, apologised and called her back by five.\n/streak\n',
    )
    expect(status).toBe(0)
    expect(out).toContain('Model answer')
    expect(out).toContain('1-day streak')
    expect(out).not.toMatch(/[\u4e00-\u9fff]{3,}/)
  })
})

describe('coach doctor', () => {
  it('finds nothing to fix, with the bot running or not', async () => {
    const { env, practised } = await network()
    expect((await runs(['doctor'], env)).status).toBe(0)
    coach(['start'], env)
    await practised()
    const { status, out } = await runs(['doctor'], env)
    expect(status).toBe(0)
    expect(out).toContain('a bot is running on it')
    expect(out).toContain('@coach_bot')
  })

  it('names what is wrong and what to do', async () => {
    const { env, api } = await network()
    api.revoke()
    mkdirSync(join(env.DATA_DIR, '..'), { recursive: true })
    writeFileSync(env.DATA_DIR, 'a file where the folder should be')
    const { status, out } = await runs(['doctor'], env)
    expect(status).toBe(1)
    expect(out).toContain('BotFather')
    expect(out).toContain('DATA_DIR')
    expect(out).toContain('2 to fix')
    expect(out).not.toContain(TOKEN)
  })
})

it('coach doctor tells what became of the messages of the bot that runs', async () => {
  const { env, practised } = await network()
  const bot = coach(['start'], env)
  await bot.says('ready')
  await practised()
  await vi.waitFor(async () => {
    expect((await runs(['doctor'], env)).out).toMatch(/messages: telegram: [4-9] sent since the start\n/)
  }, 20_000)
  bot.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
})

describe('WeChat', () => {
  /** The addresses of all modules a bot loads until it is told to stop. */
  async function loads(env: Record<string, string>, until: string): Promise<string[]> {
    const list = join(temporaryFolder(), 'modules')
    const hook = join(import.meta.dirname, '../bench/loaded.mjs')
    const bot = coach(['start'], { ...env, NODE_OPTIONS: `--import=${hook}`, BENCH_LOADED: list })
    await bot.says(until)
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    return readFileSync(list, 'utf8').split('\n')
  }

  it('while it is off nothing of it is loaded: neither wechaty nor the adapter', async () => {
    const isOfWechat = (url: string) => /\/node_modules\/wechat|\/channels\/wechat\//.test(url)
    const off = await loads((await network()).env, 'ready')
    expect(off.some((url) => url.includes('/channels/telegram/'))).toBe(true)
    expect(off.filter(isOfWechat)).toEqual([])
    const on = await loads(env('wechaty-puppet-mock'), '每日一面 · wechat')
    expect(on.filter(isOfWechat).length).toBeGreaterThan(10)
  })

  const env = (puppet: string) => ({
    WECHAT: 'on',
    WECHATY_PUPPET: puppet,
    DATA_DIR: join(temporaryFolder(), 'data'),
  })

  it('with a puppet that is not installed: the command to install it, by start and by doctor', async () => {
    const wanted = 'npm install wechaty-puppet-nowhere'
    const started = await runs(['start'], env('wechaty-puppet-nowhere'))
    expect(started.status).toBe(1)
    expect(started.err).toContain(wanted)
    const looked = await runs(['doctor'], env('wechaty-puppet-nowhere'))
    expect(looked.status).toBe(1)
    expect(looked.out).toContain(wanted)
  })

  it('with one that is: it starts, doctor tells where the session stands, and it stops at once', async () => {
    const mocked = env('wechaty-puppet-mock')
    const bot = coach(['start'], mocked)
    await bot.says('每日一面 · wechat')
    const status = join(mocked.DATA_DIR, 'wechat', 'status.json')
    await vi.waitFor(
      () => expect(JSON.parse(readFileSync(status, 'utf8'))).toMatchObject({ state: 'starting' }),
      20_000,
    )
    expect(statSync(status).mode & 0o777).toBe(0o600)
    expect((await runs(['doctor'], mocked)).out).toContain('WeChat: starting')
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
  })
})

it('a network that only listens is said, not waited for without a word', async () => {
  const deaf = createServer((socket) => void socket.resume())
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
  servers.push({ close: () => new Promise((resolve) => void deaf.close(() => resolve())) })
  const { port } = deaf.address() as { port: number }
  const bot = coach(['start'], {
    DATA_DIR: join(temporaryFolder(), 'data'),
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`,
  })
  await bot.says('每日一面')
  const asked = Date.now()
  bot.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  expect(Date.now() - asked).toBeLessThan(10_000)
})
