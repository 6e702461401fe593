import * as z from 'zod'
import { isLoopback } from './ports/http.ts'
import { isZone } from './streak/day.ts'

/** The environment, validated once. `.env.example` documents the same keys (a test compares them). */

const minutesOfDay = (example: string) =>
  z
    .string()
    .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, `a time of day such as ${example}`)
    .transform((value) => {
      const [hours, minutes] = value.split(':')
      return Number(hours) * 60 + Number(minutes)
    })

const whole = (min: number, max: number, example: number) =>
  z.coerce
    .number({ error: `a whole number such as ${example}` })
    .int(`a whole number such as ${example}`)
    .min(min, `at least ${min}, for example ${example}`)
    .max(max, `at most ${max}, for example ${example}`)

/** "3-5": a random length between the two. */
const secondsBetween = (example: string) =>
  z
    .string()
    .regex(/^\d{1,3}\s*-\s*\d{1,3}$/, `two numbers of seconds such as ${example}`)
    .transform((value) => {
      const [min = 0, max = 0] = value.split('-').map(Number)
      return { min, max }
    })
    .refine(({ min, max }) => min <= max, `the smaller number first, such as ${example}`)

/** "23:00-07:00", minutes after midnight; it may go past midnight. */
const hours = (example: string) =>
  z
    .string()
    .regex(/^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/, `hours such as ${example}`)
    .transform((value) => {
      const [from = 0, to = 0] = value.split('-').map((time) => {
        const [hour, minute] = time.split(':')
        return Number(hour) * 60 + Number(minute)
      })
      return { from, to }
    })

const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(/[\s,，]+/)
      .filter((item) => item !== '')
      .map((item) => (item.includes(':') ? item : `telegram:${item}`)),
  )

const httpUrl = (example: string) => z.url({ protocol: /^https?$/, error: `an address such as ${example}` })

/** http(s), a name or number others can reach, and no path (pages have theirs): a messenger refuses buttons that lead to localhost. */
function isPublic(value: string): boolean {
  const url = URL.parse(value)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    `${url.pathname}${url.search}${url.hash}${url.username}` !== '/'
  )
    return false
  return /[.:]/.test(url.hostname) && !/^(127\.|0\.|\[::1?\]|.*\.localhost$)/.test(url.hostname)
}

const environmentSchema = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'the token @BotFather gave, such as 123456789:AAE…')
    .optional(),
  TELEGRAM_API_ROOT: httpUrl('http://127.0.0.1:8081').optional(),
  TELEGRAM_PROXY: z
    .url({
      protocol: /^(https?|socks[45]?[ah]?)$/,
      error: 'an address such as socks5://127.0.0.1:1080 or http://127.0.0.1:7890',
    })
    .optional(),
  TELEGRAM_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'a public address such as https://bot.example.org/telegram' })
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, '16 to 256 letters, digits, - or _, such as the output of: openssl rand -hex 24')
    .optional(),
  TELEGRAM_WEBHOOK_HOST: z.string().default('127.0.0.1'),
  TELEGRAM_WEBHOOK_PORT: whole(0, 65535, 8443).default(8443),
  WECHAT: z.enum(['on', 'off'], { error: 'on or off' }).default('off'),
  WECHATY_PUPPET: z
    .string()
    .regex(/^(@[\w.-]+\/)?wechaty-puppet-[\w.-]+$/, 'the npm name of a puppet, such as wechaty-puppet-wechat4u')
    .default('wechaty-puppet-wechat4u'),
  WECHATY_PUPPET_SERVICE_TOKEN: z.string().optional(),
  WECHAT_FRIEND_WORD: z.string().max(50, 'at most 50 characters, such as 面试').optional(),
  WECHAT_MESSAGES_PER_MINUTE: whole(1, 60, 40).default(40),
  WECHAT_MESSAGES_PER_DAY: whole(10, 5000, 1000).default(1000),
  WECHAT_CHAT_PAUSE_SECONDS: secondsBetween('3-5').default({ min: 3, max: 5 }),
  WECHAT_SPREAD_MINUTES: whole(0, 120, 10).default(10),
  WECHAT_QUIET_HOURS: z
    .union([hours('23:00-07:00'), z.literal('off')], { error: 'hours such as 23:00-07:00, or off' })
    .default({ from: 23 * 60, to: 7 * 60 }),
  WEB: z.enum(['auto', 'on', 'off'], { error: 'auto, on or off' }).default('auto'),
  WEB_HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, 'an address of this machine such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  WEB_PORT: whole(0, 65535, 3000).default(3000),
  WEB_SECRET: z.string().min(8, 'at least 8 characters, such as the output of: openssl rand -hex 12').optional(),
  PUBLIC_URL: z
    .string()
    .refine(isPublic, 'the address people reach this server at, such as https://coach.example.org')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  ADMIN_SECRET: z.string().min(16, 'at least 16 characters, such as the output of: openssl rand -hex 24').optional(),
  DATA_DIR: z.string().default('./data'),
  DEFAULT_LANGUAGE: z.enum(['zh', 'en'], { error: 'zh or en' }).default('zh'),
  // Not looked up where nobody set it: that takes longer than all the rest.
  DEFAULT_TIMEZONE: z
    .string()
    .transform((zone, context) => {
      const official = isZone(zone)
      if (official === undefined) context.addIssue('an IANA time zone such as Asia/Shanghai')
      return official ?? z.NEVER
    })
    .default('Asia/Shanghai'),
  DEFAULT_TIME: minutesOfDay('08:00').default(480),
  DAY_STARTS_AT: minutesOfDay('03:00').default(180),
  ANSWER_IDLE_SECONDS: whole(0, 3600, 30).default(30),
  ACCESS: z.enum(['open', 'invite', 'allowlist'], { error: 'open, invite or allowlist' }).default('open'),
  INVITE_CODE: z.string().min(6, 'at least 6 characters, such as spring-2027').optional(),
  ALLOWED_IDS: list,
  ADMIN_IDS: list,
  MESSAGES_PER_MINUTE: whole(5, 1000, 40).default(40),
  QUESTIONS_PER_DAY: whole(1, 1000, 50).default(50),
  LLM_BASE_URL: httpUrl('https://api.example.com/v1 or http://127.0.0.1:11434/v1').optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  LLM_TIMEOUT_SECONDS: whole(1, 120, 20).default(20),
  LLM_ASSESSMENTS_PER_DAY: whole(0, 1000, 20).default(20),
  BACKUP_AT: z
    .union([minutesOfDay('04:30'), z.literal('off')], { error: 'a time of day such as 04:30, or off' })
    .default(270),
  BACKUP_KEEP_DAYS: whole(1, 3650, 14).default(14),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'debug, info, warn, error or silent' })
    .default('info'),
})

