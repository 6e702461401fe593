import { describe, expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import { spokenSeconds } from '../../src/assess/structure.ts'
import type { AssessedQuestion, Structure } from '../../src/ports/assessor.ts'

function question(prompt: string): AssessedQuestion {
  return {
    kind: 'open',
    prompt,
    minutes: 2,
    modelAnswer: 'x',
    examPoints: [{ competency: 'x', looksFor: 'x', cues: ['x'], need: 1 }],
    redLines: [],
  }
}

/** The words in which each part of a story was heard; a part not heard is missing. */
function told(reply: string, prompt = 'Tell me about a time 讲一次') {
  const { structure } = localAssessor.assess(question(prompt), reply)
  if (structure === undefined) return undefined
  const heard: Partial<Record<keyof Structure, string>> = {}
  for (const [part, span] of Object.entries(structure) as [keyof Structure, Structure[keyof Structure]][])
    if (span !== undefined) heard[part] = reply.slice(span.start, span.end)
  return heard
}

const parts = (reply: string) => Object.keys(told(reply) ?? {})

describe('a story is asked for', () => {
  it.each([
    ['Tell me about a client you lost.', true],
    ['What is the hardest piece of feedback you have been given?', true],
    ['讲一次你处理投诉的经历。', true],
    ['What are loan covenants for?', false],
    ['什么是资产负债率？', false],
  ])('%s %s', (prompt, asked) => {
    expect(told('Last year I rang a client.', prompt) !== undefined).toBe(asked)
  })
})

describe('a story told in everyday words is heard in all its parts', () => {
  it.each([
    'In my last job a lady came in because her card had been swallowed. I had to have it sorted by noon. I let her finish, apologised, checked the system. She was happy and came back twice.',
    'Two years ago there was a builder whose wages file bounced. My job was to get it paid by Friday. Rang the payments team, sat with them for an hour. In the end forty people were paid.',
    'When I was at uni we had a stall. I was in charge of the money and the target was £300. I just drew up a list and split the shifts. It worked, we doubled it.',
    'A farmer of ours, lovely man, needed £40,000 before the weekend. I got on to credit and bit my tongue. He still banks with us.',
    'A plumber only had a current account. I had a month to bring it on. I asked how he does his week. Now he uses it daily and saves five hours.',
    '去年有位大爷来取五万块，急着给孙子交学费。我掏手机打字给他看，陪着填了单子。后来他介绍了好几个朋友来。',
    '刚上班那会儿，领导让我三天内把两百户的资料核完。我一笔笔对，晚上还找同事问。最后提前一天搞定。',
    '有一次柜台排了三十个人，必须赶在四点前办完。先安抚客户，给他们倒了杯水，又打电话请后台支援。结果再没人投诉。',
  ])('%s', (reply) => {
    expect(parts(reply)).toEqual(['situation', 'task', 'action', 'result', 'figure'])
  })
})

describe('an action is heard', () => {
  it.each([
    ['I let her finish, apologised, checked the account', 'I let her finish, apologised, checked the account'],
    ['Phoned her that night and said it was me.', 'Phoned her that night and said it was me'],
    ['She was cross. So rang the payments desk.', 'So rang the payments desk'],
    ['I also drove over to his yard', 'I also drove over to his yard'],
    ['我帮他把单子重新填了一遍', '我帮他把单子重新填了一遍'],
    ['他听不清，掏手机打字给他看', '掏手机打字给他看'],
    ['客户很急，打了个电话问后台', '打了个电话问后台'],
  ])('in "%s"', (reply, words) => {
    expect(told(reply)?.action).toContain(words)
  })

  it.each([
    'I wanted to help and I needed more time',
    'I worked at a bank and I liked it',
    'I need support from my team',
    'I am hard-working and calm',
    'The customer shouted, rang head office and wrote to the paper',
    '客户打电话过来骂我们',
    '我去年在银行',
    '我就是很喜欢跟人打交道',
    '我打算以后多听',
    '我也觉得服务很重要',
  ])('not in "%s"', (reply) => {
    expect(told(reply)?.action).toBeUndefined()
  })
})

describe('a task is heard', () => {
  it.each([
    ['It fell to me to tell the client', 'It fell to me to tell the client'],
    ['I was in charge of the timetable', 'I was in charge of the timetable'],
    ['We had until Thursday', 'We had until Thursday'],
    ['The idea was to open twenty accounts', 'The idea was to open twenty accounts'],
    ['经理叫我一个人去谈', '经理叫我一个人去谈'],
    ['轮到我值班', '轮到我值班'],
  ])('in "%s"', (reply, words) => {
    expect(told(reply)?.task).toBe(words)
  })

  it.each(['The client came in and shouted', 'She stayed with us', '客户很生气，我道歉了'])('not in "%s"', (reply) => {
    expect(told(reply)?.task).toBeUndefined()
  })
})

describe('an opinion is no story', () => {
  it.each([
    'In my opinion a client should always be treated with respect.',
    'Once you understand the client, the rest is easy.',
    'If a client was upset, that needs care, and the market is competitive these days.',
    'We can come back to it later, and everything is done on time.',
    'Communication is the key to success in any business.',
    '客户永远是第一位的，服务要用心。',
    '每个人都有个好处，要多看优点。',
  ])('%s', (reply) => {
    expect(parts(reply)).toEqual([])
  })
})

describe('a figure is heard', () => {
  it.each(['thirty of them.', 'half', '五万', '三天', '12'])('in "%s"', (reply) => {
    expect(told(reply)?.figure).toBeDefined()
  })
  it.each(['often', 'a weighty matter', '一起', '一直'])('not in "%s"', (reply) => {
    expect(told(reply)?.figure).toBeUndefined()
  })
})

describe('spokenSeconds', () => {
  it('counts characters and words at a calm pace', () => {
    expect(spokenSeconds('好'.repeat(240))).toBe(60)
    expect(spokenSeconds(Array(140).fill('word').join(' '))).toBe(60)
    expect(spokenSeconds('')).toBe(0)
  })
})
