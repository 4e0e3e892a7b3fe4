import { onScopeDispose, shallowRef } from 'vue'
import { i18n } from '@/i18n'
import type { Scene } from './replay/story'
import { told } from './replay/tell'

const APART_MS = 3_000
/** More than this nobody could listen to in the time. */
const MOST_READ_OUT = 3

/** What screen readers are told of a story that is played: all of it while it is slow, else the last and how many. */
export function useTeller(nameOf: (id: string) => string) {
  const words = shallowRef('')
  let gathered: Scene[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function sentence(scene: Scene): string {
    const { says, quote } = told(scene, nameOf)
    return quote ? `${says}：${quote}` : says
  }

  function speak(): void {
    timer = gathered.length ? setTimeout(speak, APART_MS) : undefined
    const skipped = gathered.length - MOST_READ_OUT
    const said = gathered.slice(-MOST_READ_OUT).map(sentence)
    if (skipped > 0) said.unshift(i18n.global.t('replay.caughtUp', { n: skipped }, skipped))
    if (gathered.length) words.value = said.join('\n')
    gathered = []
  }

  function hear(scenes: readonly Scene[]): void {
    gathered.push(...scenes)
    if (timer === undefined) speak()
  }

  onScopeDispose(() => clearTimeout(timer))
  return { words, hear }
}
