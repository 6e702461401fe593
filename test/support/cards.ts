import type { BoardCard, RevealCard, StreakCard, WeekCard } from '../../src/cards/card.ts'

/** Cards as they may be in a test or the bench: the ordinary ones, and those that are hard to draw. */

/** A half year of practice, one letter a day: regular, with gaps, freezes and days off. */
function halfYear(length: number): string {
  return Array.from({ length }, (_, n) => 'r2113m2f1312r3231m'[(n * 7 + Math.floor(n / 9)) % 18]).join('')
}

export const streakCard: StreakCard = {
  kind: 'streak',
  language: 'zh',
  today: '2026-11-27',
  current: 28,
  longest: 41,
  total: 133,
  freezes: 2,
  days: `${halfYear(170)}o`,
  state: 'open',
  week: [
    { name: '客户投诉处理', covered: 5.5, all: 7 },
    { name: '合规与风险意识', covered: 3, all: 6 },
    { name: '客户需求分析', covered: 4, all: 4 },
    { name: '抗压与自我调节', covered: 0, all: 2 },
  ],
}

export const emptyStreakCard: StreakCard = {
  ...streakCard,
  current: 0,
  longest: 0,
  total: 0,
  freezes: 0,
  days: 'o',
  week: [],
}

export const weekCard: WeekCard = {
  kind: 'week',
  language: 'zh',
  from: '2026-11-23',
  days: '12m3f1o',
  kept: 4,
  answers: 9,
  current: 12,
  week: streakCard.week,
  stronger: '客户投诉处理',
  weakest: '抗压与自我调节',
  daysToInterview: 23,
}

export const revealCard: RevealCard = {
  kind: 'reveal',
  language: 'zh',
  day: '2026-11-27',
  prompt:
    '一位老客户的理财产品到期亏损，带着家人到网点来，情绪激动，要求银行赔偿全部损失。你是他的客户经理，你会怎么处理？',
  answers: 6,
  points: [
    { name: '情绪安抚', covered: 6 },
    { name: '合规与风险意识', covered: 4 },
    { name: '客户需求分析', covered: 2 },
    { name: '后续跟进', covered: 0 },
  ],
  hardest: 3,
  streak: 12,
}

const name = (place: number, label: string | undefined, kept: number, points: number) => ({
  place,
  ...(label !== undefined && { name: label }),
  kept,
  possible: 7,
  points,
})

export const boardCard: BoardCard = {
  kind: 'board',
  language: 'zh',
  from: '2026-11-23',
  rows: [
    name(1, '林小雨', 7, 24),
    name(2, '陳家豪🦊', 6, 21),
    name(2, '\u2068محمد علي\u2069', 6, 21),
    name(4, 'דוד לוי', 5, 17),
    name(5, '👨‍👩‍👧🇨🇳一家人', 5, 14),
    name(6, undefined, 4, 12),
    name(7, '김철수', 3, 9),
    name(8, 'Maximiliane von Wolkenst…', 3, 8),
    name(9, '𠮷野家の田中さん', 2, 5),
    name(10, '​‮', 1, 0),
  ],
  more: 4,
  streak: 12,
}

export const englishCards = {
  streak: {
    ...streakCard,
    language: 'en',
    week: [
      { name: 'Handling complaints', covered: 5.5, all: 7 },
      { name: 'Compliance and risk awareness', covered: 3, all: 6 },
    ],
  },
  week: { ...weekCard, language: 'en', stronger: 'Handling complaints', weakest: 'Compliance and risk awareness' },
  reveal: {
    ...revealCard,
    language: 'en',
    prompt:
      'A long-standing client comes in with his family: his investment matured at a loss, and he wants it all back.',
    points: [
      { name: 'Calming the client', covered: 6 },
      { name: 'Compliance and risk awareness', covered: 1 },
    ],
    hardest: 1,
  },
  board: { ...boardCard, language: 'en' },
} satisfies { streak: StreakCard; week: WeekCard; reveal: RevealCard; board: BoardCard }
