import { i18n } from '@/i18n'
import { count, day, moment } from '@/i18n/format'
import { number, text, type Ballot, type Facts, type Scene } from './story'

/** What a scene says: one sentence, perhaps something more about it, perhaps somebody's own words. */
export interface Told { readonly says: string; readonly more?: string; readonly quote?: string }
type NameOf = (id: string) => string
type Tell = (facts: Facts, nameOf: NameOf) => Told

const { t } = i18n.global
const tell = (key: string, values: Record<string, unknown> = {}, plural?: number): string =>
  plural === undefined ? t(`replay.tell.${key}`, values) : t(`replay.tell.${key}`, values, plural)

function reason(facts: Facts): string {
  const given = text(facts, 'reason')
  return given && t('replay.reason', { reason: given })
}

const somebody = (facts: Facts, nameOf: NameOf): string =>
  nameOf(text(facts, 'participantId')) || t('replay.somebody')
const party = (facts: Facts, name = 'party'): string => t(`meeting.party.${text(facts, name)}`)
const people = (key: string, n: number): string => tell(key, { n: count(n) }, n)

function long(seconds: number): string {
  const [m, s] = [Math.floor(seconds / 60), seconds % 60]
  if (m === 0) return t('replay.seconds', { s })
  return s === 0 ? t('replay.minutes', { m }) : t('meeting.minutes', { m, s })
}

/** A turn of the floor: who, and how long it took where that is told. */
const floor = (key: string): Tell => (facts, nameOf) => ({
  says: tell(key, { name: somebody(facts, nameOf), time: long(number(facts, 'seconds') ?? 0) }),
})
const item = (key: string): Tell => (facts) => ({ says: tell(key, { title: text(facts, 'title') }) })
const plain = (key: string): Tell => () => ({ says: tell(key) })

const ENDINGS: Partial<Record<string, Tell>> = {
  WITHDRAWN: floor('withdrawn'),
  RETURNED: floor('returned'),
  TAKEN: floor('taken'),
  TIME_OVER: floor('timeOver'),
  MEETING_OVER: floor('meetingOver'),
}

function entered(facts: Facts, nameOf: NameOf): Told {
  const where = facts.onSpot ? 'onSpot' : 'online'
  const how = facts.signedInByStaff ? `${where}Signed` : where
  return { says: tell('entered', { name: somebody(facts, nameOf) }), more: tell(how, { party: party(facts) }) }
}

function limited(facts: Facts): Told {
  const limits = [['turnSeconds', 'turnLimit'], ['personSeconds', 'personLimit']] as const
  const told = limits.flatMap(([name, key]) => {
    const seconds = number(facts, name)
    return seconds === null ? [] : [tell(key, { time: long(seconds) })]
  })
  return { says: tell('limited'), more: told.join(tell('and')) }
}

function tally(facts: Facts): Told {
  const typedIn = number(facts, 'typedIn') ?? 0
  return { says: people('tally', (facts.ballot as Ballot).votes), more: typedIn ? people('typedIn', typedIn) : '' }
}

function closed(facts: Facts): Told {
  const { choices, heads } = facts.ballot as Ballot
  const winner = choices.find(({ key }) => key === facts.winner)
  const ground = facts.ground === 'NO_VOTES' ? 'noVotes' : 'tie'
  const counts = choices.map(({ key, label }) => tell('counted', { label, n: count(heads?.[key] ?? 0) }))
  const early = text(facts, 'reason')
  return {
    says: winner ? tell('decided', { label: winner.label }) : tell(ground),
    more: [counts.join(tell('and')), early && tell('early', { reason: early })].filter(Boolean).join('\n'),
  }
}

function drafted(facts: Facts): Told {
  const points = Array.isArray(facts.points) ? (facts.points as Facts[]) : []
  const lines = points.map((point) =>
    tell('point', {
      n: number(point, 'number'),
      text: text(point, 'text'),
      party: party(point, 'responsible'),
      day: day(text(point, 'dueOn')),
    }),
  )
  return { says: tell('drafted', { n: number(facts, 'version') }), quote: lines.join('\n') }
}

function said(facts: Facts): Told {
  if (!('text' in facts)) return { says: tell('unsaid') }
  return {
    says: tell('said', { name: text(facts, 'speaker') }),
    quote: text(facts, 'text'),
    more: facts.typedIn ? tell('saidFor') : '',
  }
}

