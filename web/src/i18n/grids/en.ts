import type zh from './zh'

const en: typeof zh = {
  grids: {
    title: 'Grids and grid workers',
    lead: 'Choose a grid on the map or in the list, and see who looks after it and how much there is to do.',
    notYours: 'This is for those who work for the community.',
    list: 'All grids',
    empty: 'The community has not drawn its grids yet.',
    choose: 'Choose a grid, and you will find here what there is to know about it.',
    missing: 'This grid was not found.',
    households: 'Households', people: 'People', buildings: 'Buildings',
    building: '{households} households, {people} people',
    buildingList: 'See each building',
    trades: 'Grids of trades',
    workers: 'Who looks after it',
    nobody: 'Nobody looks after this grid now.',
    covering: 'covering',
    noSkills: 'No training written down yet',
    skill: { until: '{trade}, until {day}', lasting: '{trade}', expired: '{trade}, expired {day}', expiring: '{trade}, expires {day}' },
    trade: {
      CITY_MANAGEMENT: 'City management', POLICE: 'Police', ENVIRONMENT: 'Environment', MARKET: 'Market supervision', FIRE_SAFETY: 'Fire safety', CIVIL_AFFAIRS: 'Civil affairs',
    },
    work: 'To look after: {households} households, {people} people, {reports} open reports',
    covers: '{cover} covers for {absent}: {begins} to {ends}',
    reports: 'Open reports',
    noReports: 'There are no open reports here.',
    entries: 'What is on the register here',
    noEntries: 'Nothing on the register yet.',
    end: 'That is all',
  },
}

export default en
