import { ImportError, LIMITS } from '../result.ts'
import { decodeText } from './encoding.ts'
import { inspectZip } from './zip.ts'

/** A table as it was read: cells as text, rows in order; `line` of a row is its place in the sheet, from 1. */
export interface Sheet {
  /** Null for a file that has only one. */
  name: string | null
  rows: { line: number; cells: string[] }[]
}

/** @throws ImportError when it is no workbook, or not safe to unpack */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const names = inspectZip(bytes)
  if (!names.some((name) => /^xl\/workbook\.xml$/.test(name))) throw new ImportError('broken')
  const { default: readWorkbook } = await import('read-excel-file/node')
  const workbook = await readWorkbook(Buffer.from(bytes)).catch(() => {
    throw new ImportError('broken')
  })
  return bounded(
    workbook.map(({ sheet, data }) => ({
      name: workbook.length > 1 ? sheet : null,
      rows: data.map((row, index) => ({ line: index + 1, cells: row.map(cellText) })),
    })),
  )
}

/** Comma, semicolon or tab between cells: whichever the first line has most of. @throws ImportError */
export async function readCsv(bytes: Uint8Array): Promise<Sheet[]> {
  const text = decodeText(bytes)
  const { parse } = await import('csv-parse/sync')
  const first = text.slice(0, 4000).split(/\r?\n/, 1)[0] ?? ''
  const delimiter = [',', ';', '\t', '，'].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ','
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      bom: true,
      max_record_size: 1_000_000,
      to: LIMITS.rows + 1,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    let line = 1
    const rows = records.map(({ info, record }) => {
      const row = { line, cells: record.map((cell) => cell.trim()) }
      line = info.lines + 1
      return row
    })
    return bounded([{ name: null, rows }])
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('broken')
  }
}

function bounded(sheets: Sheet[]): Sheet[] {
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
  if (rows > LIMITS.rows) throw new ImportError('too-much-text')
  return sheets
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell).replace(/\r\n?/g, '\n').trim()
}