const TELL: Partial<Record<string, Tell>> = {
  'issue.raised': (facts, nameOf) => ({
    says: tell('raised', { name: nameOf(text(facts, 'raisedBy')) || t('someone'), title: text(facts, 'title') }),
    quote: text(facts, 'description'),
  }),
  'issue.advanced': (facts) => ({ says: tell('advanced', { stage: t(`stage.${text(facts, 'to')}`) }), more: reason(facts) }),
  'issue.marked': (facts) => ({ says: tell(facts.important ? 'important' : 'notImportant'), more: reason(facts) }),
  'issue.seconded': (facts, nameOf) => ({ says: tell('seconded', { name: nameOf(text(facts, 'by')) || t('someone') }) }),
  'comment.hidden': (facts) => ({ says: tell('commentHidden'), more: reason(facts) }),
  'comment.restored': (facts) => ({ says: tell('commentRestored'), more: reason(facts) }),
  'comment.posted': (facts, nameOf) => {
    const name = nameOf(text(facts, 'commentId')) || nameOf(text(facts, 'authorId')) || t('someone')
    return { says: tell('comment', { name }), quote: text(facts, 'body') }
  },
  'poll.scheduled': (facts) => ({
    says: tell('scheduled', { question: text(facts, 'question') }),
    more: tell('opens', { time: moment(text(facts, 'opensAt')) }),
  }),
  'poll.opened': (facts) => ({
    says: tell('opened', { question: text(facts, 'question') }),
    more: people('electorate', number(facts, 'electorate') ?? 0),
  }),
  'poll.tally': tally,
  'poll.closed': closed,
  'meeting.scheduled': (facts) => ({
    says: tell('meetingScheduled', { title: text(facts, 'title') }),
    more: tell('meetingStarts', { time: moment(text(facts, 'startsAt')) }),
  }),
  'meeting.started': plain('meetingStarted'),
  'meeting.ended': plain('meetingEnded'),
  'meeting.stream_set': (facts) => ({ says: tell(facts.url ? 'stream' : 'noStream') }),
  'meeting.publish_key_changed': plain('streamKey'),
  'agenda.added': item('itemAdded'),
  'agenda.removed': item('itemRemoved'),
  'agenda.opened': item('itemOpened'),
  'agenda.closed': item('itemClosed'),
  'floor.asked': floor('asked'),
  'floor.given': floor('given'),
  'floor.ended': (facts, nameOf) => (ENDINGS[text(facts, 'how')] ?? plain('other'))(facts, nameOf),
  'floor.limited': limited,
  'rules.broken': (facts, nameOf) => ({
    says: tell('broken', { name: somebody(facts, nameOf) }),
    more: t(`meeting.answer.${text(facts, 'answer')}`),
  }),
  'house_rules.adopted': (facts) => ({ says: tell('rulesAdopted', { n: number(facts, 'version') }), quote: text(facts, 'text') }),
  'house_rules.accepted': (facts, nameOf) => ({ says: tell('rulesAccepted', { name: somebody(facts, nameOf) }) }),
  'participant.entered': entered,
  'utterance.said': said,
  'utterance.redacted': (facts) => ({ says: tell('redacted'), more: reason(facts) }),
  'agreement.drafted': drafted,
  'agreement.signed': (facts) => ({ says: tell('signed', { party: party(facts) }) }),
  'agreement.in_force': plain('inForce'),
  'agreement.progress': (facts) => ({
    says: tell(facts.done ? 'done' : 'progress', { n: number(facts, 'point') }),
    quote: text(facts, 'note'),
  }),
  'suggestion.adopted': (facts) => ({
    says: tell('adopted'),
    quote: text(facts, 'suggestion'),
    more: tell('adoptedBy', { day: day(text(facts, 'dueOn')) }),
  }),
  'suggestion.progress': (facts) => ({
    says: tell(facts.done ? 'adoptionDone' : 'adoptionProgress'),
    quote: text(facts, 'note'),
  }),
}

/** A scene in plain words, in the language of the page; of a kind that is not known here it only says that it was. */
export function told({ kind, facts }: Scene, nameOf: NameOf): Told {
  return (TELL[kind] ?? plain('other'))(facts, nameOf)
}
