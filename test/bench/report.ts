/** Tables of a bench on standard output, and the lines that are judged. */

/** One line of a table. `limit`: what the ratio may be at most (or must be at least), judged with ✔ or ✘. */
export interface Line {
  what: string
  /** The absolute figure, with its unit. */
  figure: string
  /** Against what is named in `than`. */
  ratio?: number | undefined
  than?: string
  limit?: { most: number } | { least: number } | string
  /** The verdict where the limit is none of the ratio. */
  good?: boolean
}

let missed = 0

export function table(title: string, lines: Line[]): void {
  const rows = lines.map((line) => {
    const verdict = verdictOf(line)
    if (verdict === false) missed += 1
    return [
      line.what,
      line.figure,
      line.ratio === undefined ? '' : `${short(line.ratio)}×${line.than === undefined ? '' : ` ${line.than}`}`,
      limitOf(line),
      verdict === undefined ? '' : verdict ? '✔' : '✘',
    ]
  })
  const head = ['', 'measured', 'ratio', 'limit', '']
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => width(row[n] ?? ''))))
  const print = (row: string[]) =>
    console.log(`  ${row.map((cell, n) => pad(cell, widths[n] ?? 0)).join('   ')}`.trimEnd())
  console.log(`\n${title}`)
  for (const row of [head, ...rows]) print(row)
}

export function missedLimits(): number {
  return missed
}

function limitOf({ limit }: Line): string {
  if (limit === undefined || typeof limit === 'string') return limit ?? ''
  return 'most' in limit ? `≤ ${limit.most}×` : `≥ ${limit.least}×`
}

/** Whether a line keeps its limit; undefined when it has none. */
export function verdictOf({ ratio, limit, good }: Line): boolean | undefined {
  if (good !== undefined) return good
  if (limit === undefined || typeof limit === 'string') return undefined
  if (ratio === undefined || Number.isNaN(ratio)) return false
  return 'most' in limit ? ratio <= limit.most : ratio >= limit.least
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

/** The value below which a share of the values lies. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

export function ms(value: number): string {
  return `${short(value)} ms`
}

export function micros(value: number): string {
  return `${short(value)} µs`
}

export function bytes(value: number): string {
  return value < 1e6 ? `${short(value / 1e3)} kB` : `${short(value / 1e6)} MB`
}

/** Three significant digits, thousands whole. */
export function short(value: number): string {
  if (Number.isNaN(value)) return '?'
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

/** What happens now, for whoever waits; gone when the table comes. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

function width(text: string): number {
  return [...text].reduce(
    (sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  )
}

function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)))
}
