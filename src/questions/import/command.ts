import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { shorten } from '../../text/shorten.ts'
import { textOf } from '../../text/text.ts'
import type { QuestionBanks } from '../bank.ts'
import type { Bank } from '../schema.ts'
import { titled, toBank } from './bank.ts'
import { importDocument } from './import.ts'
import type { Imported } from './read.ts'
import { ImportError, LIMITS } from './result.ts'
import { saveBank } from './save.ts'
import { earlierVersion, freeId, withId } from './version.ts'
import { warningText } from './warning.ts'

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
      const imported = await importDocument(bytesOf(file), basename(file))
      if (values.json) console.log(JSON.stringify(asJson(imported)))
      else report(file, imported)
      if (values['dry-run']) continue
      const bank = toSave(imported, file, values.bank, banks)
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

/** Too large a file is not even read. */
function bytesOf(file: string): Buffer {
  if (statSync(file).size > LIMITS.bytes) throw new ImportError('too-large', `${LIMITS.bytes / 2 ** 20} MB`)
  return readFileSync(file)
}

/** The shape that `--json` promises. */
export function asJson({ questions, warnings, language }: Imported) {
  return {
    questions,
    warnings: warnings.map((warning) => ({ line: warning.line, message: warningText(warning, textOf(language)) })),
  }
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
        question.examPoints.length > 0 ? counted(question.examPoints.length, 'exam point', 'exam points') : undefined,
        question.criteria.length > 0 ? counted(question.criteria.length, 'criterion', 'criteria') : undefined,
      ]
        .filter((part) => part !== null && part !== undefined)
        .join(', ')}]`,
    )
  for (const warning of imported.warnings.slice(0, SHOWN))
    console.log(`  line ${warning.line}: ${warningText(warning, textOf(imported.language))}`)
  if (imported.warnings.length > SHOWN) console.log(`  … and ${imported.warnings.length - SHOWN} more`)
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
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

/**
 * What is saved: under the id asked for, else in place of the bank it is a new version of, else as one more.
 * A bank of the bot's own is never replaced.
 */
function toSave(imported: Imported, file: string, wish: string | undefined, banks: QuestionBanks): Bank {
  const bank = toBank(titled(imported, basename(file)), 'imported', banks.competencies.values())
  const wanted = wish === undefined ? undefined : banks.banks.find(({ id }) => id === wish)
  const isOurs = wanted?.questions.some((question) => question.origin === 'built-in')
  const previous = wish === undefined ? earlierVersion(bank, banks.banks) : isOurs ? undefined : wanted
  return withId(bank, previous?.id ?? freeId(wish ?? basename(file), banks), previous)
}
