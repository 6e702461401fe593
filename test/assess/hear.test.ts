import { expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import type { AssessedQuestion } from '../../src/ports/assessor.ts'

/** Points by their cues, one idea needed of each, so that whatever is heard is covered. */
function heard(points: string[][], reply: string) {
  const question: AssessedQuestion = {
    kind: 'choice',
    prompt: 'x',
    minutes: 2,
    modelAnswer: 'x',
    examPoints: points.map((cues) => ({ competency: 'x', looksFor: 'x', cues, need: 1 })),
    redLines: [],
  }
  return localAssessor
    .assess(question, reply)
    .points.map(({ evidence }) => evidence.map(({ start, end }) => reply.slice(start, end)).join(' / '))
}

it('a clause heard for three points is evidence for the two it says most of', () => {
  const points = [['给他看'], ['反诈', '宣传'], ['反诈宣传单']]
  const leaflet = '我给他看反诈宣传单'
  expect(heard(points, `${leaflet}。`)).toEqual(['', leaflet, leaflet])
  expect(heard(points.slice(0, 2), `${leaflet}。`)).toEqual([leaflet, leaflet])
})

it('the point that gives a clause up is heard where it is said again', () => {
  const points = [['给他看'], ['反诈', '宣传'], ['反诈宣传单']]
  expect(heard(points, '我给他看反诈宣传单。通话记录我也给他看！')).toEqual([
    '通话记录我也给他看',
    '我给他看反诈宣传单',
    '我给他看反诈宣传单',
  ])
})

it('a list names one thing a time, whatever the length of its sentence', () => {
  expect(heard([['道歉'], ['核实'], ['回访']], '我会道歉、核实、回访。')).toEqual(Array(3).fill('我会道歉、核实、回访'))
})

it('in dictation without marks or words to take a breath at, a clause is no longer than a quotation', () => {
  const dictated =
    '上次有位阿姨来柜台说被扣了钱当时就赶紧道歉安抚情绪打开系统把三月份的流水一笔一笔核实清楚了原因忙完过了两天专门打电话回访了一次'
  expect(heard([['道歉'], ['核实'], ['回访']], dictated).every((quoted) => quoted !== '')).toBe(true)
})

it.each([
  ['十五天', '我们四十五天内把事办完了。', ''],
  ['五天', '我们十五天内把事办完了。', ''],
  ['三天', '过了两三天我又去看他。', '过了两三天我又去看他'],
  ['万元', '最后批了五万元给他周转。', '最后批了五万元给他周转'],
  ['was me', 'It was meant to be checked by two people.', ''],
  ['was me', 'The one who missed it was me.', 'The one who missed it was me'],
  ['ask', 'I asked two colleagues to check.', 'I asked two colleagues to check'],
])('"%s" is no part of another number or word: %s', (cue, reply, quoted) => {
  expect(heard([[cue]], reply)).toEqual([quoted])
})
