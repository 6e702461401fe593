import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ChannelError } from './ports/channel.ts'
import { ListenError } from './ports/http.ts'
import { StoreError } from './ports/store.ts'

/** `npm run coach -- COMMAND`. Errors say cause and fix; nobody gets a stack trace. */

const USAGE = `coach COMMAND

  start            run the bot: the channels configured, or the page when there are none
  chat             practise in this terminal; no token, no account
  import FILE…     turn documents into a bank (.docx .txt .md .html .csv .xlsx .yaml)
  bank             list the question banks
  check [FILE]     check the question banks (--json for editors)
  doctor           check configuration, token, data folder, banks and clock, and say what to fix
  backup           write a backup now (while the bot runs or not)
  restore FILE     put a backup in place of the data (only while the bot is stopped)

Settings come from .env or the environment; .env.example explains each.`

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: async () => (await import('./main.ts')).run(configuration(), 'start'),
  chat: async () => (await import('./main.ts')).run(configuration(), 'chat'),
  check,
  bank: listBanks,
  import: importFiles,
  doctor: async () => (await import('./doctor.ts')).doctor(configuration),
  backup,
  restore,
}

function configuration(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env)
}

/** Mistakes keep a bank from loading (status 1); advice does not. `--json`: one object, for editors and CI. */
async function check(args: string[]): Promise<number> {
  const { banksFolder, contentFolder } = await import('./main.ts')
  const { ContentError, readBanks } = await import('./questions/bank.ts')
  const { adviseOn } = await import('./questions/check.ts')
  const json = args.includes('--json')
  const [only] = args.filter((arg) => !arg.startsWith('--'))
  try {
    const all = readBanks(contentFolder, banksFolder(configuration())).files
    const files = only === undefined ? all : all.filter(({ path }) => path === resolve(only))
    if (only !== undefined && files.length === 0) {
      console.error(`${only} is no bank of this bot: banks lie in content/ and in DATA_DIR/banks`)
      return 2
    }
    const advice = adviseOn(all, new Date().toISOString().slice(0, 10)).filter(({ file }) =>
      files.some(({ path }) => path === file),
    )
    if (json) console.log(JSON.stringify({ problems: [], advice }))
    else {
      for (const { bank } of files) console.log(`${bank.id}: ${bank.questions.length} questions`)
      for (const { file, line, question, message } of advice) console.log(`${file}:${line} ${question}: ${message}`)
      console.log(
        advice.length === 0
          ? 'All banks are in order.'
          : `${advice.length} to look at; nothing keeps them from loading.`,
      )
    }
    return 0
  } catch (error) {
    if (!json || !(error instanceof ContentError)) throw error
    console.log(JSON.stringify({ problems: error.problems, advice: [] }))
    return 1
  }
}

async function loadAll() {
  const { banksFolder, contentFolder } = await import('./main.ts')
  const { loadBanks } = await import('./questions/bank.ts')
  return loadBanks(contentFolder, banksFolder(configuration()))
}

async function importFiles(args: string[]): Promise<number> {
  const { banksFolder } = await import('./main.ts')
  const { importCommand } = await import('./questions/import/command.ts')
  return importCommand(args, banksFolder(configuration()), await loadAll())
}

/** Every bank with how many questions there are of what. */
async function listBanks(): Promise<number> {
  const banks = await loadAll()
  const counted = (values: string[]) =>
    [...values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map<string, number>())]
      .sort((a, b) => b[1] - a[1])
      .map(([value, times]) => `${value} ${times}`)
      .join(', ')
  for (const bank of banks.banks) {
    const { questions } = bank
    const unchecked = questions.filter((question) => question.origin === 'imported').length
    const remark = unchecked === 0 ? '' : `, ${unchecked} of them imported and unchecked`
    console.log(`${bank.id}: ${bank.title} (${bank.language}), ${questions.length} questions${remark}`)
    console.log(`  categories: ${counted(questions.map((question) => question.category))}`)
    console.log(`  levels: ${counted(questions.map((question) => question.level))}`)
    const points = questions.flatMap((question) => question.examPoints.map((point) => point.competency))
    console.log(`  competencies: ${counted(points.map((id) => banks.competencyName(id, bank.language)))}`)
  }
  return 0
}

async function backup(): Promise<number> {
  const { backupData } = await import('./main.ts')
  const { file, files } = await backupData(configuration())
  console.log(
    files === 0 ? `Backup made, though there is nothing to keep yet: ${file}` : `Backup of ${files} files: ${file}`,
  )
  return 0
}

async function restore([file]: string[]): Promise<number> {
  if (file === undefined) {
    console.error('Which backup? coach restore data/backups/coach-….ndjson.gz')
    return 2
  }
  const { restoreData } = await import('./main.ts')
  const report = await restoreData(configuration(), file)
  console.log(`Restored ${report.files} files. What was there before: ${report.before}`)
  if (report.deleted > 0) console.log(`${report.deleted} left out: their owners had them deleted.`)
  return 0
}

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2)
  const command = commands[name]
  if (command === undefined) {
    console.log(USAGE)
    return name === '' || name === 'help' ? 0 : 2
  }
  return command(args)
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = [ConfigError, StoreError, ChannelError, ListenError].some((kind) => error instanceof kind)
  const known = expected || (error instanceof Error && error.name === 'ContentError')
  console.error(
    known
      ? (error as Error).message
      : `Something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
// Nothing that is left (a connection kept open) holds the process.
process.exit()
