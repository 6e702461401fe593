import { isInOtherLanguage } from '../assess/reply.ts'
import { SPOKEN } from '../assess/structure.ts'
import type { Attempt } from '../learner.ts'
import type { Block, Choice, Message } from '../ports/channel.ts'
import { standing, weakestPoint } from '../practice/review.ts'
import type { Question } from '../questions/schema.ts'
import type { Text } from '../text/text.ts'
import { bold, message, section, text } from './message.ts'

/**
 * What the reply covered, point by point, each with the learner's own words; below it the ticks. `keyed`: the question
 * has one right answer, a letter or a number.
 */
export function checklist(
  t: Text,
  attempt: Pick<
    Attempt,
    'prompt' | 'reply' | 'verdicts' | 'redLines' | 'result' | 'by' | 'copied' | 'spoken' | 'structure'
  >,
  named: (competency: string) => string,
  options: { earlier?: Pick<Attempt, 'verdicts'> | undefined; ticks?: Choice[][]; tickHint?: string; keyed?: boolean },
): Message {
  const names = (verdict: string) =>
    attempt.verdicts.filter((point) => standing(point) === verdict).map((point) => named(point.competency))
  const covered = names('covered')
  const partly = names('partly')
  const weakest = weakestPoint(attempt)
  const unjudged = names('unjudged')
  const foreign = covered.length < attempt.verdicts.length && isInOtherLanguage(attempt.prompt, attempt.reply)
  // Of what could not be read nothing is known to be missing.
  const isUnheard = foreign && covered.length === 0 && partly.length === 0
  const heading = t.feedback.heading
  const isAll = covered.length === attempt.verdicts.length && attempt.redLines.length === 0 && !attempt.copied
  const title = (): string => {
    if (options.keyed) return keyedTitle(t, attempt, isAll, named)
    if (attempt.copied) return heading.copied
    if (isAll) return heading.all
    if (covered.length > 0) return heading.some(covered.join(t.list))
    if (partly.length > 0) return heading.partly(partly.join(t.list))
    if (isUnheard) return heading.unheard
    if (unjudged.length === attempt.verdicts.length) return heading.unjudged
    return (attempt.spoken?.seconds ?? Infinity) < SPOKEN.sketch ? heading.short : heading.none
  }
  return message(
    [
      attempt.by === undefined ? text(bold(title())) : text(bold(title()), `\n${t.feedback.by[attempt.by]}`),
      attempt.result?.evidence ? t.feedback.quote(attempt.result.evidence) : undefined,
      ...attempt.redLines.map((line) =>
        text(bold(t.feedback.redLine(line.text)), '\n', t.feedback.quote(line.evidence)),
      ),
      foreign ? t.feedback.otherLanguage : undefined,
      attempt.copied && options.keyed ? heading.copied : undefined,
      attempt.copied ? t.feedback.copied : undefined,
      ...attempt.verdicts.map((point, index) => pointBlock(t, point, index, named)),
      options.earlier === undefined ? undefined : comparison(t, options.earlier, attempt, named),
      attempt.copied ? undefined : telling(t, foreign ? { spoken: attempt.spoken } : attempt),
      weakest === undefined || isUnheard ? undefined : t.feedback.next(named(weakest.competency)),
      options.tickHint === undefined ? undefined : text({ italic: options.tickHint }),
    ],
    options.ticks,
  )
}

/** The result first, then what was heard of the way there: a right letter alone explains nothing. */
function keyedTitle(
  t: Text,
  { result, verdicts }: Pick<Attempt, 'result' | 'verdicts'>,
  isAll: boolean,
  named: (competency: string) => string,
): string {
  const { heading } = t.feedback
  if (result === undefined || result.evidence === '') return heading.noResult
  if (!result.right) return heading.wrong
  // What the result says by itself is no explanation.
  const explained = verdicts.filter(
    (point) =>
      standing(point) === 'covered' && (point.tick || point.evidence.some((words) => words !== result.evidence)),
  )
  if (explained.length === 0) return heading.rightOnly
  return isAll ? heading.right : heading.rightAnd(explained.map(({ competency }) => named(competency)).join(t.list))
}

