import type { Folded } from './fold.ts'

/**
 * Words of the field that people say in the other language ("cash flow 要看三年", "it's about 诚信"). Each line: the
 * English ways of saying it, then the Chinese ones; the first of either is what the cues are likely to know.
 */
const pairs = `
cash flow|cashflow = 现金流
operating cash flow|cash from operations = 经营现金流|经营性现金流
cash flow statement = 现金流量表
profit and loss|p&l|income statement = 利润表|损益表
balance sheet = 资产负债表
financial statements|financials|accounts = 报表|财务报表
net profit|net income = 净利润
profit|profits|earnings = 利润
gross margin|margin|margins = 毛利率|毛利
revenue|sales|turnover = 销售收入|营业收入
cost|costs = 成本
working capital = 营运资金|流动资金
receivables|accounts receivable|ar|debtors = 应收账款|应收
payables|accounts payable|ap|creditors = 应付账款|应付
inventory|stock = 存货|库存
turnover days|days outstanding|dso = 周转天数
leverage|gearing|debt ratio = 负债率|杠杆
short-term debt|short term debt = 短期借款
one-off|non-recurring|exceptional items = 一次性|非经常性
cross-check|cross check|cross-checked|reconcile = 交叉验证|互相核对|对账
tax return|tax filing|tax returns|tax filings = 纳税申报|报税
bank statement|bank statements|transaction record = 流水|银行流水
due diligence|dd = 尽调|尽职调查
site visit|visited the site|on-site|onsite = 现场|实地
supply chain|upstream|suppliers|supplier = 上下游|供应商
purpose|use of funds|loan purpose = 用途|贷款用途
source of repayment|repayment source = 还款来源|第一还款来源
repay|repayment|pay back|paid back = 还款
paid off|fully repaid|pay off|repaid in full = 还清|结清
collateral|security|pledge = 抵押物|抵押|质押
mortgage = 按揭|房贷|抵押贷款
guarantee|guaranteed = 担保|保函
guarantor|guarantors = 担保人|保证人
letter of credit|l/c|lc = 信用证
facility|credit line|credit limit = 授信|额度
renewal|roll over|rollover|extension = 续贷|展期
bridge loan|bridging loan = 过桥|过桥贷款
loan|lending = 贷款
approval|approved|sign-off = 审批|批下来
interest rate|pricing|rate = 利率|定价
interest = 利息
principal = 本金
penalty interest|late fee|default interest = 罚息|违约金
fee|fees|charges = 手续费|费用
annualised|annualized|apr|effective rate = 年化
instalment|instalments|installment|installments = 分期
early repayment|prepay|prepayment = 提前还款|提前还
overdue|in arrears|missed payment|late payment = 逾期
default|defaulted = 违约
bad debt|npl|non-performing = 不良|坏账
credit report|credit history|credit record = 征信|征信报告|信用记录
dispute|objection|raise a dispute = 异议|提异议
deposit|deposits|savings = 存款
time deposit|fixed deposit|term deposit = 定期存款|定期
wealth product|wealth management|investment product = 理财|理财产品
fund|funds|mutual fund = 基金
insurance|policy = 保险|保单
nav|net asset value = 净值
principal protected|capital guaranteed = 保本
risk assessment|risk rating|risk profile|suitability = 风险测评|风险等级
risk|risks|risky = 风险
volatility|volatile|fluctuate|fluctuation = 波动
loss|lose money|losses = 亏损|亏钱
return|returns|yield = 收益|收益率
asset allocation|portfolio|diversify|diversification = 资产配置|分散
liquidity|liquid = 流动性
private banking|high net worth|hnw = 私行|高净值
succession|inheritance = 传承
trust fund|family trust = 家族信托
exchange rate|fx rate = 汇率
fx|foreign exchange|foreign currency = 外汇|购汇|换汇
forward|forward contract|hedge|hedging = 远期|锁汇|套期保值
quota|allowance = 额度|便利化额度
tuition|school fees = 学费
admission letter|offer letter = 录取通知
settlement|payroll = 结算|代发|代发工资
compliance|compliant = 合规
red line|bottom line = 红线|底线
policy says|rules|regulation|regulations|the rules = 规定|制度
money laundering|aml = 洗钱|反洗钱
know your customer|kyc = 了解客户|客户身份识别
suspicious|suspicious transaction = 可疑|可疑交易
tip off|tipping off = 泄露|通风报信
scam|scams|fraud|scammer = 诈骗|骗局|骗子
police|call the police = 报警|警察
freeze|stop payment = 止付|冻结
verification code|otp = 验证码
personal data|personal information|client data|privacy|confidential = 个人信息|客户信息|隐私|保密
kickback|bribe|commission on the side = 回扣|好处费
conflict of interest = 利益冲突
record|records|document it|documented = 记录|留痕
recording|on tape = 录音|录像|双录
escalate|escalated|report to my manager = 上报|汇报
manager|boss|supervisor|line manager = 主管|领导|经理
colleague|colleagues|teammate = 同事
team|teamwork = 团队
client|clients|customer|customers = 客户
complaint|complain|complained|complaints = 投诉
apologise|apologize|apologised|apologized|apology|say sorry|said sorry = 道歉|对不起|抱歉
listen|listened|hear them out|hear him out|hear her out = 听完|倾听|先听
calm down|calm him down|calm her down|calmed down = 安抚|冷静下来
empathy|empathise|empathize|put myself in their shoes = 同理心|换位思考|理解他
explain|explained = 解释|讲清楚|说清楚
confirm|confirmed = 确认
check|checked|verify|verified|double check|double-check = 核实|核对
investigate|look into|looked into|find out why|root cause = 查清原因|原因|查清
responsible|responsibility|take ownership|own it|my fault|my mistake = 责任|我的错|承担责任
solution|solutions|fix it|fixed it|workaround = 解决方案|解决办法|办法
alternative|alternatives|option|options|plan b = 备选|替代方案|别的办法
call back|called back|phone back|ring back = 回电话|回电
follow up|follow-up|followed up|followup|check in|checked in = 跟进|回访
visit|visited|drop by = 拜访|上门
appointment|make an appointment = 预约|约时间
feedback = 反馈
review|retrospective|reflect|reflected|post-mortem = 复盘|反思|总结
lesson|lesson learned|learnt|learned = 教训|学到
process|procedure|workflow = 流程
checklist|to-do list|todo list = 清单
template = 模板
training|train = 培训
deadline|due date = 截止|期限
schedule|timeline|timetable = 时间表|计划
priority|prioritise|prioritize|prioritised|prioritized|urgent = 优先|轻重缓急|最急
target|targets|kpi|quota to hit = 指标|任务|业绩
pressure|stress|stressed = 压力
overtime = 加班
business trip|business trips|travel = 出差
goal|goals = 目标
progress = 进度|进展
result|results|outcome = 结果
improve|improved|improvement = 改进|提高|改善
data|figures|numbers = 数据|数字
analysis|analyse|analyze|analysed|analyzed = 分析
research|homework beforehand = 调研|做功课
plan|planned = 计划
strength|strengths = 优点|优势
weakness|weaknesses = 缺点|不足
experience = 经历|经验
internship|intern = 实习
responsible for|in charge of|led = 负责|带领
communicate|communication = 沟通
negotiate|negotiated|negotiation = 谈判|协商
persuade|convinced|convince = 说服
conflict|argument|argued = 冲突|争执|吵
trust|trusted = 信任
honest|honesty|integrity|tell the truth|told the truth|be frank = 诚信|诚实|说真话|讲真话|实话
hide|hid|conceal = 隐瞒|瞒着
promise|promised = 承诺|答应
expectation|expectations|manage expectations = 期望|预期
relationship|rapport = 关系
loyalty|loyal|retain|retention = 留住|忠诚
referral|referrals|referred|introduced me to = 介绍|转介绍
competitor|competitors|other banks = 同业|别的银行|他行
market|market conditions = 市场|行情
industry|sector = 行业
cost of capital|cost of funds|funding cost = 资金成本
capital|equity = 资本|自有资金
cash = 现金
contract|contracts|agreement = 合同
evidence|proof = 证据|凭证
invoice|invoices = 发票
order|orders = 订单
salary|pay = 工资|薪资
bonus = 奖金
resign|resigned|notice period = 辞职|离职
handover|hand over|handed over = 交接
refuse|refused|say no|said no|decline|declined|turn down|turned down = 拒绝|不能办|婉拒
reason|reasons = 原因|理由
family|family members = 家人
elderly|old people = 老人
patient|patience = 耐心
detail|details = 细节
nobody can delete|cannot be deleted = 删不掉|消不掉
five years = 五年
free of charge|free = 免费|不收费
authority|authorised|authorized = 权限
documents|documentation|paperwork|materials = 材料|资料
`
  .trim()
  .split('\n')
  .map((line) => line.split(' = ').map((side) => side.split('|')) as [string[], string[]])

