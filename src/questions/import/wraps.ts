import { labelAt } from './labels.ts'
import { type Line, lineOf } from './lines.ts'
import { markAt, optionAt } from './marks.ts'
import { joined, widestOf, width } from './prose.ts'
import type { Readings } from './readings.ts'

/** Columns a line has at least when a page's width has broken it, and at most. */
const NARROWEST = 60
const WIDEST = 130
/** Characters of a paragraph put together: more was never one. */
const LONGEST = 600

/**
 * Second stage, second half: text copied from a page has a blank line behind every line, so a blank says nothing, and
 * its lines break at the page's width. Those are put together again.
 *
 * - `1.请做自我介绍,并说明你为什么适合这一岗` / blank / `位。` → one line
 * - `2.你怎样看待加班?` / blank / `先把白天排好。` → two: the first ends where a sentence does
 */
export function unwrapped(document: Readings, lines: Line[]): Line[] {
  const text = lines.filter((line) => !line.code)
  const widest = widestOf(text)
  const airy = text.length >= 6 && text.filter((line) => line.afterBlank).length >= text.length * 0.8
  if (!airy || widest < NARROWEST || widest > WIDEST) return lines
  const whole: Line[] = []
  let open: Line | undefined
  let last: Line | undefined
  const close = () => {
    if (open) whole.push(open === last ? open : lineOf(document, open))
    open = undefined
  }
  for (const line of lines) {
    if (open && last && open.text.length < LONGEST && isBroken(last, widest) && goesOn(line))
      open = { ...open, text: joined(open.text, line.text) }
    else {
      close()
      open = line
    }
    last = line
  }
  close()
  return whole
}

function isBroken(line: Line, widest: number): boolean {
  return (
    !line.code &&
    !line.table &&
    line.heading === 0 &&
    width(line.text) >= Math.max(NARROWEST, widest * 0.85) &&
    !/[。.?!;:)\]"”…]$/.test(line.key)
  )
}

function goesOn(line: Line): boolean {
  return (
    !line.code &&
    !line.table &&
    !line.bullet &&
    !line.summary &&
    line.heading === 0 &&
    markAt(line.key, 0) === undefined &&
    optionAt(line.key) === undefined &&
    labelAt(line.key, line.lead) === undefined
  )
}
