import { describe, expect, it } from 'vitest'
import { ConfigError, configKeys, readConfig } from '../src/config.ts'

function mistakes(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1)
    throw error
  }
  return []
}

/** For each key that can be wrong a wrong value; none of it may be repeated in the message. */
const wrong: Record<string, string> = {
  TELEGRAM_BOT_TOKEN: 'not-a-token-5f3a',
  TELEGRAM_API_ROOT: 'ftp://wrong-5f3a',
  TELEGRAM_PROXY: 'wrong-5f3a',
  TELEGRAM_WEBHOOK_URL: 'wrong-5f3a',
  TELEGRAM_WEBHOOK_SECRET: '5f3a',
  TELEGRAM_WEBHOOK_PORT: '70000',
  WECHAT: 'maybe-5f3a',
  WECHATY_PUPPET: 'puppet-5f3a',
  WECHAT_FRIEND_WORD: '5f3a'.repeat(20),
  WECHAT_MESSAGES_PER_MINUTE: '600',
  WECHAT_MESSAGES_PER_DAY: '0',
  WECHAT_CHAT_PAUSE_SECONDS: '5-3',
  WECHAT_SPREAD_MINUTES: '-1',
  WECHAT_QUIET_HOURS: '25-5f3a',
  WEB: 'maybe-5f3a',
  WEB_HOST: 'http://5f3a/',
  WEB_PORT: '5f3a',
  WEB_SECRET: '5f3a',
  PUBLIC_URL: 'http://localhost:3000/5f3a',
  ADMIN_SECRET: '5f3a',
  DEFAULT_LANGUAGE: 'fr-5f3a',
  DEFAULT_TIMEZONE: 'Mars/5f3a',
  DEFAULT_TIME: '25:00',
  DAY_STARTS_AT: '3',
  ANSWER_IDLE_SECONDS: '1.5',
  ACCESS: 'wrong-5f3a',
  INVITE_CODE: '5f3a',
  MESSAGES_PER_MINUTE: '1',
  QUESTIONS_PER_DAY: 'many-5f3a',
  BACKUP_AT: 'never-5f3a',
  BACKUP_KEEP_DAYS: '0',
  LOG_LEVEL: 'loud-5f3a',
}

describe('readConfig', () => {
  it('needs nothing and has the documented defaults', () => {
    expect(readConfig({})).toMatchObject({
      WEB: 'auto',
      WEB_HOST: '127.0.0.1',
      WEB_PORT: 3000,
      DATA_DIR: './data',
      DEFAULT_LANGUAGE: 'zh',
      DEFAULT_TIMEZONE: 'Asia/Shanghai',
      DEFAULT_TIME: 480,
      DAY_STARTS_AT: 180,
      WECHAT: 'off',
      WECHATY_PUPPET: 'wechaty-puppet-wechat4u',
      WECHAT_MESSAGES_PER_MINUTE: 40,
      WECHAT_MESSAGES_PER_DAY: 1000,
      WECHAT_CHAT_PAUSE_SECONDS: { min: 3, max: 5 },
      WECHAT_SPREAD_MINUTES: 10,
      WECHAT_QUIET_HOURS: { from: 1380, to: 420 },
      ANSWER_IDLE_SECONDS: 30,
      ACCESS: 'open',
      ALLOWED_IDS: [],
      ADMIN_IDS: [],
      BACKUP_AT: 270,
      BACKUP_KEEP_DAYS: 14,
      LOG_LEVEL: 'info',
    })
  })

  it('takes an empty value for none, trims, and ignores other variables', () => {
    const config = readConfig({ DEFAULT_TIME: ' 21:30 ', ACCESS: '', PATH: '/bin', DEFAULT_TIMEZONE: 'asia/tokyo' })
    expect(config).toMatchObject({ DEFAULT_TIME: 1290, ACCESS: 'open', DEFAULT_TIMEZONE: 'Asia/Tokyo' })
    expect(config).not.toHaveProperty('PATH')
    expect(readConfig({ BACKUP_AT: 'off' }).BACKUP_AT).toBe('off')
  })

  it('reads lists of ids, of Telegram unless said otherwise', () => {
    expect(readConfig({ ADMIN_IDS: '123, wechat:abc，456' }).ADMIN_IDS).toEqual([
      'telegram:123',
      'wechat:abc',
      'telegram:456',
    ])
  })

  it('names every bad key at once, each with what is expected and none with its value', () => {
    const lines = mistakes(wrong)
    expect(lines.map((line) => line.trim().split(':')[0])).toEqual(Object.keys(wrong))
    for (const line of lines) {
      expect(line).not.toContain('5f3a')
      expect(line).not.toMatch(/invalid|undefined|expected (expected|string)/i)
    }
  })

  it.each(Object.keys(wrong))('%s alone: one line', (key) => {
    expect(mistakes({ [key]: wrong[key] ?? '' }).filter((line) => line.includes(key))).toHaveLength(1)
  })

  it('what one key demands of another is said along with the rest', () => {
    expect(
      mistakes({ ACCESS: 'invite', TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/t', LOG_LEVEL: 'loud' }).map(
        (line) => line.trim().split(':')[0],
      ),
    ).toEqual(['LOG_LEVEL', 'INVITE_CODE', 'TELEGRAM_WEBHOOK_SECRET'])
    expect(mistakes({ WEB_HOST: '0.0.0.0' })).toEqual([expect.stringContaining('WEB_SECRET')])
    expect(mistakes({ WEB_HOST: '0.0.0.0', WEB_SECRET: 'spring-2027' })).toEqual([])
    expect(mistakes({ WEB_HOST: '::1' })).toEqual([])
    const proxied = { PUBLIC_URL: 'https://coach.example.org' }
    expect(mistakes(proxied)).toEqual([expect.stringContaining('WEB_SECRET')])
    expect(mistakes({ ...proxied, WEB: 'off' })).toEqual([])
    expect(mistakes({ WEB_HOST: '0.0.0.0', TELEGRAM_BOT_TOKEN: '123456:abcdefghijklmnopqrstuvwxyz' })).toEqual([])
    expect(mistakes({ ACCESS: 'allowlist' })).toEqual([expect.stringContaining('ALLOWED_IDS')])
    expect(mistakes({ ACCESS: 'allowlist', ADMIN_IDS: '1' })).toEqual([])
    expect(mistakes({ ACCESS: 'invite', INVITE_CODE: 'spring-2027' })).toEqual([])
  })

  it('every key it reads is listed once', () => {
    expect(new Set(configKeys).size).toBe(configKeys.length)
    for (const key of Object.keys(wrong)) expect(configKeys).toContain(key)
  })
})

describe('PUBLIC_URL', () => {
  it.each([
    ['https://coach.example.org', 'https://coach.example.org'],
    ['https://coach.example.org/', 'https://coach.example.org'],
    ['http://203.0.113.7:8080', 'http://203.0.113.7:8080'],
  ])('%s is one', (given, kept) => {
    expect(readConfig({ PUBLIC_URL: given, WEB: 'off' }).PUBLIC_URL).toBe(kept)
  })

  it.each([
    'coach.example.org',
    'ftp://coach.example.org',
    'http://localhost',
    'http://127.0.0.1:3000',
    'http://[::1]/',
    'http://0.0.0.0:3000',
    'https://coach',
    'https://example.org/coach',
    'https://coach.example.org/?a=b',
    'https://me:pass@coach.example.org',
  ])('%s is none', (given) => {
    expect(mistakes({ PUBLIC_URL: given, WEB: 'off' })).toEqual([
      expect.stringContaining('such as https://coach.example.org'),
    ])
  })
})
