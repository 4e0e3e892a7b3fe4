"""The mutations as tests send them: by name, with everything that comes back."""

REFUSAL = "... on Refusal { code message field }"
ISSUE = "... on Issue { id title description stage important }"
POLL = "... on Poll { id question phase outcome { decided winner reason publishedAt } }"
MEETING = "... on Meeting { id title phase startsAt issue { id } }"
POINT = "id number text responsible dueOn done overdue mayNote noteCount progress { number note done at by { id } }"
SIGNING = "signatories { party signedAt resident { id } }"
AGREEMENT = (
    "... on Agreement { id version draftedAt inForceAt mySignatureWanted mayDraft meeting { id }"
    f" points {{ {POINT} }} {SIGNING} }}"
)
NOTE = "number note done at by { id }"
ADOPTION = (
    "... on Adoption { id suggestion dueOn adoptedAt done overdue mayNote noteCount department { id name }"
    f" adoptedBy {{ id }} issue {{ id }} report {{ id }} progress {{ {NOTE} }} }}"
)
UTTERANCE = "... on Utterance { id seq speaker text final typedIn redacted redactionReason startedAt endedAt }"
PARTICIPANT = "... on Participant { id name party onSpot signedInByStaff residentId }"
IMPORTED = "... on TranscriptImported { utterances meeting { id } }"
RESIDENT = "... on Resident { id displayName verified phone }"
VIEWER = "viewer { resident { id displayName verified phone } roles community { id name } }"
GRID = "... on Grid { id named: code workers { resident { id } covering } }"
COVER = "... on Cover { id beginsAt endsAt absent { id } cover { id } }"
REGISTER_KIND = "... on RegisterKind { named: code version sort schema }"
REGISTER_ITEM = "... on RegisterItem { id kind kindVersion named: code latitude longitude attributes grid { code } }"

REPORT = (
    "... on Report { id description stage category clock dueAt level handovers question note reason elsewhere rating"
    " followers mine joined nextSteps department { id } photos { url } afterPhotos { url } reporter { id } }"
)
PROCEDURE = "... on ReportProcedure { version validFrom adoptedBy { id } categories { code words } }"
DEPARTMENT = "... on Department { id named: code name members { id } }"
WHISTLE = (
    "... on Whistle { id seq closedAt planVersion calls { answer words lateAt department { id name } }"
    " arrivals { metres } tasks { id number text dueOn doneAt note } }"
)
ACTIVITY = (
    "... on Activity { id occasion title startsAt calledOffAt callingOffReason slots { id capacity going waiting } }"
)
ATTENDANCE = (
    "... on Attendance { id name standing cameAt wentAt minutes proposedMinutes confirmedAt resident { id }"
    " slot { id going waiting } }"
)

PLACE = "... on PickupPlace { id name address hands { id } }"
REWARD = "... on Reward { id name description price stock share { most days } voucherDays withdrawnAt place { id } }"
VOUCHER = "... on Voucher { id state price expiresAt handedOutAt returnedAt secret: code qr reward { id name stock } }"
HELP_POST = "... on HelpPost { id side skill text minutes postedAt closedAt windows { weekday } }"
HELP = (
    "... on Help { id planned standing helperSaid helpedSaid minutes decisionReason converted iHelp"
    " helper { id } helped { id } post { id } }"
)
TEAM = "... on Team { id name foundedAt closedAt closingReason memberCount }"
CONTEST = "... on Contest { id kind stage title entries { id number title shortlisted reason } poll { id } }"
GIFT = "... on HoursGift { id minutes note standing giver { id } receiver { id } }"
MY_HOURS = "... on MyHours { minutes reserved floor supported }"
HOUSEHOLD_REQUEST = (
    "... on HouseholdRequest { id words answer reason secondWanted resident { id } household { id unit } }"
)