/** What changed since an earlier attempt at the same question, point by point, with the words of both. */
function comparison(
  t: Text,
  earlier: Pick<Attempt, 'verdicts'>,
  attempt: Pick<Attempt, 'verdicts'>,
  named: (competency: string) => string,
): Block {
  const rank = { unjudged: 0, missed: 0, partly: 1, covered: 2 }
  const changes = attempt.verdicts.flatMap((point, index) => {
    const before = earlier.verdicts[index]
    if (before === undefined || rank[standing(before)] === rank[standing(point)]) return []
    const gained = rank[standing(point)] > rank[standing(before)]
    const change = `${t.feedback.mark[standing(before)]} → ${t.feedback.mark[standing(point)]}`
    const line = gained
      ? t.feedback.gained(named(point.competency), change)
      : t.feedback.lost(named(point.competency), change)
    const [then] = before.evidence
    const [now] = point.evidence
    return [
      line,
      ...(then === undefined ? [] : [t.feedback.before(then)]),
      ...(now === undefined ? [] : [t.feedback.now(now)]),
    ]
  })
  return text(bold(t.feedback.compared), `\n${changes.length === 0 ? t.feedback.noChange : changes.join('\n')}`)
}

/** Shorter than this share of the time wanted, or longer, and it is worth a word. */
const PACE = { short: 0.4, long: 1.35 }

/** How it was told: the parts of an experience that were not heard, and its length where it is off. */
function telling(t: Text, { spoken, structure }: Pick<Attempt, 'spoken' | 'structure'>): string | undefined {
  const parts = Object.entries(structure ?? {}) as [keyof Text['feedback']['part'], boolean][]
  const missing = parts.filter(([, heard]) => !heard).map(([part]) => t.feedback.part[part])
  const pace = spoken && spoken.seconds / spoken.wanted
  const lines = [
    missing.length === 0 ? undefined : t.feedback.partsMissing(missing.join(t.list)),
    spoken === undefined || pace === undefined
      ? undefined
      : pace < PACE.short
        ? t.feedback.tooShort(spoken.seconds, spoken.wanted)
        : pace > PACE.long
          ? t.feedback.tooLong(spoken.seconds, spoken.wanted)
          : undefined,
  ].filter((line) => line !== undefined)
  return lines.length === 0 ? undefined : lines.join('\n')
}

function pointBlock(
  t: Text,
  point: Attempt['verdicts'][number],
  index: number,
  named: (competency: string) => string,
): Block {
  const verdict = standing(point)
  const own = point.tick === undefined ? '' : point.tick ? t.feedback.ticked : t.feedback.unticked
  return text(
    `${t.feedback.mark[verdict]} ${index + 1}. `,
    bold(named(point.competency)),
    ` · ${t.feedback.verdict[verdict]}${own}`,
    `\n${point.looksFor}`,
    ...point.evidence.map((words) => `\n${t.feedback.quote(words)}`),
  )
}

/** Model answer, analysis and criteria, folded where the network can; then whatever `after` says. */
export function modelAnswer(
  t: Text,
  question: Question,
  before: string[],
  after: (string | undefined)[],
  choices?: Choice[][],
): Message {
  const { sources, reviewed } = question
  return message(
    [
      ...before,
      question.key === undefined ? undefined : text(bold(t.feedback.key(question.key))),
      ...section(t.feedback.modelAnswer, question.modelAnswer.trim()),
      ...section(t.feedback.analysis, question.analysis.trim()),
      ...section(t.feedback.criteria, question.criteria.map((criterion) => `· ${criterion}`).join('\n')),
      question.followUps[0] === undefined ? undefined : t.feedback.followUp(question.followUps[0]),
      sources.length === 0
        ? undefined
        : text({ italic: t.feedback.sources(sources.map((source) => source.title).join(t.list), reviewed) }),
      ...after,
    ],
    choices,
  )
}
