import type zh from './zh'

const en: typeof zh = {
  credits: {
    title: 'Thanks to our residents',
    lead: 'Somebody helped with everything that was done. Thank you. Whoever does not want to be named can say so under Me.',
    empty: 'Nothing here yet.',
  },
  outcomes: {
    title: 'What came of it',
    lead: 'What we raised, reported and decided, and what came of it.',
    empty: 'Nothing here yet.',
    kinds: 'By kind',
    all: 'All',
    kind: { DECISION: 'Decided', SOLVED: 'Solved', SUGGESTION: 'Suggestion taken up' },
    grid: 'Grid',
    allGrids: 'All grids',
    department: 'Department',
    allDepartments: 'All departments',
    responsible: 'Department: {name}',
    due: 'Planned by {day}',
    overdue: 'Was planned by {day}, and is late',
    done: 'Done',
    thanks: 'Thanks to',
    part: { RAISED: 'raised it', SPOKE: 'talked about it', REPORTED: 'reported it', JOINED: 'followed it', SUGGESTED: 'suggested it' },
    toReport: 'See the report',
    toPoll: 'See the poll',
    toIssue: 'See the issue',
    end: 'That is all',
    fresh: '{n} new: show it | {n} new: show them',
  },
}

export default en
