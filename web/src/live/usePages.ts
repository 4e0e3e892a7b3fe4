import type { CombinedError } from '@urql/core'
import { shallowRef } from 'vue'
import { sentence } from '@/api/problem'

export interface Page<Item> {
  items: readonly Item[]
  endCursor: string | null
  hasNextPage: boolean
}
export type Loaded<Item> = { page: Page<Item> } | { error: CombinedError | undefined }

/** A list that grows page by page; `load` fetches what comes after a cursor. */
export function usePages<Item extends { readonly id: string }>(load: (after: string | null) => Promise<Loaded<Item>>) {
  const items = shallowRef<readonly Item[]>([])
  const hasMore = shallowRef(true)
  const loading = shallowRef(false)
  const trouble = shallowRef('')
  let cursor: string | null = null
  let turn = 0

  async function fetch(after: string | null, take: (page: Page<Item>) => void): Promise<void> {
    const mine = ++turn
    loading.value = true
    trouble.value = ''
    const loaded = await load(after)
    if (mine !== turn) return
    loading.value = false
    if ('error' in loaded) trouble.value = sentence(loaded.error)
    else take(loaded.page)
  }

  function append(page: Page<Item>): void {
    const known = new Set(items.value.map((item) => item.id))
    items.value = [...items.value, ...page.items.filter((item) => !known.has(item.id))]
    cursor = page.endCursor ?? cursor
    hasMore.value = page.hasNextPage
  }

  function restart(page: Page<Item>): void {
    items.value = []
    cursor = null
    append(page)
  }

  /** Puts what is new on top, or starts again when the newest page joins nothing already shown. */
  function putOnTop(page: Page<Item>): void {
    const fresh = new Map(page.items.map((item) => [item.id, item]))
    const joins = items.value.some((item) => fresh.has(item.id))
    if (!joins) return restart(page)
    items.value = [...page.items, ...items.value.filter((item) => !fresh.has(item.id))]
  }

  return {
    items,
    hasMore,
    loading,
    trouble,
    more: () => (loading.value ? Promise.resolve() : fetch(cursor, append)),
    reload: () => fetch(null, restart),
    refreshTop: () => fetch(null, putOnTop),
    refreshEnd: () => (hasMore.value ? Promise.resolve() : fetch(cursor, append)),
  }
}
