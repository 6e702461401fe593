import { clock } from '../commands/command.ts'
import type { Language } from '../learner.ts'
import type { OperatorPages } from '../ports/pages.ts'
import type { ChannelStatus, Status, Stock, Survey } from '../ports/status.ts'
import { languageOf } from '../practice/newcomer.ts'
import { localTime } from '../streak/day.ts'
import { type Text, textOf } from '../text/text.ts'
import { type Html, html } from './html.ts'
import { page, section } from './layout.ts'

/** What the operator is shown: counts, causes, and what can be done. Instants are told on the operator's clock. Pure. */
export function operatorPages(defaults: { language: Language; zone: string }): OperatorPages {
  const spoken = (locale: string | undefined) => languageOf(locale) ?? defaults.language
  return {
    ask(said, locale) {
      const language = spoken(locale)
      const t = textOf(language).operator
      return page(
        language,
        t.title,
        html`<section class="notice"><h1>${t.title}</h1>${said && html`<p role="alert" class="bad">${t[said]}</p>`}
<form method="post" action="/admin"><label for="secret">${t.ask}</label><input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus><button class="button">${t.enter}</button></form></section>`,
      )
    },
    show(status, stock, survey, locale) {
      const language = spoken(locale)
      const t = textOf(language)
      return page(
        language,
        t.operator.title,
        overview(t, status, stock, survey, (at) => instant(at, defaults.zone)),
      )
    },
  }
}

function overview(
  { operator: t }: Text,
  status: Status,
  stock: Stock,
  survey: Survey,
  at: (ms: number) => string,
): Html {
  const { active } = status
  const { disk, banks } = survey
  const { backup } = stock
  return html`<header><h1>${t.title}</h1><small>${t.since(at(status.startedAt))}</small>
<p class="${status.ready ? 'streak' : 'streak bad'}">${status.ready ? t.ready : t.notReady}</p></header>
${section('channels', t.channels, html`${status.channels.map((channel) => channelHtml(t, channel, at))}`)}
${section(
  'learners',
  t.learners,
  facts([
    [t.today, active.today],
    [t.week, active.week],
    [t.known, stock.learners],
    [t.groups, stock.groups],
  ]),
)}
${section(
  'banks',
  t.banks,
  html`${banks.map(({ title, questions, warnings }) =>
    warnings.length === 0
      ? html`<p>${t.bank(title, questions)} <small>${t.noWarnings}</small></p>`
      : html`<details><summary>${t.bank(title, questions)} <small class="bad">${t.warnings(warnings.length)}</small></summary><ul>${warnings.map((line) => html`<li>${line}</li>`)}</ul></details>`,
  )}`,
)}
${section(
  'store',
  t.store,
  facts([
    [t.diskLabel, t.disk((disk.bytes / 1e6).toFixed(1), disk.files)],
    [t.backup, backup.at === null ? t.noBackup : at(backup.at)],
  ]),
  backup.daily ? undefined : html`<p class="bad">${t.backupOff}</p>`,
)}
<section class="foot"><p>${t.note}</p><form method="post" action="/admin/leave"><button class="button">${t.leave}</button></form></section>`
}

function channelHtml(t: Text['operator'], channel: ChannelStatus, at: (ms: number) => string): Html {
  const { name, up, outage, waiting, sent, unconfirmed, failed, reasons, pushes, unreachable } = channel
  const state = up ? t.up : outage === undefined ? t.starting : t.down(at(outage.since))
  const why = Object.entries(reasons).map(
    ([reason, times]) => `${(t.reason as Record<string, string>)[reason] ?? reason} ${times}`,
  )
  return html`<h3>${name} · <span class="${up ? 'good' : 'bad'}">${state}</span></h3>
${outage?.cause === undefined ? undefined : html`<p>${outage.cause}</p>`}${outage?.fix === undefined ? undefined : html`<p>${t.fix(outage.fix)}</p>`}
${facts([
  [t.pushes, t.pushCounts(pushes.sent, pushes.late, pushes.failed, pushes.expired)],
  [t.waiting, waiting],
  [t.sent, sent],
  ...(unconfirmed > 0 ? [[t.unconfirmed, unconfirmed] as const] : []),
  [t.failed, failed === 0 ? 0 : `${failed} (${why.join(' · ')})`],
  [t.unreachable, unreachable],
])}`
}

function facts(rows: readonly (readonly [name: string, value: string | number])[]): Html {
  return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function instant(ms: number, zone: string): string {
  const { day, minutes } = localTime(ms, zone)
  return `${day} ${clock(minutes)}`
}
