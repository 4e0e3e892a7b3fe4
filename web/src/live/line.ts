import { createClient, type Client } from 'graphql-ws'
import { computed, shallowRef } from 'vue'
import { token } from '@/api/token'
import { locale } from '@/i18n'

const SESSION_ENDED = 4403
const NORMAL = 1000
const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 5_000
const LONGEST_WAIT_MS = 5_000

const dropped = shallowRef(false)
const online = shallowRef(navigator.onLine)
const listeners = shallowRef(0)

/** Whether the page hears nothing of what changes right now. */
export const lineLost = computed(() => !online.value || (dropped.value && listeners.value > 0))

/** Grows each time the line comes back; whoever shows something asks for it anew. */
export const comebacks = shallowRef(0)

let sessionEnded: () => void = () => undefined
let hangingUp = false
let pongDue: ReturnType<typeof setTimeout> | undefined

export function onSessionEnded(callback: () => void): void {
  sessionEnded = callback
}

function address(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`
}

function greeting(): Record<string, string> {
  const said: Record<string, string> = { language: locale.value }
  if (token.value) said.authorization = `Bearer ${token.value}`
  return said
}

function untilRetry(tries: number): Promise<void> {
  const wait = Math.min(400 * 2 ** tries, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2)
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, wait)
    addEventListener('online', () => (clearTimeout(timer), resolve()), { once: true })
  })
}

function opened(): void {
  if (!dropped.value) return
  dropped.value = false
  comebacks.value += 1
}

function closed(event: unknown): void {
  clearTimeout(pongDue)
  const code = (event as { code?: number }).code
  if (code === SESSION_ENDED) sessionEnded()
  else if (code !== NORMAL && !hangingUp) dropped.value = true
}

const socket: Client = createClient({
  url: address(),
  connectionParams: greeting,
  lazyCloseTimeout: 3_000,
  keepAlive: PING_EVERY_MS,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: untilRetry,
  on: {
    connected: opened,
    closed,
    ping: (received) => {
      if (!received) pongDue = setTimeout(() => socket.terminate(), PONG_WITHIN_MS)
    },
    pong: (received) => {
      if (received) clearTimeout(pongDue)
    },
  },
})

/** The line, counting who listens on it. */
export const subscribe: Client['subscribe'] = (payload, sink) => {
  listeners.value += 1
  const stop = socket.subscribe(payload, sink)
  return () => {
    listeners.value -= 1
    stop()
  }
}

/** Drops the line; it is taken up again at once, under the name of whoever is signed in now. */
export function hangUp(): void {
  hangingUp = true
  socket.terminate()
  hangingUp = false
}

addEventListener('offline', () => (online.value = false))
addEventListener('online', () => {
  online.value = true
  comebacks.value += 1
})
