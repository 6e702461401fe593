import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { localAssessor } from '../../../src/assess/local.ts'
import { toBank } from '../../../src/questions/import/bank.ts'
import { deriveCues } from '../../../src/questions/import/cues.ts'
import { importDocument } from '../../../src/questions/import/import.ts'
import { LIMITS } from '../../../src/questions/import/result.ts'
import { bankSchema } from '../../../src/questions/schema.ts'
import { startBotApi } from '../../support/bot-api-server.ts'
import { type BotProcess, runCoach, temporaryFolder } from '../../support/bot-process.ts'

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const file = resolve(import.meta.dirname, 'document.zh.txt')
const competencies = [
  {
    id: 'communication',
    name: { zh: '耐心沟通', en: 'Patience' },
    shows: { zh: 'x', en: 'x' },
    train: { zh: 'x', en: 'x' },
  },
]

const running: BotProcess[] = []
afterEach(() => {
  for (const bot of running.splice(0)) bot.kill('SIGKILL')
})

async function coach(dataDir: string, args: string[], input = '') {
  const bot = runCoach(args, { DATA_DIR: dataDir })
  bot.end(input)
  return { status: await bot.ended, out: bot.stdout(), err: bot.stderr() }
}

describe('a document becomes a bank', () => {
  it('that the bot’s own form accepts, with what the document lacks said so', async () => {
    const bank = toBank(await importDocument(readFileSync(file), 'document.zh.txt'), 'community', competencies)
    expect(bankSchema.parse(bank)).toEqual(bank)
    expect(bank.title).toBe('社区支行客户经理面试题与答案')
    expect(bank.categories).toEqual(['情景题', '知识题'])
    expect(bank.questions.map(({ id, points, origin }) => [id, points, origin])).toEqual([
      ['community-1', 10, 'imported'],
      ['community-2', 10, 'imported'],
      ['community-3', 5, 'imported'],
    ])
    const [first, second, third] = bank.questions
    expect(first?.examPoints.map((point) => point.competency)).toEqual(['风险识别', 'communication', '答案要点'])
    expect(first?.criteria).toHaveLength(3)
    expect(second?.analysis).toBe('原文没有解析。')
    expect(third?.modelAnswer).toContain('（原文到这里中断）')
    expect(third?.examPoints.map((point) => point.competency)).toEqual(['答案要点'])
  })

  it('whose answer is listened for, apart from points it does not say the sound of', async () => {
    const bank = toBank(await importDocument(readFileSync(file), 'document.zh.txt'), 'community', [])
    const [question] = bank.questions
    if (question === undefined) throw new Error('no question')
    const verdicts = (reply: string) => localAssessor.assess(question, reply).points.map((point) => point.verdict)
    // Nothing in the document tells which of its sentences shows 风险识别 or 耐心沟通: nobody is praised for them, nor told off.
    expect(
      verdicts('我会陪老人坐下慢慢聊，问他资金转去哪里，讲几个反诈的例子，叫值班经理一起来帮忙，再请他的家属过来。'),
    ).toEqual(['unjudged', 'unjudged', 'covered'])
    expect(verdicts('我会陪老人坐下慢慢聊。')).toEqual(['unjudged', 'unjudged', 'partly'])
    expect(verdicts('这是他自己的钱，他想怎么办就怎么办，我照办就好了，不多说话。')).toEqual([
      'unjudged',
      'unjudged',
      'missed',
    ])
  })

  it('in which no two points listen for the same sentence', () => {
    const { points, rest } = deriveCues(['风险识别', '耐心沟通', '团队配合'], '老人要汇款，你怎么办？', [
      '先问清收款人，识别诈骗风险。沟通时不催促，耐心听完。请值班主管一起劝。',
    ])
    expect(points.map(({ cues }) => cues.length > 0)).toEqual([true, true, false])
    expect(points[0]?.example).toBe('先问清收款人，识别诈骗风险')
    expect(points[1]?.example).toBe('沟通时不催促，耐心听完')
    expect(rest?.cues).toEqual([expect.stringContaining('主管')])
    const english = deriveCues(['Risk awareness', 'Patience'], 'What do you do?', [
      'I spot the risks in the payment. I stay patient until the customer has finished. Afterwards I document the case.',
    ])
    expect(english.points.map(({ example }) => example)).toEqual([
      'I spot the risks in the payment',
      'I stay patient until the customer has finished',
    ])
    expect(english.rest?.cues).toEqual([expect.stringContaining('docume')])
  })
})

