import { token } from '@/api/token'
import { locale } from '@/i18n'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
const STEADY_MS = 5_000
/** Pieces that wait for the line: two seconds. */
const MOST_WAITING = 20
/** Bytes that have not left the browser: ten seconds. So far behind, the line counts as broken. */
const MOST_UNSENT = 320_000

const WHY = {
  4400: 'broken',
  4401: 'signedOut',
  4403: 'notAllowed',
  4404: 'gone',
  4409: 'notLive',
  4503: 'noEngine',
} as const
export type TurnedAway = (typeof WHY)[keyof typeof WHY]

interface Told {
  /** The server listens, now or again. */
  ready: () => void
  /** The line broke, and is taken up again by itself. */
  away: () => void
  /** The server does not want it. */
  turnedAway: (why: TurnedAway) => void
}

function address(meetingId: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/meetings/${meetingId}/audio`
}

/** The line for sound: `send` pieces of it, say in `name` who speaks, and `end` it. */
export function audioLine(meetingId: string, first: string, told: Told) {
  let speaker = first
  let socket: WebSocket | undefined
  let ready = false
  let over = false
  let tries = 0
  let readyAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: ArrayBuffer[] = []

  function open(): void {
    clearTimeout(timer)
    const opened = new WebSocket(address(meetingId))
    socket = opened
    opened.onopen = () => opened.send(JSON.stringify({ ...bearer(), speaker, language: locale.value }))
    opened.onmessage = ({ data }) => socket === opened && (JSON.parse(String(data)) as { ready?: boolean }).ready && begin()
    opened.onclose = ({ code }) => socket === opened && closed(code)
  }

  function begin(): void {
    ready = true
    readyAt = Date.now()
    say({ speaker })
    const pieces = waiting
    waiting = []
    if (!over) told.ready()
    pieces.forEach(send)
    if (over) say({ end: true })
  }

  function closed(code: number): void {
    if (ready && Date.now() - readyAt > STEADY_MS) tries = 0
    ready = false
    socket = undefined
    if (over) return
    const why = (WHY as Partial<Record<number, TurnedAway>>)[code]
    if (why) {
      leave()
      told.turnedAway(why)
      return
    }
    told.away()
    timer = setTimeout(open, Math.min(FIRST_WAIT_MS * 2 ** tries++, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2))
  }

  function say(message: object): void {
    if (ready && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  function send(piece: ArrayBuffer): void {
    if (!ready || !socket) {
      waiting = [...waiting, piece].slice(-MOST_WAITING)
      return
    }
    if (socket.readyState === WebSocket.OPEN) socket.send(piece)
    if (socket.bufferedAmount > MOST_UNSENT) {
      socket.close()
      closed(0)
    }
  }

  function name(who: string): void {
    if (who === speaker) return
    speaker = who
    say({ speaker })
  }

  function leave(): void {
    over = true
    clearTimeout(timer)
    removeEventListener('online', back)
  }

  /** The server writes down what it still has to, and closes. */
  function end(): void {
    if (over) return
    leave()
    say({ end: true })
  }

  function back(): void {
    if (!socket) open()
  }

  addEventListener('online', back)
  open()
  return { send, name, end }
}

function bearer(): { authorization?: string } {
  return token.value ? { authorization: `Bearer ${token.value}` } : {}
}
