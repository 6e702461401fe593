import { describe, expect, it, vi } from 'vitest'
import { linkPayload } from '../../src/groups/invitation.ts'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { bankSchema } from '../../src/questions/schema.ts'
import { textOf } from '../../src/text/text.ts'
import { testBanks } from '../support/bot.ts'
import { startTelegramBot, type TelegramBot } from '../support/telegram-bot.ts'

/*
 * A group of twelve plays five days through Telegram's protocol, in Chinese and in English. Every number below is
 * worked out by hand from the table; the bot is killed in the middle of each reveal.
 */

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 30_000 })

const GROUP = -1_000_000_000_012
const ADMIN = 100
const DAYS = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28']

/**
 * What each member does on each day. P: in private, G: for all to see, E: /answer seen by the bot alone; the digit is
 * how many of the two exam points the answer covers. C12: in private, one point, changed into two. L: after the reveal.
 */
const TABLE: Record<string, string[]> = {
  '01': ['P2', 'P2', 'P2', 'P2', 'P2'],
  '02': ['G2', 'P2', 'E2', 'P2', 'G2'],
  '03': ['P1', 'P1', 'P1', 'P1', 'P1'],
  '04': ['C12', 'P2', '-', 'P2', 'P2'],
  '05': ['-', 'P1', 'P1', 'L2', 'P1'],
  '06': ['E1', 'E1', '-', '-', '-'], // leaves on the third day, and nobody says so
  '07': ['G1', 'P2', 'P1', '-', '-'], // deletes themselves on the fourth
  '08': ['-', '-', 'P2', 'P2', '-'],
  '09': ['P0', '-', '-', '-', 'P0'],
  '10': ['-', 'P2', '-', 'P1', '-'],
  '11': ['G1', '-', '-', '-', '-'], // never writes to the bot in private
  '12': ['-', '-', '-', '-', 'E1'],
}
/** Answers before the reveal: the columns counted. */
const TOOK_PART = [8, 8, 6, 6, 7]
/**
 * The quorum is 2 on the first day (nobody active), 3 on the second (8 active), set to 7 on the third, back to a third
 * of the active members (10, so 4) from the fourth on.
 */
const STREAK = [1, 2, 0, 1, 2]
/** Place, member, days, days since the first answer, points: days first, then points; equal is equal. */
const BOARD: [number, string, number, number, number][] = [
  [1, '01', 5, 5, 10],
  [1, '02', 5, 5, 10],
  [3, '03', 5, 5, 5],
  [4, '04', 4, 5, 8],
  [5, '05', 3, 4, 3],
  [6, '08', 2, 3, 4],
  [7, '10', 2, 4, 3],
  [8, '09', 2, 5, 0],
  [9, '11', 1, 5, 1],
  [9, '12', 1, 1, 1],
]
/** Days kept in their own documents, which begin with the first private message; a late answer is practice all the same. */
const OWN: Record<string, number> = { '01': 5, '02': 4, '03': 5, '04': 4, '05': 4, '08': 2, '09': 2, '10': 2 }

const languages = {
  zh: {
    zone: 'Asia/Shanghai',
    start: '2026-11-23T01:00:00Z',
    locale: 'zh-hans',
    question: 'complaint',
    answer: (n: string, covers: string) =>
      ({
        '2': `我先倾听${n}号客户，向他道歉，再核实情况，之后回访。`,
        '1': `我先倾听${n}号客户把话说完，再向他道歉。`,
        '0': `这个问题${n}号同学想了很久还是没有主意呢。`,
      })[covers] ?? '',
    quorum: ['/group 达标 7', '/group 达标 自动'],
    erase: '确定删除',
  },
  en: {
    zone: 'Europe/London',
    start: '2026-11-23T10:00:00Z',
    locale: 'en-GB',
    question: 'complaint-en',
    answer: (n: string, covers: string) =>
      ({
        '2': `Client ${n}: I listen to them and apologise, then I check the facts and call back.`,
        '1': `Client ${n}: I listen to everything they say and then I apologise to them.`,
        '0': `Member ${n} has thought about this question for long without any idea.`,
      })[covers] ?? '',
    quorum: ['/group quorum 7', '/group quorum auto'],
    erase: 'Yes, delete it all',
  },
} as const

