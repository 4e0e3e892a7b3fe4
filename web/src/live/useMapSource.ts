import { shallowRef, type Ref } from 'vue'

export interface MapSource { readonly tiles: string | null; readonly credit: string }

const NONE: MapSource = { tiles: null, credit: '' }
let asked: Promise<MapSource> | undefined

async function ask(): Promise<MapSource> {
  try {
    const response = await fetch('/map.json')
    return response.ok ? ((await response.json()) as MapSource) : NONE
  } catch {
    asked = undefined
    return NONE
  }
}

/** Where the picture under maps comes from; undefined until the server has said, and none where it has none. */
export function useMapSource(): Readonly<Ref<MapSource | undefined>> {
  const source = shallowRef<MapSource>()
  asked ??= ask()
  void asked.then((told) => (source.value = told))
  return source
}
