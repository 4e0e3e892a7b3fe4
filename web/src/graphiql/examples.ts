const SIGN_IN = `# 1. Ask for a code; the demonstration server prints it where it was started.
mutation SignInCode {
  requestSignInCode(phone: "13800000001") {
    ... on CodeSent { expiresAt }
    ... on Refusal { code message field }
  }
}

# 2. Put the code in place of 000000. Then paste the token after "Bearer " under Headers of the other tabs.
mutation SignIn {
  signIn(phone: "13800000001", code: "000000") {
    ... on SignedIn { token expiresAt viewer { resident { displayName } roles } }
    ... on Refusal { code message field }
  }
}
`

const RAISE = `# Raise an issue (needs a token under Headers), then look around.
mutation RaiseIssue {
  raiseIssue(input: { title: "给 3 号楼加装电梯", description: "楼里老人多，上下楼不方便。" }) {
    ... on Issue { id title stage }
    ... on Refusal { code message field }
  }
}

query Issues {
  issues(first: 5) {
    edges { node { id title stage commentCount polls { id question phase } } }
    pageInfo { hasNextPage endCursor }
  }
}
`

const OPEN_POLL = `# A moderator opens a poll on an issue that has come to DELIBERATING, and takes it there step by step.
mutation OpenPoll($issueId: ID!, $closesAt: DateTime!) {
  openPoll(input: {
    issueId: $issueId
    question: "您同意给 3 号楼加装电梯吗？"
    choices: [{ key: "yes", label: "同意" }, { key: "no", label: "不同意" }]
    closesAt: $closesAt
    revisable: true
  }) {
    ... on Poll { id phase opensAt closesAt }
    ... on Refusal { code message field }
  }
}

mutation Advance($issueId: ID!) {
  advanceIssue(input: { issueId: $issueId, to: SCREENED, reason: "反映的人多，予以受理。" }) {
    ... on Issue { stage nextStages steps { from to reason at } }
    ... on Refusal { code message field }
  }
}
`

const VOTE = `mutation Vote($pollId: ID!) {
  castVote(input: { pollId: $pollId, choice: "yes" }) {
    ... on VoteReceipt { seq tracker castAt }
    ... on Refusal { code message field }
  }
}

query Poll($pollId: ID!) {
  poll(id: $pollId) {
    question
    phase
    tally { seq votes electorate turnout choices { key votes share } }
    outcome { decided winner reason }
    myVote { choice { key } tracker }
  }
}
`

const WATCH = `# Leave one running, vote in another tab, and see it move.
subscription WatchTally($pollId: ID!) {
  pollTally(pollId: $pollId) {
    seq
    phase
    votes
    turnout
    choices { key votes share }
  }
}

subscription WatchDecision($issueId: ID!, $after: Int) {
  decision(issueId: $issueId, after: $after) { seq kind at payload }
}
`

const TOKEN = '{\n  "Authorization": "Bearer "\n}\n'
const inOneWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
const json = (value: object) => JSON.stringify(value, null, 2)

/** Sign in · Raise · Open a poll · Vote · Watch. */
export const exampleTabs = [
  { query: SIGN_IN },
  { query: RAISE, headers: TOKEN },
  { query: OPEN_POLL, headers: TOKEN, variables: json({ issueId: 'ISSUE-ID', closesAt: inOneWeek }) },
  { query: VOTE, headers: TOKEN, variables: json({ pollId: 'POLL-ID' }) },
  { query: WATCH, variables: json({ pollId: 'POLL-ID', issueId: 'ISSUE-ID', after: null }) },
]
