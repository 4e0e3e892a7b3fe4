export default {
  people: {
    byName: 'Name begins with',
    nameHint: 'Such as 王',
    byBuilding: 'Building',
    everywhere: 'All buildings',
    found: '{n} found | {n} found | {n} found',
    more: 'More residents',
  },
}
