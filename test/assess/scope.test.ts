import { describe, expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import type { AssessedQuestion } from '../../src/ports/assessor.ts'

function question(cue: string, more: Partial<AssessedQuestion> = {}): AssessedQuestion {
  return {
    kind: 'open',
    prompt: '客户向你投诉时，你怎么处理？',
    minutes: 2,
    modelAnswer: 'x',
    examPoints: [{ competency: 'x', looksFor: 'x', cues: [cue], need: 1 }],
    redLines: [],
    ...more,
  }
}

function verdict(cue: string, reply: string) {
  return localAssessor.assess(question(cue), reply).points[0]?.verdict
}

function crosses(cue: string, reply: string): boolean {
  return localAssessor.assess(question('x', { redLines: [{ text: '红线', cues: [cue] }] }), reply).redLines.length > 0
}

describe('an idea that is denied is not heard', () => {
  it.each([
    ['道歉', '我不会先道歉'],
    ['道歉', '我没有跟客户道歉，直接查账'],
    ['道歉', '我没道歉'],
    ['道歉', '当时忘了道歉'],
    ['道歉', '没来得及向他道歉'],
    ['道歉', '我本应该先道歉的'],
    ['道歉', '他站了半天，道歉更是谈不上'],
    ['查系统', '查系统这一步我直接省了'],
    ['回访', '后来嘛 回访省了 就这样'],
    ['复盘', '回访、复盘这些，一样都没弄'],
    ['改流程', '原因到现在也没去查，更别说改流程了'],
    ['什么时候用', '我没问这笔钱什么时候用'],
    ['坐下来', '我肯定不会陪他坐下来'],
    ['投诉', '投诉渠道更不能告诉他'],
    ['complaint log', 'I skipped the complaint log altogether'],
    ['follow up', 'It never crossed my mind to ask, let alone to follow up'],
    ['chased', "I wasn't the one who chased the lawyers"],
    ['second pair of eyes', 'there was no checklist or second pair of eyes'],
    ['client informed', 'nobody kept the client informed'],
    ['telling credit', "I wouldn't bother telling credit"],
    ['waiver', "it breached, and we'd not agreed any waiver"],
    ['called her back', "they've not yet called her back"],
    ['道歉', '从来不主动道歉'],
    ['道歉', '道歉我不会，也不必道歉'],
    ['道歉', '我沒有先道歉'],
    ['家里人', '我没叫他家里人来'],
    ['录音', '也没去翻当时的录音'],
    ['told credit', 'I thought it would pass and I never told credit'],
    ['forecast', "I didn't ask them for a forecast"],
    ['回访', '后来也没再回访客户'],
    ['apolog', 'I did not apologise to the client'],
    ['apolog', "I didn't really apologise"],
    ['apolog', 'I never apologised'],
    ['apolog', 'I should have apologised'],
    ['apolog', 'I forgot to apologise'],
    ['call him back|kept him informed', 'I should have kept him informed'],
    ['listen', 'without even listening'],
  ])('%s in “%s”', (cue, reply) => {
    expect(verdict(cue, reply)).toBe('missed')
  })
})

describe('what only looks denied is heard', () => {
  it.each([
    ['道歉', '我不得不道歉'],
    ['道歉', '我不能不道歉'],
    ['道歉', '没有忘记道歉'],
    ['道歉', '我不但道歉，还倒了杯水'],
    ['道歉', '我没打断他就先道歉了'],
    ['道歉', '不管谁的错，都先道歉'],
    ['才走', '办完我再问一声，没问题他才走'],
    ['一个月后', '我照排了。一个月后省了三千三'],
    ['存折', '我见过那几位老客户的存折，我不说，他们就不知道'],
    ['seen the accounts', "I won't lend until I've seen the accounts"],
    ['told him the truth', "I didn't argue, I told him the truth"],
    ['look at the figures', "I don't decide without a look at the figures"],
    ['道歉', '没过多久我打电话道歉'],
    ['道歉', '先不解释，真诚道歉'],
    ['道歉', '我没有解释而是道歉'],
    ['道歉', '我没跟他争就马上道歉'],
    ['listen', "I didn't interrupt, I listened"],
    ['rang him', 'I never missed a date and rang him first'],
    ['五十万', '不到五十万的全额赔付'],
    ['签字', '来不及了我就替他签字'],
    ['谢谢', '不愿意填的我就说谢谢'],
    ['问我', '有不会的都来问我'],
    ['老实跟他讲', '申请不到我就老实跟他讲'],
    ['不打断', '全程不打断客户'],
    ['不承诺|没答应', '我不承诺收益'],
    ['apolog', "I didn't argue and apologised"],
    ['apolog', 'I never failed to apologise'],
    ['apolog', 'I not only apologised but called back'],
    ['apolog', 'No excuses, I apologised'],
    ['not interrupt|without interrupting', 'I listened without interrupting'],
  ])('%s in “%s”', (cue, reply) => {
    expect(verdict(cue, reply)).toBe('covered')
  })
})

describe('the same idea in another order or form', () => {
  it.each([
    ['安抚情绪', '他的情绪我先安抚好'],
    ['核实情况', '情况先核实一下'],
    ['kept her informed', 'I was keeping her informed every day'],
    ['root cause', 'the cause, at its root'],
    ['安抚', '我先安撫客戶'],
  ])('%s in “%s”', (cue, reply) => {
    expect(verdict(cue, reply)).toBe(cue === 'root cause' ? 'missed' : 'covered')
  })
})

describe('the question’s own words are no answer', () => {
  it('nor the checklist’s', () => {
    const asked = question('道歉|怎么处理', {
      examPoints: [
        { competency: 'x', looksFor: '你先听完、先安抚、先道歉，再去讲办法', cues: ['道歉', '怎么处理'], need: 1 },
      ],
    })
    const of = (reply: string) => localAssessor.assess(asked, reply).points[0]?.verdict
    expect(of('客户向你投诉时，你怎么处理？这个问题问得好')).toBe('missed')
    expect(of('你先听完、先安抚、先道歉，再去讲办法')).toBe('missed')
    expect(of('我先道歉')).not.toBe('missed')
  })
})

describe('a red line', () => {
  it.each([
    ['保证…收益', '我会保证他有收益'],
    ['保证…收益', '我跟客户说放心，保证年收益五个点'],
    ['帮…刷流水', '那我就帮他刷流水'],
    ['帮…刷流水', '客户很着急，我就帮他刷流水'],
    ['帮他找过桥', '实在不行我帮他找过桥'],
    ['promise…return', 'I would promise him a return of five per cent'],
  ])('%s is crossed by “%s”', (cue, reply) => {
    expect(crosses(cue, reply)).toBe(true)
  })

  it.each([
    ['保证…收益', '我不会保证收益'],
    ['不去现场', '我不会因为有抵押就不去现场'],
    ['适当变通', '不能因为是大客户就适当变通'],
    ['帮他找人洗', '绝不帮他找人洗'],
    ['帮…刷流水', '有老板让我帮他刷流水，我没有答应'],
    ['说没有风险', '不能跟客户说没有风险'],
    ['说稳赚', '我从来不跟他说稳赚'],
    ['保证收益', '为了业绩去保证收益，这种事我不做'],
    ['让他拆成', '不会为了省事让他拆成几笔'],
    ['保证收益', '同事为了冲业绩，直接跟客户保证收益'],
    ['保证…收益', '绝对不能保证收益'],
    ['保证…收益', '有同事保证收益，我没有'],
    ['保证…收益', '客户要我保证收益'],
    ['保证…收益', '保证收益是违规的'],
    ['保证…收益', '如果有人保证收益，那就是骗局'],
    ['帮…刷流水', '他让我帮他刷流水，我拒绝了'],
    ['刷流水', '我要是教他刷流水，那是害他'],
    ['先垫上', '我先垫上？那是要开除的'],
    ['先拿着', '卡我先拿着？不可能'],
    ['帮他走私户', '老板暗示我帮他走私户，我明确说这个办不了'],
    ['promise…return', 'I never promise a return'],
    ['look the other way', 'He asked if I could look the other way'],
    ['suggest a false', 'I would never suggest a false entry'],
    ['backdate', 'Backdating it is a crime, so no'],
    ['promise…return', 'A colleague promised a return'],
    ['promise…return', 'The client asked me to promise a return'],
    ['promise…return', 'promising a return is against the rules'],
  ])('%s is not crossed by “%s”', (cue, reply) => {
    expect(crosses(cue, reply)).toBe(false)
  })
})

describe('the model answer pasted back', () => {
  const modelAnswer =
    '我先请他坐下，倒了杯水，让他从头说完。听完我复述一遍，向他道歉，当天查清原因，三天后又打电话回访了一次，他说以后还找我。'
  const asked = question('道歉', { modelAnswer })
  it('is recognised, a little changed too', () => {
    expect(localAssessor.assess(asked, modelAnswer).copied).toBe(true)
    expect(localAssessor.assess(asked, modelAnswer.replace('倒了杯水', '倒了杯茶').replace(/，/g, ' ')).copied).toBe(
      true,
    )
  })
  it('an answer of one’s own is not one', () => {
    const own =
      '去年有个客户因为短信扣费来吵，我先听他讲完，跟他说对不起，查了是系统多扣，当天退给他，过一周又问了他一次。'
    expect(localAssessor.assess(asked, own).copied).toBe(false)
  })
})

describe('an experience', () => {
  const asked = question('道歉', { prompt: '请讲一次客户向你投诉的经历。' })
  it('is heard part by part', () => {
    const reply = '去年有位客户投诉扣费。主管要求当天解决。我先听他说完，我查了流水。最后退了 30 元，他没再投诉。'
    const { structure } = localAssessor.assess(asked, reply)
    const said = (part: 'situation' | 'task' | 'action' | 'result' | 'figure') => {
      const span = structure?.[part]
      return span && reply.slice(span.start, span.end)
    }
    expect(said('situation')).toBe('去年有位客户投诉扣费')
    expect(said('task')).toBe('主管要求当天解决')
    expect(said('action')).toContain('我先听他说完')
    expect(said('result')).toContain('最后退了 30 元')
    expect(said('figure')).toContain('30')
  })
  it('and what is not told is missing', () => {
    expect(localAssessor.assess(asked, '我会道歉').structure).toEqual({})
  })
  it('other questions have no such parts', () => {
    expect(localAssessor.assess(question('道歉'), '去年我先道歉').structure).toBeUndefined()
  })
})

it('the time it takes to say: 240 Chinese characters or 140 English words a minute', () => {
  expect(localAssessor.assess(question('x'), '好'.repeat(480)).spokenSeconds).toBe(120)
  expect(localAssessor.assess(question('x'), 'word '.repeat(70)).spokenSeconds).toBe(30)
})
