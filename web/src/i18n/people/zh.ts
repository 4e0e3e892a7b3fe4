export default {
  people: {
    byName: '按姓名找',
    nameHint: '比如：王',
    byBuilding: '按楼栋找',
    everywhere: '全部楼栋',
    found: '找到 {n} 位',
    more: '再看一些居民',
  },
}