type Language = keyof typeof languages

/** Five questions of one pattern, so that every day's answers cover what the table says. */
function banksIn(language: Language): QuestionBanks {
  const all = testBanks()
  const bank = all.banks.find((one) => one.language === language)
  const question = all.find(languages[language].question)
  if (bank === undefined || question === undefined) throw new Error('no bank')
  const questions = DAYS.map((_, index) => ({
    ...question,
    id: `day-${index + 1}`,
    prompt: `${question.prompt} (${index + 1})`,
  }))
  return new QuestionBanks([bankSchema.parse({ ...bank, questions })], [...all.competencies.values()])
}

const userOf = (member: string) => 1000 + Number(member)

class Play {
  readonly bot: TelegramBot
  readonly language: Language
  readonly t
  readonly words

  constructor(bot: TelegramBot, language: Language) {
    this.bot = bot
    this.language = language
    this.t = textOf(language)
    this.words = languages[language]
  }

  name(member: string): string {
    return this.language === 'zh' ? `学员${member}` : `Member ${member}`
  }

  at(day: string, time: string): Promise<void> {
    return this.bot.at(`${day} ${time}`, this.words.zone)
  }

  person(user: number) {
    return this.bot.person(user, { locale: this.words.locale })
  }

  async does(member: string, what: string, day: number): Promise<void> {
    const person = this.person(userOf(member))
    const [how = '', ...covers] = what
    const answers = covers.map((one) => this.words.answer(member, one))
    const group = await this.bot.group(GROUP)
    const card = group?.rounds.find(({ number }) => number === day + 1)?.cards[0]
    if (how === 'G' || how === 'L') await person.says(answers[0] ?? '', { chatId: GROUP, replyTo: Number(card) })
    else if (how === 'E') await person.says(`/answer ${answers[0]}`, { chatId: GROUP, unseen: true })
    else {
      await person.says(`/start ${linkPayload(group?.id ?? '', day + 1)}`)
      await person.says(answers[0] ?? '')
      if (how === 'C') {
        await person.presses(this.t.choice.change)
        await person.says(answers[1] ?? '')
      }
    }
  }

  /** The group's messages of which these words are part. */
  shown(words: string): string[] {
    return this.bot.api.sent(GROUP).flatMap(({ text }) => (text.includes(words) ? [text] : []))
  }
}

