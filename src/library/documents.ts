import type { ImportJob } from '../learner.ts'
import type { Choice, InboundFile } from '../ports/channel.ts'
import type { BankRead } from '../questions/import/bank.ts'
import { extensions } from '../questions/import/decode/decode.ts'
import { LIMITS, type RefusalCode } from '../questions/import/result.ts'
import { earlierVersion, freeId, withId } from '../questions/import/version.ts'
import type { Bank } from '../questions/schema.ts'
import { offerView } from '../render/offer.ts'
import type { Turn } from '../turn.ts'

/**
 * A document's way to a bank, as turns: it comes (a job is written down), it was read (an offer), the learner decides.
 * What happens in between, outside of turns, is `jobs.ts`.
 */

/** Of one learner's own: banks, questions in all, and their length as JSON. */
const QUOTA = { banks: 5, questions: 500, size: 1_500_000 }
/** Documents read for one learner in a day; each may cost seconds of a processor. */
const READ_PER_DAY = 20
/** How often a job is begun before it is given up: the second time it may have been the document that ended us. */
const TRIES = 2

/** A learner has sent a file. */
export function receiveFile(turn: Turn, file: InboundFile, caption: string): void {
  const { t, doc } = turn
  const name = [...file.name.replace(/\s+/g, ' ').trim()].slice(-80).join('')
  const refused = refusedType(name)
  if (refused !== undefined) return turn.line(t.imports.refused[refused])
  if ((file.size ?? 0) > LIMITS.bytes) return turn.line(t.imports.refused['too-large'])
  if (doc.imports.job !== null) return turn.line(t.library.busy)
  if (turn.usage.documents >= READ_PER_DAY) return turn.line(t.library.enoughToday(READ_PER_DAY))
  turn.usage.documents += 1
  doc.imports.job = {
    kind: 'read',
    id: turn.nextId('i'),
    channel: turn.chat.channel,
    file: { id: file.id, name },
    tries: 1,
  }
  const remark = caption.trim() === '' ? '' : `\n${t.library.captionIgnored}`
  turn.line(t.library.reading(name) + remark)
}

/** What the importer would refuse by its ending alone: there is no need to fetch it. */
function refusedType(name: string): RefusalCode | undefined {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === undefined || extensions.some((known) => known === ending)) return undefined
  if (ending === 'pdf') return 'pdf'
  return ending === 'doc' || ending === 'wps' ? 'old-word' : 'unsupported'
}

/** After a restart: what was under way is begun again, or given up with a word. */
export function resumeJob(turn: Turn): void {
  const { imports } = turn.doc
  const { job } = imports
  if (job === null) return
  job.tries += 1
  if (job.tries <= TRIES) return
  imports.job = null
  turn.line(job.kind === 'read' ? turn.t.library.interrupted(job.file.name) : turn.t.library.shareFailed)
}

/** The document was read: what is in it, and what may be done with it. */
export function offer(turn: Turn, job: ImportJob & { kind: 'read' }, read: BankRead): void {
  const { doc, t } = turn
  doc.imports.job = null
  const { questions } = read.bank
  const tooMuch = questions.length > QUOTA.questions || read.size > QUOTA.size
  if (tooMuch && !isAdmin(turn)) return turn.line(t.library.tooMuch(questions.length, QUOTA.questions))
  const id = turn.nextId('own-')
  doc.imports.offered = {
    id,
    title: read.bank.title,
    questions: questions.length,
    size: read.size,
    name: job.file.name,
  }
  turn.shelf.put({ ...read.bank, id })
  turn.say(
    offerView(t, read, {
      own: earlierVersion(read.bank, turn.shelf.own)?.title,
      shared: earlierVersion(read.bank, turn.world.banks.banks)?.title,
      admin: isAdmin(turn),
      choices: offerChoices(turn, read.bank, id),
    }),
  )
}

/** Nothing came of a job. */
export function giveUpJob(turn: Turn, words: string): void {
  turn.doc.imports.job = null
  turn.line(words)
}

/** What is on offer once more, shortly. @returns false when nothing is */
export function offerAgain(turn: Turn): boolean {
  const { offered } = turn.doc.imports
  const bank = offered === null ? undefined : turn.shelf.find(offered.id)
  if (offered === null || bank === undefined) return false
  turn.line(turn.t.library.waiting(offered.title, offered.questions), offerChoices(turn, bank, offered.id))
  return true
}

function offerChoices(turn: Turn, bank: Bank, id: string): Choice[][] {
  const { choice } = turn.t
  const own = earlierVersion(bank, turn.shelf.own)
  const shared = earlierVersion(bank, turn.world.banks.banks)
  const forAll: Choice[][] = [
    ...(shared === undefined ? [] : [[{ id: `import:allover:${id}`, label: choice.importAllOver(shared.title) }]]),
    [{ id: `import:all:${id}`, label: shared === undefined ? choice.importAll : choice.importAllBeside }],
  ]
  const mine = isAdmin(turn) ? choice.importSelf : choice.importIt
  return [
    ...(isAdmin(turn) ? forAll : []),
    ...(own === undefined ? [] : [[{ id: `import:over:${id}`, label: choice.importOver(own.title) }]]),
    [{ id: `import:self:${id}`, label: own === undefined ? mine : choice.importBeside }],
    [{ id: `import:no:${id}`, label: choice.importNo }],
  ]
}

