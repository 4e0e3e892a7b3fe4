import { computed, shallowRef } from 'vue'
import { newKey } from '@/api/idempotency'
import { sendPhoto, type Place, type SentPhoto } from '@/api/upload'

export type KeptPhoto = Pick<SentPhoto, 'id' | 'thumbnailUrl'>
export interface Chosen {
  readonly key: string
  readonly name: string
  readonly share: number
  readonly photo?: KeptPhoto
  readonly why?: string
  readonly mayRetry?: boolean
}

export const MOST_PHOTOS = 9

/** Photos that are on their way or have arrived, in the order they were chosen. `located` hears where one was taken. */
export function usePhotos(kept: readonly KeptPhoto[] = [], located: (place: Place) => void = () => undefined) {
  const chosen = shallowRef<readonly Chosen[]>(
    kept.map((photo) => ({ key: photo.id, name: '', share: 1, photo })),
  )
  const files = new Map<string, File>()
  const arrived = computed(() => chosen.value.flatMap(({ photo }) => photo ?? []))
  const sending = computed(() => chosen.value.some(({ photo, why }) => !photo && !why))

  function change(key: string, what: Partial<Chosen>): void {
    chosen.value = chosen.value.map((each) => (each.key === key ? { ...each, ...what } : each))
  }

  async function send(key: string): Promise<void> {
    const file = files.get(key)
    if (!file) return
    change(key, { share: 0, why: undefined })
    const answer = await sendPhoto(file, (share) => change(key, { share }))
    if ('why' in answer) return change(key, answer)
    const { id, thumbnailUrl, location } = answer
    change(key, { photo: { id, thumbnailUrl } })
    files.delete(key)
    if (location && chosen.value.some((each) => each.key === key)) located(location)
  }

  function add(newcomers: readonly File[]): void {
    for (const file of newcomers.slice(0, MOST_PHOTOS - chosen.value.length)) {
      const key = newKey()
      files.set(key, file)
      chosen.value = [...chosen.value, { key, name: file.name, share: 0 }]
      void send(key)
    }
  }

  function remove(key: string): void {
    files.delete(key)
    chosen.value = chosen.value.filter((each) => each.key !== key)
  }

  function clear(): void {
    files.clear()
    chosen.value = []
  }

  return { chosen, arrived, sending, add, remove, clear, again: send }
}

export type Photos = ReturnType<typeof usePhotos>
