const zh = {
  title: '说了就有结果',
  DECISION: '大家定的',
  SOLVED: '已经解决',
  SUGGESTION: '采纳的建议',
  before: '之前',
  after: '之后',
  responsible: '谁来办：{name}',
  done: '已经办好',
  due: '{day} 前办好',
  overdue: '过了 {day}，还没办好',
  thanks: '感谢 {names}',
  nothing: '大家提的事有了结果，就会出现在这里。',
  away: '暂时连不上，这是 {at} 的内容。',
  lost: '暂时连不上，正在重试。',
  pause: '停一停',
  goOn: '继续',
  earlier: '上一条',
  later: '下一条',
  place: '第 {n} 条，共 {all} 条',
}

const en: typeof zh = {
  title: 'What came of it',
  DECISION: 'Decided together',
  SOLVED: 'Solved',
  SUGGESTION: 'Suggestion taken up',
  before: 'Before',
  after: 'After',
  responsible: 'Seen to by {name}',
  done: 'Done',
  due: 'To be done by {day}',
  overdue: 'Was to be done by {day}, and is not',
  thanks: 'Thanks to {names}',
  nothing: 'What residents asked for appears here once something has come of it.',
  away: 'No connection for now; this is from {at}.',
  lost: 'No connection for now; trying again.',
  pause: 'Pause',
  goOn: 'Go on',
  earlier: 'Earlier',
  later: 'Later',
  place: '{n} of {all}',
}

export const LANGUAGE = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh-CN'

/** The words in the language of the address, Chinese unless it says `?lang=en`. */
export function say(name: keyof typeof zh, gaps: Record<string, string | number> = {}): string {
  const words = (LANGUAGE === 'en' ? en : zh)[name]
  return words.replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''))
}

export function day(date: string): string {
  const [year = 0, month = 1, number = 1] = date.split('-').map(Number)
  return new Intl.DateTimeFormat(LANGUAGE, { month: 'long', day: 'numeric' }).format(new Date(year, month - 1, number))
}

export function moment(at: number | string): string {
  const options: Intl.DateTimeFormatOptions = { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(LANGUAGE, options).format(new Date(at))
}