describe.each(['zh', 'en'] as const)('five days of a group of twelve (%s)', (language) => {
  it('boards and streaks are those worked out by hand, whatever is late, changed, missing, left or cut off', async () => {
    const words = languages[language]
    const bot = await startTelegramBot({
      env: { ANSWER_IDLE_SECONDS: '0', DEFAULT_LANGUAGE: language, DEFAULT_TIMEZONE: words.zone },
      at: words.start,
      banks: banksIn(language),
      tick: 3_600_000,
    })
    const play = new Play(bot, language)
    const { api } = bot
    const { t } = play
    for (const member of Object.keys(TABLE)) {
      api.named(userOf(member), play.name(member))
      api.speaks(userOf(member), words.locale)
    }
    api.speaks(ADMIN, words.locale)
    api.becomes(ADMIN, GROUP, 'creator')
    const admin = play.person(ADMIN)
    await bot.shownBy(GROUP, () => void api.join(ADMIN, GROUP))
    api.allows(ADMIN, GROUP, { delete: true })
    // One of them agrees to be quoted.
    await play.person(userOf('01')).says('/settings', { chatId: GROUP, unseen: true })
    await bot.shownBy(GROUP, () => api.press(userOf('01'), 'gme:quote=on', { chatId: GROUP }))

    for (const [index, day] of DAYS.entries()) {
      await play.at(day, '07:59')
      if (index === 2) api.becomes(userOf('06'), GROUP, 'left')
      if (index === 2) await admin.says(words.quorum[0], { chatId: GROUP })
      if (index === 3) await admin.says(words.quorum[1], { chatId: GROUP })
      if (index === 3) {
        const leaving = play.person(userOf('07'))
        await leaving.says('/delete')
        await leaving.presses(words.erase)
      }
      await play.at(day, '09:00')
      const before = new Set(api.received(GROUP))
      for (const [member, days] of Object.entries(TABLE)) {
        const what = days[index] ?? '-'
        if (what !== '-' && !what.startsWith('L')) await play.does(member, what, index)
      }
      // Those posted for all to see are gone, and no acknowledgement names anybody.
      expect(api.received(GROUP).filter((id) => !before.has(id))).toEqual([])
      await play.at(day, '19:59')
      expect(play.shown(t.group.counter(TOOK_PART[index] ?? 0)).length, `counter of day ${index + 1}`).toBeGreaterThan(
        0,
      )

      // The reveal begins, and some steps into it the process is killed.
      await bot.clock.moveTo(bot.clock.now() + 61_000)
      for (let turn = 0; turn < 2 + index * 4; turn++) await new Promise((resolve) => setImmediate(resolve))
      await bot.crash()
      await play.at(day, '20:10')
      const reveals = play.shown(`(${index + 1})`).filter((text) => text.includes(t.feedback.modelAnswer))
      expect(reveals.length, `reveals of day ${index + 1}`).toBeGreaterThanOrEqual(1)
      expect(reveals.length, `reveals of day ${index + 1}`).toBeLessThanOrEqual(2)
      expect(reveals[0]).toContain(t.group.covered(TOOK_PART[index] ?? 0))
      expect(reveals[0]).toContain(t.group.lines)
      const group = await bot.group(GROUP)
      expect(group?.streak.current, `streak of day ${index + 1}`).toBe(STREAK[index])
      expect(group?.rounds.find(({ number }) => number === index + 1)).toMatchObject({ state: 'revealed' })
      expect(group?.effects).toEqual([])

      await play.at(day, '20:30')
      for (const [member, days] of Object.entries(TABLE))
        if (days[index]?.startsWith('L')) await play.does(member, days[index], index)
    }

    const medal = ['🥇', '🥈', '🥉']
    const rows = BOARD.map(([place, member, kept, possible, points]) =>
      t.group.board.row(medal[place - 1] ?? `${place}.`, play.name(member), kept, possible, points),
    )
    for (const period of ['week', 'month', 'all'] as const) {
      await play.at('2026-11-28', { week: '20:40', month: '20:45', all: '20:50' }[period])
      const [board] = await play.person(userOf('01')).says(`/board ${period}`, { chatId: GROUP })
      expect(board?.text.split('\n').filter((line) => / · /.test(line))).toEqual(rows)
    }
    expect((await bot.group(GROUP))?.streak).toMatchObject({ current: 2, longest: 2 })

    for (const [member, days] of Object.entries(OWN)) {
      const doc = await bot.learner(userOf(member))
      expect(doc?.streak.kept.length, `own days of ${member}`).toBe(days)
      const answered =
        doc?.attempts.filter(({ outcome }) => outcome === 'answered').map(({ questionId }) => questionId) ?? []
      expect(answered.length, `attempts of ${member}`).toBe(days)
      expect(new Set(answered).size, `questions of ${member}`).toBe(days)
      expect(doc?.effects).toEqual([])
    }
    expect((await bot.learner(userOf('04')))?.attempts[0]?.reply).toBe(words.answer('04', '2'))
    for (const gone of ['06', '07', '11', '12']) expect(await bot.learner(userOf(gone)), gone).toBeUndefined()

    // Nobody's words came into the group but those of the one who agreed, and those only at a reveal.
    for (const member of Object.keys(TABLE).filter((one) => one !== '01'))
      for (const one of ['2', '1', '0']) expect(play.shown(words.answer(member, one).slice(0, 12))).toEqual([])
    expect(api.tooMany()).toBe(0)
    expect(api.traffic(GROUP).most).toBeLessThanOrEqual(20)
  })
})