describe('coach import', () => {
  it('--dry-run --json prints only JSON, and saves nothing', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const { status, out } = await coach(dataDir, ['import', file, '--dry-run', '--json'])
    expect(status).toBe(0)
    const { questions, warnings } = JSON.parse(out)
    expect(Object.keys(questions[0])).toEqual([
      'number',
      'prompt',
      'category',
      'points',
      'minutes',
      'kind',
      'options',
      'answer',
      'analysis',
      'examPoints',
      'criteria',
      'followUps',
      'complete',
    ])
    expect(questions.map((question: { complete: boolean }) => question.complete)).toEqual([true, true, false])
    for (const warning of warnings) expect(warning).toEqual({ line: expect.any(Number), message: expect.any(String) })
    expect(existsSync(join(dataDir, 'banks'))).toBe(false)
  })

  it('--yes saves a bank that can be practised at once, shown as unchecked', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const saved = await coach(dataDir, ['import', file, '--bank', 'community', '--yes'])
    expect(saved.err).toBe('')
    expect(saved.out).toContain('3 questions, 1 of them cut off')
    expect(statSync(join(dataDir, 'banks/community.yaml')).mode & 0o777).toBe(0o600)
    expect((await coach(dataDir, ['check'])).status).toBe(0)
    const practised = await coach(
      dataDir,
      ['chat'],
      '/start\n/question #community-1\n我先问清是谁推荐的，钱转到哪里，再请值班经理一起劝他。\n',
    )
    expect(practised.out).toContain('未经核对')
    // Gone over by an author, it is shown without the mark, and the next import leaves it alone.
    const path = join(dataDir, 'banks/community.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('origin: imported', 'origin: reviewed'))
    const reviewed = await coach(dataDir, ['chat'], '/start\n/question #community-1\n')
    expect(reviewed.out).toContain('一位老人要把定期存款')
    expect(reviewed.out).not.toContain('未经核对')
    await coach(dataDir, ['import', file, '--yes'])
    expect(readFileSync(path, 'utf8')).not.toContain('origin: imported')
    expect(practised.out).toContain('风险识别')
    expect(practised.out).toContain('打卡第 1 天')
  })

  it('without --yes and without a terminal it saves nothing and says how', async () => {
    const { out } = await coach(join(temporaryFolder(), 'data'), ['import', file])
    expect(out).toContain('add --yes')
  })

  it('what cannot be read is refused with the reason, each file for itself', async () => {
    const large = join(temporaryFolder(), 'large.txt')
    writeFileSync(large, '')
    truncateSync(large, LIMITS.bytes + 1)
    const refused: [string, string][] = [
      ['/no/such/file.txt', 'there is no such file'],
      [resolve(import.meta.dirname), 'this is a folder'],
      [large, 'too large: 20 MB at most'],
    ]
    const files = refused.map(([path]) => path)
    const { status, err } = await coach(join(temporaryFolder(), 'data'), ['import', ...files, '--dry-run'])
    expect(status).toBe(1)
    for (const [path, words] of refused)
      expect(err.split('\n').find((line) => line.startsWith(`${path}: `))).toContain(words)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('a running bot takes it up; a broken edit keeps the last good version and tells the operator', async () => {
    const api = await startBotApi()
    const dataDir = join(temporaryFolder(), 'data')
    api.open(7)
    const bot = runCoach(['start'], {
      DATA_DIR: dataDir,
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.url,
      ADMIN_IDS: 'telegram:7',
    })
    running.push(bot)
    await bot.says('ready')
    await coach(dataDir, ['import', file, '--bank', 'community', '--yes'])
    await bot.says('question banks reloaded')
    api.say(1, '/start')
    await api.next(1)
    await api.next(1)
    api.say(1, '/question #community-2')
    expect((await api.next(1)).text).toContain('柜台前排了长队')
    const path = join(dataDir, 'banks/community.yaml')
    const good = readFileSync(path)
    writeFileSync(path, 'id: [broken')
    await bot.says('the last good ones stay')
    const told = (await api.next(7)).text
    expect(told).toContain('⚠️ 改动的题库没有启用')
    expect(told).toContain('community.yaml:1 not valid YAML')
    expect(told).not.toContain(dataDir)
    const checked = await coach(dataDir, ['check', '--json'])
    expect([checked.status, JSON.parse(checked.out)]).toEqual([
      1,
      { problems: [{ file: path, line: 1, message: expect.stringContaining('not valid YAML') }], advice: [] },
    ])
    api.say(1, '/question #community-1')
    expect((await api.next(1)).text).toContain('一位老人要把定期存款')
    writeFileSync(path, good)
    expect((await api.next(7)).text).toContain('✅ 题库改好了')
    await api.close()
  })

  it('an admin’s document from the chat is saved where the command line saves it, and used at once', async () => {
    const api = await startBotApi()
    const dataDir = join(temporaryFolder(), 'data')
    const env = { DATA_DIR: dataDir, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url }
    const bot = runCoach(['start'], { ...env, ADMIN_IDS: 'telegram:7' })
    running.push(bot)
    await bot.says('ready')
    api.say(7, '/start')
    for (let n = 0; n < 2; n++) await api.next(7)
    api.say(7, '', { file: { name: 'Community branch.txt', content: readFileSync(file) } })
    for (let n = 0; n < 2; n++) await api.next(7)
    api.press(7, '给所有人')
    expect((await api.next(7)).text).toContain('正在放进')
    expect((await api.next(7)).text).toContain('已放进大家的题库')
    expect(statSync(join(dataDir, 'banks/community-branch.yaml')).mode & 0o777).toBe(0o600)
    api.say(8, '/start')
    for (let n = 0; n < 2; n++) await api.next(8)
    api.say(8, '/question #community-branch-1')
    expect((await api.next(8)).text).toContain('未经核对')
    const { out } = await coach(dataDir, ['bank'])
    for (const words of [
      'community-branch: 社区支行客户经理面试题与答案 (zh), 3 questions, 3 of them imported and unchecked',
      'categories: 情景题 2, 知识题 1',
      'levels: intermediate 3',
      '现场应变 1',
    ])
      expect(out).toContain(words)
    await api.close()
  })
})
