import { computed, shallowRef, watch } from 'vue'
import { ViewerDocument, type ViewerFullFragment } from '@/gql/graphql'
import { comebacks, hangUp } from '@/live/line'
import { say } from '@/live/notices'
import { i18n } from '@/i18n'
import { client, onTokenRefused, renewClient } from './client'
import { followOtherTabs, keepToken, token } from './token'

/** Who looks at the page; null for a guest, undefined until the server has answered. */
export const viewer = shallowRef<ViewerFullFragment | null | undefined>(token.value ? undefined : null)

/** Grows with every change of identity or language; the page starts afresh on it. */
export const epoch = shallowRef(0)

export const signedIn = computed(() => Boolean(viewer.value ?? token.value))
export const isStaff = computed(
  () => viewer.value?.roles.some((role) => role === 'COMMUNITY_STAFF' || role === 'ADMIN') ?? false,
)

/** Whether the viewer's level lets them look after the comments of their building. */
export const looksAfterComments = computed(
  () => viewer.value?.resident.rights.some(({ right }) => right === 'MODERATE_COMMENTS') ?? false,
)

/** Whether the viewer holds an office of any kind, and so sees what comes in. */
export const holdsOffice = computed(() => viewer.value?.roles.some((role) => role !== 'RESIDENT') ?? false)

export async function loadViewer(): Promise<void> {
  if (!token.value) {
    viewer.value = null
    return
  }
  const { data, error } = await client.value.query(ViewerDocument, {}, { requestPolicy: 'network-only' }).toPromise()
  if (data?.viewer) viewer.value = data.viewer
  else if (!error) endSession()
}

/** Starts afresh: a new client, a new line, and the pages built anew. */
export function startAfresh(): void {
  renewClient()
  hangUp()
  epoch.value += 1
}

export async function becomeSignedIn(newToken: string): Promise<void> {
  keepToken(newToken)
  startAfresh()
  await loadViewer()
}

export function becomeGuest(): void {
  keepToken(null)
  viewer.value = null
  startAfresh()
}

/** The server ended the session: go on as a guest, and say so. */
export function endSession(): void {
  if (!token.value) return
  becomeGuest()
  say(i18n.global.t('signIn.ended'))
}

export function watchIdentity(): void {
  onTokenRefused(endSession)
  watch(comebacks, () => viewer.value === undefined && loadViewer())
  followOtherTabs(() => {
    startAfresh()
    void loadViewer()
  })
}
