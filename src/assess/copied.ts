import { foldKnown } from './fold.ts'

/** Signs in a row that are no coincidence, and the share of a reply in such runs that makes it theirs. */
const RUN = { han: 6, latin: 18 }
const SHARE = 0.5
/** Shorter replies may agree by chance. */
const SHORTEST = 40

/** Whether a reply (folded) is made of these sources (the model answer, the checklist), pasted or lightly changed. */
export function isCopied(sources: readonly string[], text: string): boolean {
  const own = letters(text)
  if (own.length < SHORTEST) return false
  const source = sources.map((one) => letters(foldKnown(one))).join('\n')
  const run = /\p{Script=Han}/u.test(own) ? RUN.han : RUN.latin
  let shared = 0
  // Fillers and words exchanged leave the runs between them whole.
  for (let at = 0; at + run <= own.length; ) {
    let end = at + run
    if (!source.includes(own.slice(at, end))) {
      at += 1
      continue
    }
    while (end < own.length && source.includes(own.slice(at, end + 1))) end += 1
    shared += end - at
    at = end
  }
  return shared / own.length >= SHARE
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