/** Words of Taiwan and Hong Kong, in simplified signs, with what the cues call them. */
const regional =
  '客诉 投诉,理专 客户经理,行员 同事,资讯 信息,计画 计划,定存 定期存款,存摺 存折,户头 账户,提款 取款,薪转 代发工资,房屋贷款 房贷,简讯 短信,电邮 邮件,联络 联系,连络 联系,晓得 知道,列印 打印,影片 视频,品质 质量,追踪 跟进,检讨 复盘,回馈 反馈,转帐 转账,汇出 汇款,保证人 担保人,经办 同事,稽核 检查,法遵 合规,洗防 反洗钱,授信 贷款,延滞 逾期,催缴 催收,展延 展期,损益表 利润表,联征 征信报告,动拨 放款,担保品 抵押物,周转金 流动资金,信用状 信用证,远汇 远期,鉴价 评估,副理 经理,襄理 经理,职涯 职业规划,同仁 同事,长官 领导,洗钱防制 反洗钱,人头户 出借账户,个资 个人信息,行销 营销,陌生开发 陌生拜访,储蓄险 保险,专案 项目,厘清 查清,退件 拒绝,送件 申请,补件 补材料'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string])

type Language = 'zh' | 'en'

const meanings: Record<Language, Map<string, string>> = {
  zh: new Map([
    ...pairs.flatMap(([english, chinese]) => english.map((term) => [term, chinese.slice(0, 2).join('、')] as const)),
    ...regional,
  ]),
  en: new Map(pairs.flatMap(([english, chinese]) => chinese.map((term) => [term, ` ${english[0]} `]))),
}

const longestFirst = (terms: Iterable<string>) =>
  [...terms].sort((a, b) => b.length - a.length).map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))

const foreign: Record<Language, RegExp> = {
  zh: new RegExp(`(?<![a-z])(?:${longestFirst(meanings.zh.keys()).join('|')})(?![a-z])`, 'gu'),
  en: new RegExp(longestFirst(meanings.en.keys()).join('|'), 'gu'),
}

/** A reply to a question in `language` with each known word of the other language or region followed by what it means. */
export function glossed(folded: Folded, language: Language): Folded {
  let text = ''
  const origin: number[] = []
  let at = 0
  const copy = (to: number) => {
    text += folded.text.slice(at, to)
    for (; at < to; at++) origin.push(folded.origin[at] ?? 0)
  }
  for (const match of folded.text.matchAll(foreign[language])) {
    const meaning = meanings[language].get(match[0]) ?? ''
    copy(match.index + match[0].length)
    text += meaning
    // Whatever is heard in the meaning was said by the word.
    for (let unit = 0; unit < meaning.length; unit++) origin.push(folded.origin[match.index] ?? 0)
  }
  copy(folded.text.length)
  origin.push(folded.origin[at] ?? 0)
  return { text, origin }
}
