import type zh from './zh'

const en: typeof zh = {
  handling: {
    title: 'See to it',
    step: {
      START: 'Begin to work on it',
      ASSIGN: 'Give it to a department',
      HAND_OVER: 'Hand it over to another department',
      ASK: 'Ask whoever reported it',
      RESOLVE: 'It is solved',
      REJECT: 'Do not take it up',
    },
    done: {
      START: 'Work has begun.',
      ASSIGN: 'A department has it now.',
      HAND_OVER: 'It has been handed over.',
      ASK: 'The question has been asked; the clock has stopped.',
      RESOLVE: 'Whoever reported it has been told that it is solved.',
      REJECT: 'Whoever reported it has been told that it is not taken up.',
    },
    notNow: 'Things have changed, and this step cannot be taken now. What you wrote is still here, to copy or to drop.',
    drop: 'Drop it',
    department: 'Which department',
    choose: 'Choose a department',
    handOverHint: 'The clock runs on and does not begin anew. The third time, it goes to the street officer.',
    reason: 'Why it goes there',
    reasonHint: 'For example: lamp posts are seen to by the city',
    question: 'What you want to know',
    questionHint: 'For example: which lamp is it?',
    note: 'How it was solved',
    noteHint: 'Whoever reported it reads this, for example: the bulb was changed',
    after: 'Take a photo of how it looks now',
    afterNeeded: 'It was reported with a photo, so it takes one of how it looks now.',
    why: 'Why it is not taken up',
    whyHint: 'Whoever reported it reads this',
    elsewhere: 'Where to turn instead',
    elsewhereHint: 'For example: the railway, 12306',
  },
}
export default en
