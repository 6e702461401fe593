import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../src/learner.ts'
import { checklist } from '../../src/render/feedback.ts'
import { toPlain } from '../../src/render/plain.ts'
import { en } from '../../src/text/en.ts'
import { zh } from '../../src/text/zh.ts'

describe('the card of a choice or calculation says what was seen', () => {
  const title = (text: typeof zh, result: Attempt['result'], ...verdicts: Attempt['verdicts'][number]['verdict'][]) =>
    toPlain(
      checklist(
        text,
        {
          prompt: 'x',
          reply: '选 B',
          verdicts: verdicts.map((verdict) => ({
            competency: 'x',
            looksFor: 'x',
            evidence: verdict === 'missed' ? [] : ['利率会降'],
            verdict,
          })),
          redLines: [],
          ...(result && { result }),
        },
        (id) => id,
        { keyed: true },
      ),
    )
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, 2)
      .join(' ')
  const right = { right: true, evidence: '选 B' }

  it.each([
    [right, ['covered', 'covered'], '👏 答对了，道理也讲清楚了。这题可以放心往后走。 「选 B」'],
    [right, ['covered', 'missed'], '👏 答对了，还讲到了：x 「选 B」'],
    [right, ['missed', 'partly'], '👏 答对了！过程还没听到，面试时边想边说出来，更有底气。 「选 B」'],
    [{ right: false, evidence: '选 C' }, ['partly'], '这次没答对，对照下面看看差在哪一步。 「选 C」'],
    [undefined, ['covered', 'missed'], '没听出你的答案是哪个。先报结果，再讲道理，考官好跟上你。 ✅ 1. x · 答到'],
  ] as const)('%j with %j', (result, verdicts, shown) => {
    expect(title(zh, result, ...verdicts)).toBe(shown)
  })

  it('and praises no explanation where a point was heard in the letter alone', () => {
    const point = { competency: 'x', looksFor: 'x', verdict: 'covered' as const, evidence: ['选 B'] }
    const shown = checklist(
      zh,
      { prompt: 'x', reply: '选 B', verdicts: [point], redLines: [], result: right },
      (id) => id,
      {
        keyed: true,
      },
    )
    expect(toPlain(shown)).toContain('过程还没听到')
  })

  it('a result that was wanted and not given is no quotation', () => {
    expect(title(zh, { right: false, evidence: '' }, 'covered')).toMatch(/^没听出你的答案是哪个/)
  })

  it('in English too', () => {
    expect(title(en, right, 'missed')).toMatch(/^👏 That’s right! I didn’t hear how you got there/)
  })
})