# Name of the mutation: its arguments with their types, and what it answers when it is not refused.
MUTATIONS = {
    "requestSignInCode": ({"phone": "String!"}, "... on CodeSent { expiresAt }"),
    "signIn": ({"phone": "String!", "code": "String!"}, f"... on SignedIn {{ token expiresAt {VIEWER} }}"),
    "signOut": ({"everywhere": "Boolean! = false"}, "... on SignedOut { sessions }"),
    "verifyResident": ({"residentId": "ID!"}, RESIDENT),
    "grantRole": ({"residentId": "ID!", "role": "Role!"}, RESIDENT),
    "withdrawRole": ({"residentId": "ID!", "role": "Role!"}, RESIDENT),
    "raiseIssue": ({"input": "RaiseIssueInput!"}, ISSUE),
    "comment": ({"input": "CommentInput!"}, "... on Comment { id body postedAt author { id } }"),
    "advanceIssue": ({"input": "AdvanceIssueInput!"}, ISSUE),
    "markIssueImportant": ({"input": "MarkIssueImportantInput!"}, ISSUE),
    "openPoll": ({"input": "OpenPollInput!"}, POLL),
    "castVote": ({"input": "CastVoteInput!"}, "... on VoteReceipt { pollId seq tracker castAt }"),
    "castVoteFor": ({"input": "CastVoteForInput!"}, "... on VoteReceipt { pollId seq tracker castAt }"),
    "registerResident": ({"name": "String!"}, RESIDENT),
    "closePoll": ({"input": "ClosePollInput!"}, POLL),
    "scheduleMeeting": ({"input": "ScheduleMeetingInput!"}, MEETING),
    "startMeeting": ({"meetingId": "ID!"}, MEETING),
    "endMeeting": ({"meetingId": "ID!"}, MEETING),
    "appendTranscript": ({"input": "TranscriptInput!"}, UTTERANCE),
    "redactUtterance": ({"input": "RedactUtteranceInput!"}, UTTERANCE),
    "addAgendaItem": ({"input": "AddAgendaItemInput!"}, "... on AgendaItem { id position title }"),
    "removeAgendaItem": ({"itemId": "ID!"}, MEETING),
    "openAgendaItem": ({"itemId": "ID!"}, MEETING),
    "closeAgendaItem": ({"itemId": "ID!"}, MEETING),
    "limitSpeaking": ({"input": "LimitSpeakingInput!"}, MEETING),
    "adoptHouseRules": ({"text": "String!"}, "... on HouseRules { version text }"),
    "enterMeeting": ({"meetingId": "ID!", "rulesVersion": "Int!"}, PARTICIPANT),
    "signInParticipant": ({"input": "SignInParticipantInput!"}, PARTICIPANT),
    "askForFloor": ({"meetingId": "ID!"}, "... on FloorAsked { turnId }"),
    "askForFloorOf": ({"participantId": "ID!"}, "... on FloorAsked { turnId }"),
    "giveFloor": ({"turnId": "ID!"}, MEETING),
    "endTurn": ({"turnId": "ID!"}, MEETING),
    "noteBreach": ({"input": "NoteBreachInput!"}, "... on BreachNoted { answer }"),
    "setMeetingStream": ({"meetingId": "ID!", "url": "String"}, "... on Meeting { id streamUrl maySetStream }"),
    "newPublishKey": ({"meetingId": "ID!"}, "... on PublishKey { meetingId key streamKey address }"),
    "draftAgreement": ({"input": "DraftAgreementInput!"}, AGREEMENT),
    "signAgreement": ({"input": "SignAgreementInput!"}, AGREEMENT),
    "notePointProgress": ({"input": "NotePointProgressInput!"}, f"... on AgreementPoint {{ {POINT} }}"),
    "putDepartment": ({"code": "String!", "name": "String!"}, DEPARTMENT),
    "addDepartmentMember": ({"departmentId": "ID!", "residentId": "ID!"}, DEPARTMENT),
    "removeDepartmentMember": ({"departmentId": "ID!", "residentId": "ID!"}, DEPARTMENT),
    "submitReport": ({"input": "SubmitReportInput!"}, REPORT),
    "followReport": ({"reportId": "ID!"}, REPORT),
    "assignReport": ({"reportId": "ID!", "departmentId": "ID"}, REPORT),
    "startReport": ({"reportId": "ID!"}, REPORT),
    "handOverReport": ({"input": "HandOverReportInput!"}, REPORT),
    "askReporter": ({"input": "AskReporterInput!"}, REPORT),
    "answerReport": ({"input": "AnswerReportInput!"}, REPORT),
    "resolveReport": ({"input": "ResolveReportInput!"}, REPORT),
    "rejectReport": ({"input": "RejectReportInput!"}, REPORT),
    "rateReport": ({"input": "RateReportInput!"}, REPORT),
    "reopenReport": ({"input": "ReopenReportInput!"}, REPORT),
    "adoptReportProcedure": ({"input": "AdoptReportProcedureInput!"}, PROCEDURE),
    "setCategoryWords": ({"input": "SetCategoryWordsInput!"}, PROCEDURE),
    "adoptSuggestion": ({"input": "AdoptSuggestionInput!"}, ADOPTION),
    "noteAdoption": ({"input": "NoteAdoptionInput!"}, ADOPTION),
    "setThanked": ({"thanked": "Boolean!"}, "... on ThanksChosen { thanked }"),
    "markNoticesRead": ({"upTo": "Int!"}, "... on NoticesRead { unread }"),
    "blowWhistle": ({"input": "BlowWhistleInput!"}, WHISTLE),
    "answerWhistle": ({"input": "AnswerWhistleInput!"}, WHISTLE),
    "arriveAtWhistle": ({"input": "ArriveAtWhistleInput!"}, WHISTLE),
    "planWhistle": ({"input": "PlanWhistleInput!"}, WHISTLE),
    "finishWhistleTask": ({"input": "FinishWhistleTaskInput!"}, WHISTLE),
    "closeWhistle": ({"input": "CloseWhistleInput!"}, WHISTLE),
    "rateWhistle": ({"input": "RateWhistleInput!"}, WHISTLE),
    "importTranscript": (
        {"input": "ImportTranscriptInput!"},
        "... on TranscriptImported { utterances meeting { id } }",
    ),
    "drawGrids": ({"input": "DrawGridsInput!"}, "... on GridsDrawn { grids added moved retired }"),
    "mapTradeGrid": ({"input": "MapTradeGridInput!"}, "... on TradeGrid { trade named: code name grids { code } }"),
    "settleResident": ({"residentId": "ID!", "householdId": "ID!"}, RESIDENT),
    "drawUpRegisterKind": (
        {"input": "DrawUpRegisterKindInput!"},
        REGISTER_KIND,
    ),
    "writeRegisterItem": ({"input": "WriteRegisterItemInput!"}, REGISTER_ITEM),
    "assignGridWorker": ({"gridId": "ID!", "residentId": "ID!"}, GRID),
    "releaseGridWorker": ({"gridId": "ID!", "residentId": "ID!"}, GRID),
    "recordTraining": ({"input": "RecordTrainingInput!"}, "... on Skill { trade trainedOn expiresOn expired }"),
    "coverGridWorker": ({"input": "CoverGridWorkerInput!"}, COVER),
    "adoptPointsTariff": (
        {"input": "PointsTariffInput!"},
        "... on PointsTariff { version validFrom rules { rule points } taper { since percent } levels { level } }",
    ),
    "correctPoints": (
        {"entryId": "ID!", "reason": "String!"},
        "... on PointsEntry { id movement points material correctsId reason }",
    ),
    "putPickupPlace": ({"name": "String!", "address": "String!", "placeId": "ID"}, PLACE),
    "nameHandingOut": ({"placeId": "ID!", "residentId": "ID!"}, PLACE),
    "releaseHandingOut": ({"placeId": "ID!", "residentId": "ID!"}, PLACE),
    "addReward": ({"input": "RewardInput!", "stock": "Int!"}, REWARD),
    "changeReward": ({"rewardId": "ID!", "input": "RewardInput!"}, REWARD),
    "restockReward": ({"rewardId": "ID!", "by": "Int!", "reason": "String!"}, REWARD),
    "withdrawReward": ({"rewardId": "ID!"}, REWARD),
    "redeemReward": ({"rewardId": "ID!", "price": "Int!", "idempotencyKey": "String"}, VOUCHER),
    "handOutVoucher": ({"code": "String!"}, VOUCHER),
    "planActivity": ({"input": "PlanActivityInput!"}, ACTIVITY),
    "callOffActivity": ({"activityId": "ID!", "reason": "String!"}, ACTIVITY),
    "signUpForSlot": ({"slotId": "ID!"}, ATTENDANCE),
    "leaveSlot": ({"slotId": "ID!"}, ATTENDANCE),
    "checkIn": ({"slotId": "ID!", "code": "String!"}, ATTENDANCE),
    "checkOut": ({"slotId": "ID!", "code": "String!"}, ATTENDANCE),
    "enterAttendee": ({"input": "EnterAttendeeInput!"}, ATTENDANCE),
    "strikeAttendee": ({"attendanceId": "ID!"}, ATTENDANCE),
    "checkInByHand": ({"attendanceId": "ID!"}, ATTENDANCE),
    "checkOutByHand": ({"attendanceId": "ID!"}, ATTENDANCE),
    "confirmMinutes": ({"attendanceId": "ID!", "minutes": "Int!"}, ATTENDANCE),
    "newCalendarAddress": ({}, "... on CalendarMade { path }"),
    "postHelp": ({"input": "PostHelpInput!"}, HELP_POST),
    "closeHelpPost": ({"postId": "ID!"}, HELP_POST),
    "proposeHelp": ({"postId": "ID!", "minutes": "Int!"}, HELP),
    "agreeHelp": ({"helpId": "ID!"}, HELP),
    "callOffHelp": ({"helpId": "ID!"}, HELP),
    "confirmHelp": ({"helpId": "ID!", "minutes": "Int!"}, HELP),
    "decideHelp": ({"helpId": "ID!", "minutes": "Int!", "reason": "String!"}, HELP),
    "turnHoursIntoPoints": ({"helpId": "ID!"}, MY_HOURS),
    "offerHours": ({"residentId": "ID!", "minutes": "Int!", "note": "String!"}, GIFT),
    "offerHoursByPhone": ({"phone": "String!", "minutes": "Int!", "note": "String!"}, GIFT),
    "answerHoursGift": ({"giftId": "ID!", "accept": "Boolean!"}, GIFT),
    "withdrawHoursGift": ({"giftId": "ID!"}, GIFT),
    "donateHours": ({"minutes": "Int!", "idempotencyKey": "String!"}, MY_HOURS),
    "openHours": ({"residentId": "ID!", "minutes": "Int!", "reason": "String!"}, "... on HoursOpened { minutes }"),
    "foundTeam": ({"name": "String!"}, TEAM),
    "joinTeam": ({"teamId": "ID!"}, TEAM),
    "leaveTeam": ({}, TEAM),
    "renameTeam": ({"teamId": "ID!", "name": "String!"}, TEAM),
    "closeTeam": ({"teamId": "ID!", "reason": "String!"}, TEAM),
    "planContest": ({"input": "PlanContestInput!"}, CONTEST),
    "enterContest": ({"contestId": "ID!", "title": "String!", "text": "String!"}, CONTEST),
    "shortlistIdeas": ({"input": "ShortlistIdeasInput!"}, CONTEST),
    "scoreBuilding": ({"entryId": "ID!", "scores": "[Int!]!"}, CONTEST),
    "callOffContest": ({"contestId": "ID!", "reason": "String!"}, CONTEST),
    "supportResident": ({"residentId": "ID!", "supported": "Boolean!"}, "... on HoursSupport { supported }"),
    "askHouseholdConfirmation": ({"input": "AskHouseholdConfirmationInput!"}, HOUSEHOLD_REQUEST),
    "confirmHousehold": ({"requestId": "ID!", "householdId": "ID", "note": 'String! = ""'}, HOUSEHOLD_REQUEST),
    "refuseHousehold": ({"requestId": "ID!", "reason": "String!"}, HOUSEHOLD_REQUEST),
    "decidePointsHold": (
        {"holdId": "ID!", "outcome": "PointsOutcome!", "reason": "String!"},
        "... on PointsHold { id guard why points outcome decisions { outcome reason by { id } } }",
    ),
    "endCover": ({"coverId": "ID!"}, COVER),
    "secondIssue": ({"issueId": "ID!"}, "... on Issue { id secondCount seconded maySecond secondedBy { id } }"),
    "hideComment": (
        {"commentId": "ID!", "reason": "String!"},
        "... on Comment { id body hiddenBody hidden { reason } }",
    ),
    "restoreComment": ({"commentId": "ID!", "reason": "String!"}, "... on Comment { id body hidden { reason } }"),
    "setWillingToBeDrawn": ({"willing": "Boolean!"}, "... on WillingChosen { willing }"),
    "drawCouncil": (
        {"purpose": "String!", "places": "Int!"},
        "... on CouncilDraw { id purpose places seed seq pool council { id } }",
    ),
    "adoptBadges": (
        {"input": "BadgeBookInput!"},
        "... on BadgeBook { version validFrom modelPoints badges { key name need days } sets { key points } }",
    ),
    "nominate": ({"input": "NominateInput!"}, "... on Nomination { id honour whatFor standing nominee { id } }"),
    "nominateByPhone": (
        {"honour": "Honour!", "phone": "String!", "whatFor": "String!"},
        "... on Nomination { id standing nominee { id } }",
    ),
    "declineNomination": ({"nominationId": "ID!"}, "... on Nomination { id standing }"),
    "openHonourVote": (
        {"input": "OpenHonourVoteInput!"},
        "... on Poll { id question phase secret choices { key label } }",
    ),
}


def mutation(name: str) -> str:
    """The document of a mutation; its answer is called `done`."""
    arguments, answer = MUTATIONS[name]
    declared = ", ".join(f"${argument}: {kind}" for argument, kind in arguments.items())
    given = ", ".join(f"{argument}: ${argument}" for argument in arguments)
    head, call = (f"mutation({declared})", f"{name}({given})") if arguments else ("mutation", name)
    return f"{head} {{ done: {call} {{ __typename {answer} {REFUSAL} }} }}"
