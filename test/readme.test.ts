import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { commands } from '../src/commands/registry.ts'
import { configKeys } from '../src/config.ts'
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

it('.env.example documents every key the configuration reads, and no other', () => {
  const documented = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, key]) => key)
  expect(documented).toEqual(configKeys)
})

it('every environment key the README names exists', () => {
  for (const [, key] of readme.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=|`)/g)) expect(configKeys).toContain(key)
})