/** `self:ID`, `over:ID` (in place of the earlier version), `all:ID`, `allover:ID` or `no:ID`. */
export function decide(turn: Turn, argument: string): void {
  const { doc, t } = turn
  const { imports } = doc
  const [what = '', id = ''] = argument.split(':')
  if (imports.offered === null || imports.offered.id !== id) return turn.line(t.library.decided)
  if (imports.job !== null) return turn.line(t.library.busy)
  if (what === 'no') return decline(turn)
  const bank = turn.shelf.find(id)
  // The turn's end says that it is lost.
  if (bank === undefined) return
  if (what === 'self' || what === 'over') return keep(turn, bank, what === 'over')
  if (!isAdmin(turn)) return turn.line(t.library.decided)
  const previous = what === 'allover' ? earlierVersion(bank, turn.world.banks.banks) : undefined
  const as = previous?.id ?? freeId(imports.offered.name, turn.world.banks)
  imports.job = { kind: 'share', id: turn.nextId('i'), as, tries: 1 }
  turn.line(t.library.sharing)
}

export function decline(turn: Turn): void {
  turn.doc.imports.offered = null
  turn.shelf.prune()
  turn.line(turn.t.library.declined)
}

function keep(turn: Turn, bank: Bank, replacing: boolean): void {
  const { doc, t } = turn
  const { imports, settings } = doc
  const { offered } = imports
  if (offered === null) return
  const previous = replacing ? earlierVersion(bank, turn.shelf.own) : undefined
  const others = imports.banks.filter((own) => own.id !== previous?.id)
  const sum = (of: 'questions' | 'size') => others.reduce((total, own) => total + own[of], offered[of])
  if (others.length >= QUOTA.banks || sum('questions') > QUOTA.questions || sum('size') > QUOTA.size)
    return turn.line(t.library.full(QUOTA.banks, QUOTA.questions), dropChoices(turn))
  const { questions, size } = offered
  const title = freeTitle(
    offered.title,
    others.map((own) => own.title),
  )
  const id = previous?.id ?? bank.id
  const practised = turn.banks.map((one) => one.id)
  turn.shelf.put({ ...withId(bank, id, previous), title })
  imports.offered = null
  imports.banks = previous
    ? imports.banks.map((own) => (own.id === id ? { id, title, questions, size } : own))
    : [...imports.banks, { id, title, questions, size }]
  turn.shelf.prune()
  if (!turn.banks.some((one) => one.id === id)) settings.banks = [...practised, id]
  turn.line(t.library.kept(title, questions), [
    [
      { id: `frombank:${id}`, label: t.choice.fromBank },
      { id: `onlybank:${id}`, label: t.choice.onlyBank },
    ],
  ])
}

/** Two of one title could not be told apart in a list. */
function freeTitle(title: string, taken: string[]): string {
  let free = title
  for (let n = 2; taken.includes(free); n++) free = `${title} (${n})`
  return free
}

/** The bank on offer has become everybody's; `inUse`: already, not only once a mistake elsewhere is mended. */
export function shared(turn: Turn, inUse: boolean): void {
  const { imports } = turn.doc
  const { library } = turn.t
  const { title = '', questions = 0 } = imports.offered ?? {}
  imports.job = null
  imports.offered = null
  turn.shelf.prune()
  turn.line(inUse ? library.shared(title, questions) : library.shareWaits(title))
}

/** The learner's own banks, each to be removed. */
export function dropChoices(turn: Turn): Choice[][] {
  return turn.doc.imports.banks.map(({ id, title }) => [{ id: `dropbank:${id}`, label: turn.t.choice.dropBank(title) }])
}

/** Removes one of the learner's own banks, with what was planned for its questions; what was answered stays. */
export function drop(turn: Turn, id: string): void {
  const { doc, t } = turn
  const bank = doc.imports.banks.find((own) => own.id === id)
  if (bank === undefined) return turn.line(t.bank.unknown)
  const isOf = (questionId: string) => questionId.startsWith(`${id}-`)
  doc.imports.banks = doc.imports.banks.filter((own) => own.id !== id)
  doc.cards = Object.fromEntries(Object.entries(doc.cards).filter(([questionId]) => !isOf(questionId)))
  doc.bookmarks = doc.bookmarks.filter((questionId) => !isOf(questionId))
  const chosen = doc.settings.banks?.filter((other) => other !== id) ?? []
  doc.settings.banks = chosen.length === 0 ? null : chosen
  turn.shelf.prune()
  turn.line(t.library.dropped(bank.title))
}

/** Banks that could not be read any more leave the document, and it is said. @returns whether there were any */
export function reportLostBanks(turn: Turn): boolean {
  const { imports } = turn.doc
  const { lost } = turn.shelf
  if (lost.length === 0) return false
  const isLost = ({ id }: { id: string }) => lost.some((bank) => bank.id === id)
  imports.banks = imports.banks.filter((bank) => !isLost(bank))
  if (imports.offered !== null && isLost(imports.offered)) imports.offered = null
  turn.line(turn.t.library.lost(lost.map(({ title }) => title).join(turn.t.list)))
  return true
}

/** Whether the learner is one of the operator's `ADMIN_IDS`. */
function isAdmin({ doc, world }: Turn): boolean {
  return doc.aliases.some(({ channel, id }) =>
    world.settings.operators.some((operator) => operator.channel === channel && operator.chatId === id),
  )
}
