import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { shorten } from '../../text/shorten.ts'
import { textOf } from '../../text/text.ts'
import type { QuestionBanks } from '../bank.ts'
import type { Bank } from '../schema.ts'
import { toBank } from './bank.ts'
import { importDocument } from './import.ts'
import type { Imported } from './read.ts'
import { ImportError, type ImportWarning } from './result.ts'

/** `coach import FILE… [--bank ID] [--dry-run] [--json] [--yes]`: documents to banks in the data folder. */

const USAGE = 'coach import FILE… [--bank ID] [--dry-run] [--json] [--yes]'
/** Warnings shown before the rest is only counted. */
const SHOWN = 20

export async function importCommand(args: string[], banksFolder: string, banks: QuestionBanks): Promise<number> {
  const { values, positionals: files } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      bank: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      yes: { type: 'boolean' },
    },
  })
  if (files.length === 0 || (values.bank !== undefined && files.length > 1)) {
    console.error(files.length === 0 ? USAGE : '--bank names the bank of one file: import them one by one')
    return 2
  }
  let status = 0
  for (const file of files) {
    try {
      const imported = await importDocument(readFileSync(file), basename(file))
      if (values.json) console.log(JSON.stringify(asJson(imported)))
      else report(file, imported)
      if (values['dry-run']) continue
      const bank = toBank(imported, freeId(values.bank ?? basename(file), banks), banks.competencies.values())
      if (!values.yes && !values.json && !(await confirmed(bank))) continue
      const path = saveBank(banksFolder, bank)
      if (!values.json) console.log(`Saved as bank ${bank.id}: ${path}. A running bot takes it up by itself.`)
    } catch (error) {
      status = 1
      console.error(`${file}: ${error instanceof ImportError ? refusal(error) : fileProblem(error)}`)
    }
  }
  return status
}

/** The shape that `--json` promises. */
export function asJson({ questions, warnings, language }: Imported) {
  return {
    questions,
    warnings: warnings.map((warning) => ({ line: warning.line, message: warningText(warning, language) })),
  }
}

export function warningText(warning: ImportWarning, language: 'zh' | 'en'): string {
  const words = 'text' in warning ? warning.text : 'prompt' in warning ? warning.prompt : String(warning.number)
  return textOf(language).imports.warning[warning.code](shorten(words, 60))
}

/** Both languages: nobody knows yet who has brought the file. */
function refusal({ code, detail }: ImportError): string {
  const sentences = [textOf('zh').imports.refused[code], textOf('en').imports.refused[code]].join(' ')
  return detail === '' ? sentences : `${sentences} (${detail})`
}

function fileProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'this is a folder: name the files in it'
  if (code === 'EACCES') return 'not readable for this user'
  return error instanceof Error ? error.message : String(error)
}

function report(file: string, imported: Imported): void {
  const incomplete = imported.questions.filter((question) => !question.complete).length
  console.log(
    `${file}: ${imported.questions.length} questions${incomplete > 0 ? `, ${incomplete} of them cut off` : ''}, unchecked until an author has read them`,
  )
  for (const [index, question] of imported.questions.entries())
    console.log(
      `  ${question.number ?? index + 1}. ${shorten(question.prompt, 50)}${question.complete ? '' : ' …'}  [${[
        question.category,
        question.answer === null ? 'no answer' : 'answer',
        question.analysis === null ? undefined : 'analysis',
        question.examPoints.length > 0 ? `${question.examPoints.length} exam points` : undefined,
        question.criteria.length > 0 ? `${question.criteria.length} criteria` : undefined,
      ]
        .filter((part) => part !== null && part !== undefined)
        .join(', ')}]`,
    )
  for (const warning of imported.warnings.slice(0, SHOWN))
    console.log(`  line ${warning.line}: ${warningText(warning, imported.language)}`)
  if (imported.warnings.length > SHOWN) console.log(`  … and ${imported.warnings.length - SHOWN} more`)
}

async function confirmed(bank: Bank): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log('Nothing saved: add --yes to save it as a bank.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Save these as bank ${bank.id}? [y/N] `)
  terminal.close()
  return /^(y|yes|是|好)$/i.test(answer.trim())
}

/** An id like the wish, and unlike every bank there is but an imported one of that name, which is replaced. */
function freeId(wish: string, banks: QuestionBanks): string {
  const plain =
    wish
      .replace(/\.[^.]+$/, '')
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32) || 'imported'
  const base = /^[a-z0-9][a-z0-9-]+$/.test(plain) ? plain : `bank-${plain}`
  const isTaken = (id: string) =>
    banks.banks.some((bank) => bank.id === id && bank.questions.some((question) => question.origin === 'built-in'))
  let id = base
  for (let n = 2; isTaken(id); n++) id = `${base}-${n}`
  return id
}

/** Writes a bank where the bot looks for them, whole or not at all. @returns its path */
export function saveBank(banksFolder: string, bank: Bank): string {
  mkdirSync(banksFolder, { recursive: true, mode: 0o700 })
  const path = join(banksFolder, `${bank.id}.yaml`)
  const note = '# Imported; cues are derived from the model answers. Read, correct and improve it, then: coach check\n'
  writeFileSync(`${path}.tmp`, note + stringify(bank, { lineWidth: 0 }), { mode: 0o600 })
  renameSync(`${path}.tmp`, path)
  return path
}
