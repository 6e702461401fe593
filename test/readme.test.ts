import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { localAssessor } from '../src/assess/local.ts'
import { commands } from '../src/commands/registry.ts'
import { configKeys } from '../src/config.ts'
import { readBanks } from '../src/questions/bank.ts'
import { adviseOn } from '../src/questions/check.ts'
import { type Bank, bankSchema } from '../src/questions/schema.ts'
import { textOf } from '../src/text/text.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const readme = read('README.md')

/** The table of commands as the registry declares them. */
function commandTable(language: 'zh' | 'en'): string {
  const { command } = textOf(language)
  const rows = commands.map(({ name, aliases }) =>
    language === 'zh' ? `| \`/${name}\`（${aliases[0]}） | ${command[name]} |` : `| \`/${name}\` | ${command[name]} |`,
  )
  return [language === 'zh' ? '| 命令 | 作用 |' : '| Command | What it does |', '| --- | --- |', ...rows].join('\n')
}

it.each(['zh', 'en'] as const)('the table of commands in the README is the registry (%s)', (language) => {
  const table = readme.split(`<!-- commands:${language} -->`)[1]?.split(`<!-- /commands:${language} -->`)[0]
  expect(table?.trim()).toBe(commandTable(language))
})

it('the commands of the README are what CI runs, and exist', () => {
  const ci = read('.ci/run')
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const command of ['npm ci && npm start', 'npm ci && npm test']) {
    expect(readme.split(command)).toHaveLength(3)
    expect(ci).toContain(command)
  }
  for (const [, script] of readme.matchAll(/npm run (?:--silent )?([a-z]+)/g))
    expect(scripts).toHaveProperty(script ?? '')
})

it.each(['zh', 'en'])(
  'the bank written in the README is one, and nothing is to be said against it (%s)',
  (language) => {
    const examples = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) =>
      bankSchema.parse(parse(text ?? '')),
    )
    expect(examples.map((bank) => bank.language)).toEqual(['zh', 'en'])
    const bank = examples.find((example) => example.language === language) as Bank
    expect(adviseOn([{ path: 'README.md', bank, lineOf: () => 1 }], '2026-12-01')).toEqual([])
    const { competencies } = readBanks(resolve(root, 'content'))
    for (const { competency } of bank.questions.flatMap((question) => question.examPoints))
      expect(competencies.map(({ id }) => id)).toContain(competency)
    const [question] = bank.questions
    const answer = question?.modelAnswer ?? ''
    expect(question && localAssessor.assess(question, answer).points[0]?.verdict).not.toBe('missed')
  },
)

it('the container and the systemd unit start what npm start does', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const [, ...start] = (scripts.start ?? '').split(' ')
  expect(read('Dockerfile')).toContain(`CMD ${JSON.stringify(['node', ...start]).replaceAll(',', ', ')}`)
  const units = [...readme.matchAll(/^ExecStart=\S+\/node_modules\/.bin\/node (.*)$/gm)].map(([, line]) => line)
  expect(units).toEqual([start.join(' '), start.join(' ')])
})

it('the README says in both languages how wechaty comes into a lean installation and into the image, as the adapter does', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> }
  const install = `npm install --omit=dev --save-prod wechaty@${devDependencies.wechaty}`
  expect(readme.split(`\`RUN ${install}\``)).toHaveLength(3)
  expect(readme.split(`\`${install}\``)).toHaveLength(3)
  expect(read('Dockerfile')).toMatch(/^RUN npm ci --omit=dev/m)
  expect(read('adapters/channels/wechat/wechaty.ts')).toContain(`'${install}'`)
  for (const name of ['README.md', '.env.example', 'src/main.ts', 'adapters/channels/wechat/wechaty.ts'])
    expect(read(name)).not.toContain('npm install wechaty')
})

it('.env.example documents every key the configuration reads, and no other', () => {
  const documented = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, key]) => key)
  expect(documented).toEqual(configKeys)
})

it('every environment key the README names exists', () => {
  for (const [, key] of readme.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=|`)/g)) expect(configKeys).toContain(key)
})
