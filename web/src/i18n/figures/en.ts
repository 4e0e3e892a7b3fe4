import type zh from './zh'

const en: typeof zh = {
  figures: {
    title: 'Figures',
    lead: 'What came in, what was answered in time, what was solved: kept day by day, for everybody. Each number opens what is behind it.',
    period: 'Day by day, or month by month',
    by: { DAY: 'By day', MONTH: 'By month' },
    range: '{since} to {until}',
    earlier: 'Earlier',
    later: 'Later',
    chart: { received: 'Received', answered: 'Answered', solved: 'Solved', rated: 'Rated', time: 'How long it took' },
    series: {
      received: 'Received', inTime: 'Answered in time', late: 'Answered late', solved: 'Solved', rated: 'Rated',
      median: 'Half were solved within', ninety: 'Nine in ten were solved within',
    },
    timeHint: 'From the report to the solution.',
    total: '{n} in all',
    share: '{percent} in time',
    nothing: 'Nothing in this time.',
    spoken: '{title}, {since} to {until}: {n} in all, most on {when}, with {most}. The numbers are in the table below.',
    spokenTime: '{title}, {since} to {until}: longest on {when}, when nine in ten were solved within {most}. The numbers are in the table below.',
    point: '{when}: {said}',
    table: { DAY: 'See the numbers of each day', MONTH: 'See the numbers of each month' },
    when: { DAY: 'Day', MONTH: 'Month' },
    open: '{when}, {series}: {said}; see which',
    behind: '{when}, {series}',
    toReport: 'Sign in to see which one',
    took: 'took {span}',
    minutes: '{n} minute | {n} minutes',
    none: 'none',
    unit: { minutes: '{n} min', hours: '{n} h', days: '{n} d' },
  },
}

export default en
