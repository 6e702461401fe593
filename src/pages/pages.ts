import type { Group, Round } from '../groups/group.ts'
import { GroupTurn } from '../groups/group-turn.ts'
import { type Member, membersOf } from '../groups/members.ts'
import { resultOf } from '../groups/reveal.ts'
import { answersOf, questionOf } from '../groups/round.ts'
import { documentId } from '../identity.ts'
import type { Learner } from '../learner.ts'
import { isAsleep } from '../link/due.ts'
import type { Assessment } from '../ports/assessor.ts'
import type { Chat } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { PageOf, Pages, Visit } from '../ports/pages.ts'
import type { HistoryEntry, Store } from '../ports/store.ts'
import { exportFile } from '../practice/export.ts'
import { languageOf } from '../practice/newcomer.ts'
import { Turn, type World } from '../turn.ts'
import { groupPage, type RevealedRound, shownOnBoards } from './group.ts'
import { noticePage } from './layout.ts'
import { PASS_LASTS, type PageLinks, pagePath, type Target } from './links.ts'
import { progressPage } from './progress.ts'

interface PagesOptions {
  store: Store<Learner, Group>
  world: World
  links: PageLinks
  clock: Clock
  /** Of these people those who are not in the group any more, as far as its network tells. */
  gone(chat: Chat, userIds: readonly string[]): Promise<Set<string>>
}

/** Rounds on a group's page: each is read anew when it is opened. */
const ROUNDS = 7
/** Rounds whose assessments are kept in memory, the least used leaves first. */
const AT_HAND = 20 * ROUNDS

/** Reads documents and makes pages of them; changes nothing. */
export function createPages({ store, world, links, clock, gone }: PagesOptions): Pages {
  /** By round, in the order of its answers; positions in them, none of their words. */
  const atHand = new Map<string, Assessment[]>()

  /** The learner as a turn sees them, and their history. */
  async function open(doc: Learner): Promise<[Turn, HistoryEntry[]]> {
    const ref = { kind: 'learner' as const, id: doc.id }
    const [attachment, history] = await Promise.all([store.attachment(ref), store.history(ref)])
    return [new Turn(world, doc, doc.home, clock.now(), () => attachment), history]
  }

  /** The record, if it is still the one the pass was made for. */
  async function learnerOf(target: Target): Promise<Learner | undefined> {
    const doc = await store.read({ kind: 'learner', id: target.id })
    return doc?.createdAt === target.born && !isAsleep(doc) ? doc : undefined
  }

  async function groupOf(target: Target): Promise<Group | undefined> {
    const doc = await store.read({ kind: 'group', id: target.id })
    return doc?.createdAt === target.born ? doc : undefined
  }

  /** The pass comes first: it was asked for in a chat, and says whose page was meant. */
  async function visitor({ pass, chat }: Visit): Promise<Learner | undefined> {
    const target = links.read('stay', 'me', pass)
    const known = target && (await learnerOf(target))
    if (known !== undefined || chat === undefined) return known
    const { channel, userId } = chat
    const id = store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId)
    return store.read({ kind: 'learner', id })
  }

  async function membersIn(doc: Group): Promise<Member[]> {
    return doc.members === null ? [] : membersOf(await store.history({ kind: 'group', id: doc.id }, doc.members))
  }

  /** Departures are not always announced: those on the boards are asked for, and those who come in their places. */
  async function present(turn: GroupTurn, members: Member[]): Promise<Member[]> {
    const left = await gone(turn.doc.home, shownOnBoards(turn, members))
    if (left.size === 0) return members
    return present(
      turn,
      members.map((member) => (left.has(member.id) ? { ...member, left: true } : member)),
    )
  }

  /** Links to the pages of the groups the learner takes part in and has not left. */
  async function groupsOf(learner: Learner): Promise<{ path: string; streak: number }[]> {
    const found: { path: string; streak: number }[] = []
    for (const id of learner.groups) {
      const doc = await store.read({ kind: 'group', id })
      if (doc === undefined || doc.presence === 'gone') continue
      const users = learner.aliases.filter(({ channel }) => channel === doc.home.channel).map((alias) => alias.id)
      const isIn = (await membersIn(doc)).some((member) => users.includes(member.id) && !member.left)
      if (isIn) found.push({ path: links.path({ kind: 'group', id, born: doc.createdAt }), streak: doc.streak.current })
    }
    return found
  }

  async function revealed(doc: Group, round: Round, members: Member[]): Promise<RevealedRound[]> {
    const lines = await store.history({ kind: 'group', id: doc.id }, round.segment)
    const question = questionOf(lines)
    if (question === undefined) return []
    const answers = answersOf(lines)
    // A segment only grows; without a member who was forgotten it is another one.
    const key = `${doc.id} ${doc.createdAt} ${round.segment} ${lines.length}`
    const assessments = atHand.get(key) ?? answers.map(({ text }): Assessment => world.assessor.assess(question, text))
    atHand.delete(key)
    atHand.set(key, assessments)
    for (const oldest of atHand.keys()) if (atHand.size > AT_HAND) atHand.delete(oldest)
    const assessed = answers.map((answer, n) => ({ answer, assessment: assessments[n] as Assessment }))
    return [{ day: round.day, question, result: resultOf(question, assessed, members) }]
  }

  return {
    async enter(page: PageOf, link: string) {
      const target = links.read('link', page.kind, link)
      if (target === undefined || (page.kind === 'group' && page.id !== target.id)) return undefined
      const doc = await (page.kind === 'me' ? learnerOf(target) : groupOf(target))
      if (doc === undefined) return undefined
      return { path: pagePath(target), pass: links.pass('stay', target), lastsMs: PASS_LASTS.stay }
    },

    async progress(visit, newer) {
      const doc = await visitor(visit)
      if (doc === undefined) return undefined
      return progressPage(...(await open(doc)), { newer, groups: await groupsOf(doc) })
    },

    async download(visit) {
      const doc = await visitor(visit)
      return doc && exportFile(...(await open(doc)))
    },

    async group(id, pass) {
      const target = links.read('stay', 'group', pass)
      const doc = target?.id === id ? await groupOf(target) : undefined
      if (doc === undefined) return undefined
      const turn = new GroupTurn(world, doc, clock.now())
      const members = await present(turn, await membersIn(doc))
      const rounds: RevealedRound[] = []
      for (const round of doc.rounds.filter(({ state }) => state === 'revealed').slice(-ROUNDS))
        rounds.unshift(...(await revealed(doc, round, members)))
      return groupPage(turn, members, rounds)
    },

    notice: (notice, locale) => noticePage(notice, languageOf(locale) ?? world.settings.defaultLanguage),
  }
}
