import { readonly, shallowRef, watch } from 'vue'
import { client } from '@/api/client'
import { token } from '@/api/token'
import { NoticeToldDocument, UnreadNoticesDocument, type NoticeFullFragment } from '@/gql/graphql'
import { comebacks } from './line'
import { listen } from './listen'
import { say } from './notices'

const count = shallowRef(0)
const last = shallowRef<NoticeFullFragment>()
const AGAIN_MS = 5_000
let newest: number | undefined
let stop: (() => void) | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** How many notices the viewer has not marked as read. */
export const unread = readonly(count)

/** The notice that came last while the page was open. */
export const lastTold = readonly(last)

/** Takes over what the server says is left. */
export function nowUnread(left: number): void {
  count.value = left
}

function hear(told: NoticeFullFragment): void {
  if (told.seq <= (newest ?? 0)) return
  newest = told.seq
  last.value = told
  if (!told.read) count.value += 1
  say(told.message)
}

function follow(): void {
  const variables = {
    get after() {
      return newest
    },
  }
  stop ??= listen(NoticeToldDocument, variables, ({ notices }) => hear(notices))
}

async function ask(): Promise<void> {
  clearTimeout(timer)
  const asker = token.value
  const { data } = await client.value.query(UnreadNoticesDocument, {}).toPromise()
  if (asker !== token.value || !asker) return
  if (!data) {
    timer = setTimeout(ask, AGAIN_MS)
    return
  }
  count.value = data.unreadNotices
  newest ??= data.notices.edges[0]?.node.seq ?? 0
  follow()
}

function forget(): void {
  clearTimeout(timer)
  stop?.()
  stop = undefined
  newest = undefined
  count.value = 0
  last.value = undefined
}

/** Follows what whoever is signed in is told, and says it as it comes. */
export function followNotices(): void {
  watch(
    token,
    (now) => {
      forget()
      if (now) void ask()
    },
    { immediate: true },
  )
  watch(comebacks, () => token.value && ask())
}
