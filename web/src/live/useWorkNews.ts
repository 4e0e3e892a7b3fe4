import { onScopeDispose, shallowRef } from 'vue'
import { i18n } from '@/i18n'
import type { News } from './useWork'

const APART_MS = 2_000
const MOST_READ_OUT = 3
const TOLD = ['received', 'reopened', 'overdue', 'handed_over', 'assigned'] as const

function line({ card, kinds }: News): string[] {
  const what = TOLD.find((each) => kinds.includes(`report.${each}`))
  return what ? [i18n.global.t('work.newsLine', { what: i18n.global.t(`work.news.${what}`), words: card.description })] : []
}

/** What screen readers are told of the board: what came in, in one breath; of much at once only how much it is. */
export function useWorkNews() {
  const words = shallowRef('')
  const fresh = shallowRef<ReadonlySet<string>>(new Set())
  let gathered: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function speak(): void {
    timer = gathered.length ? setTimeout(speak, APART_MS) : undefined
    if (!gathered.length) return
    const n = gathered.length
    words.value = n > MOST_READ_OUT ? i18n.global.t('work.newsMany', { n }, n) : gathered.join('\n')
    gathered = []
  }

  function tell(news: readonly News[]): void {
    gathered.push(...news.flatMap(line))
    fresh.value = new Set(news.map(({ card }) => card.id))
    if (timer === undefined) speak()
  }

  onScopeDispose(() => clearTimeout(timer))
  return { words, fresh, tell }
}