export type Config = z.infer<typeof environmentSchema>

/** Every key the program reads, in the order of `.env.example`. */
export const configKeys: string[] = Object.keys(environmentSchema.shape)

/** Bad configuration: one line a key, each with an example of a good value. Values are not repeated: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** @throws ConfigError naming every bad key at once */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    configKeys.flatMap((key) => {
      const value = environment[key]?.trim()
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
  const result = environmentSchema.safeParse(given)
  const lacking = keysLacking(given).map((line) => `  ${line}`)
  if (result.success && lacking.length === 0) return result.data
  const lines = [
    ...(result.error?.issues ?? []).map((issue) => `  ${issue.path.join('.')}: expected ${issue.message}`),
    ...lacking,
  ]
  throw new ConfigError(
    `The configuration has ${lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`} (.env or environment):\n${lines.join('\n')}`,
  )
}

/** A line for each key that the value of another makes necessary, whatever else is wrong. */
function keysLacking(given: Record<string, string>): string[] {
  const lacks = (...keys: string[]) => keys.every((key) => given[key] === undefined)
  const rules: [broken: boolean, line: string][] = [
    [given.ACCESS === 'invite' && lacks('INVITE_CODE'), 'INVITE_CODE: ACCESS=invite needs a code, such as spring-2027'],
    [
      given.ACCESS === 'allowlist' && lacks('ALLOWED_IDS', 'ADMIN_IDS'),
      'ALLOWED_IDS: ACCESS=allowlist needs ids, such as telegram:123456789',
    ],
    [
      !lacks('LLM_BASE_URL') && lacks('LLM_MODEL'),
      'LLM_MODEL: LLM_BASE_URL needs the name of a model, such as qwen3:8b',
    ],
    [
      !lacks('TELEGRAM_WEBHOOK_URL') && lacks('TELEGRAM_WEBHOOK_SECRET'),
      'TELEGRAM_WEBHOOK_SECRET: a webhook needs a secret, such as the output of: openssl rand -hex 24',
    ],
    [
      hasChatPage(given) && isReachable(given) && lacks('WEB_SECRET'),
      'WEB_SECRET: a page that others can reach needs one, such as the output of: openssl rand -hex 12',
    ],
  ]
  return rules.filter(([broken]) => broken).map(([, line]) => line)
}

/** From other machines: directly, or through a proxy. */
function isReachable({ WEB_HOST = 'localhost', PUBLIC_URL }: Record<string, string>): boolean {
  return !isLoopback(WEB_HOST) || PUBLIC_URL !== undefined
}

/** `auto`: where nothing else is configured. */
function hasChatPage({ WEB = 'auto', WECHAT, TELEGRAM_BOT_TOKEN }: Record<string, string>): boolean {
  return WEB === 'on' || (WEB === 'auto' && WECHAT !== 'on' && TELEGRAM_BOT_TOKEN === undefined)
}
