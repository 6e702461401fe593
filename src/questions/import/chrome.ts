import type { Read } from './roles.ts'

/** What a site, a printer or an office programme put around the text. Whole lines only, folded. */

/** Dropped wherever it stands: page numbers, counters, buttons, page headers. */
const anywhere = [
  /^第\s?(?:page|\d{1,4})\s?页\s?[,，/、]?\s?(?:共\s?(?:numpages|\d{1,4})\s?页)?$/,
  /^(?:page\s)?\d{1,4}\s?(?:of|\/)\s?\d{1,4}$/,
  /^(?:-{1,3}\s?)?\d{1,4}\s?-{1,3}$/,
  /^page \d{1,4}$/,
  /^.{0,60}_第\d{1,3}页$/,
  /^(?:您?已|还)(?:看|阅读|剩).{0,12}页.{0,30}$/,
  /^(?:点击)?(?:展开|查看|阅读|加载)(?:更多|全文|全部|剩余|下一页).{0,12}$/,
  /^(?:下载|举报|收藏|分享|点赞|关注|评论|打印|返回顶部|返回目录|返回首页|上一篇|下一篇|上一页|下一页|登录|注册|目录|收起|展开)$/,
  /^(?:下载本文档|立即下载|免费下载|下载文档|复制链接|版权申诉|举报文档|相关推荐|猜你喜欢)$/,
  /^约\s?[\d.]+\s?(?:千|万)?字$/,
  /^约?\s?\d{1,4}\s?页$/,
  /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?\s?发布.{0,12}$/,
  /^https?:\/\/\S{3,200}$/,
  /^(?:←|→|«|»|\[?←).{0,40}$/,
]

/** Where the site's own text begins behind the document: nothing after it is the document's, unless a question is. */
const tail = [
  /^文档评论\s?(?:\(\d*\))?$/,
  /^(?:相关|推荐|更多|类似|热门|最新)(?:文档|推荐|文章|阅读|资料|资源|内容|课程|试题|下载).{0,10}$/,
  /^(?:猜你喜欢|你可能(?:还)?(?:喜欢|感兴趣).{0,10}|大家都在看|本文档由.{0,40}|版权(?:声明|说明|申诉|所有).{0,200}|免责声明.{0,200}|声明:.{0,200})$/,
  /^(?:上传者|[^,。;]{0,20}(?:实名认证|文档贡献者|该用户很懒))[^。;]{0,30}$/,
  /^(?:\d{1,4}\s?条?评论|发表评论|网友评论|全部评论|评论区)(?:\s?\(\d*\))?$/,
  /^(?:关于我们|联系我们|网站地图|友情链接|帮助中心).{0,60}$/,
  /^.{0,40}(?:icp备|公网安备|all rights reserved|copyright ©).{0,80}$/,
  /^(?:related|recommended|popular|similar|recent) (?:articles?|posts?|documents?|reading|questions|resources).{0,20}$/,
  /^(?:leave a (?:reply|comment)|comments? ?\(\d*\)|share this(?: article| post)?|subscribe(?: to .{0,40})?|sign up (?:for|to) .{0,60}|about the author|you may also like)$/,
  /^.{0,30}(?:剩余内容|余下内容|全文|后续内容).{0,14}(?:付费|购买|登录|开通|会员|vip|下载).{0,30}$/,
]

/** What a reader pays for: the text itself. `登录手机银行后查看明细` is an answer of a bank's. */
const theRest =
  '(?:剩余|余下|其余|后续|更多|全部|完整|未读|隐藏|本文|正文|原文|下文|文章|文档|资料|全文|答案|解析|内容).{0,6}'
const verbs = '(?:继续)?(?:阅读|查看|浏览|下载|获取|解锁|可见|显示)'

/** Says that the rest is to be paid for: the text before it breaks off. */
const paywall = new RegExp(
  [
    '还(?:有|剩).{0,8}(?:页|%|内容).{0,12}(?:未读|继续|展开|阅读)',
    `(?:付费|购买|登录|登陆|开通|升级|解锁|订阅|关注|扫码)(?:会员|vip|公众号|本站|账号)?(?:之?后|即可|才能|可以?|以)?.{0,6}${verbs}(?:$|[,。!>]|${theRest})`,
    `${theRest}(?:需要?|须|请|待).{0,4}(?:付费|购买|登录|登陆|开通|升级|解锁|订阅|关注)`,
    '(?:解锁|展开)(?:全文|全部|剩余|余下)',
    '(?:试读|预览|免费部分|试看)(?:已)?(?:结束|完毕|到此)',
    '(?:vip|会员)(?:专享|可见|文档|内容)',
    '内容(?:被)?(?:截断|已隐藏|未完)',
    '(?:log ?in|sign ?in|subscribe|upgrade|register|purchase|buy)\\b.{0,30}\\b(?:to (?:read|view|see|continue|unlock)|full)',
    'continue reading|(?:end of|this is a) (?:free )?preview|remaining .{0,20}(?:locked|hidden)',
  ].join('|'),
)

export function isChrome(line: Read): boolean {
  return !line.code && line.text.length <= 120 && anywhere.some((pattern) => pattern.test(line.key))
}

export function opensTail(line: Read): boolean {
  return !line.code && line.text.length <= 260 && tail.some((pattern) => pattern.test(line.key))
}

export function isPaywall(line: Read): boolean {
  return !line.code && line.text.length <= 60 && !line.mark && !/[?]/.test(line.key) && paywall.test(line.key)
}

/** Lines that repeat through the document and carry an address or a page: headers and footers of a printed page. */
export function repeated(lines: Read[]): Set<Read> {
  const seen = new Map<string, Read[]>()
  for (const line of lines) {
    if (line.code || line.table || line.label || line.text.length > 60) continue
    if (!/www\.|https?:|\.com|\.cn|\.net|文库|页|资料|微信|公众号|版权/.test(line.key)) continue
    const shape = line.key.replace(/\d+/g, '#')
    seen.set(shape, [...(seen.get(shape) ?? []), line])
  }
  return new Set([...seen.values()].filter((group) => group.length >= 3).flat())
}
