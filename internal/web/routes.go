package web

import (
	"net/http"

	"fermata/internal/letter"
)

// routes is the one table of all addresses.
func (s *Server) routes() []route {
	desk := newImportDesk(s)
	return []route{
		{pattern: "GET /assets/", door: anyone, handle: s.asset},
		{pattern: "GET /favicon.ico", door: anyone, handle: s.favicon},
		{pattern: "/", door: visitor, handle: s.notFound},

		// On the phone, and without the record within reach.
		{pattern: "GET /manifest.webmanifest", door: anyone, handle: s.manifest},
		{pattern: "GET /worker.js", door: anyone, handle: s.worker},
		{pattern: "GET /offline", door: anyone, handle: s.offlinePage},
		{pattern: "GET /offline/kept", door: anyone, handle: s.keptPage},
		{pattern: "GET /offline/key", door: anyone, handle: s.intakeKey},
		{pattern: "GET /offline/check-in", door: owner, handle: s.offlineCheckIn},
		{pattern: "GET /offline/practice", door: owner, handle: s.offlinePractice},
		{pattern: "POST /offline/kept", door: anyone, limit: keptLimit, handle: s.takeKept},
		{pattern: "POST /offline/kept/open", door: owner, limit: 2 * keptLimit, handle: s.openKeptForm},

		// The doors.
		{pattern: "GET /enter", door: anyone, handle: s.enter},
		{pattern: "GET /welcome", door: visitor, handle: s.welcome},
		{pattern: "POST /welcome", door: visitor, handle: s.begin},
		{pattern: "GET /unlock", door: anyone, handle: s.unlockPage},
		{pattern: "POST /unlock", door: anyone, handle: s.unlock},
		{pattern: "POST /lock", door: owner, handle: s.lock},
		{pattern: "GET /devices", door: owner, handle: s.devices},
		{pattern: "POST /devices/others/end", door: owner, handle: s.endOtherDevices},
		{pattern: "POST /devices/{handle}/end", door: owner, handle: s.endDevice},
		{pattern: "POST /recovery-key", door: owner, handle: s.newRecoveryKey},
		{pattern: "GET /recovery-key/check", door: owner, handle: s.recoveryCheckPage},
		{pattern: "POST /recovery-key/check", door: owner, handle: s.recoveryCheck},
		{pattern: "POST /leave", door: anyone, handle: s.leave},
		{pattern: "GET /blank", door: anyone, handle: s.blank},

		// P0 Start, Today.
		{pattern: "GET /start", door: owner, handle: s.startPage},
		{pattern: "POST /start", door: owner, handle: s.start},
		{pattern: "GET /{$}", door: owner, handle: s.today},

		// M1 Check in.
		{pattern: "GET /check-in", door: owner, handle: s.checkInPage},
		{pattern: "POST /check-in", door: owner, handle: s.checkIn},
		{pattern: "GET /check-ins", door: owner, handle: s.checkIns},
		{pattern: "GET /check-ins/{id}", door: owner, handle: s.checkInTold},
		{pattern: "GET /check-ins/{id}/correct", door: owner, handle: s.checkInCorrect},
		{pattern: "POST /check-ins/{id}/erase", door: owner, handle: s.checkInErase},

		// M3 Reflections.
		{pattern: "GET /reflections", door: owner, handle: s.reflections},
		{pattern: "GET /reflections/new", door: owner, handle: s.reflectionPage},
		{pattern: "POST /reflections", door: owner, handle: s.reflection},
		{pattern: "POST /reflections/search", door: owner, handle: s.search},
		{pattern: "GET /reflections/{id}", door: owner, handle: s.reflectionTold},
		{pattern: "GET /reflections/{id}/correct", door: owner, handle: s.reflectionCorrect},
		{pattern: "POST /reflections/{id}/erase", door: owner, handle: s.reflectionErase},

		// M4 Handled it.
		{pattern: "GET /handled", door: owner, handle: s.handledIts},
		{pattern: "GET /handled/new", door: owner, handle: s.handledItPage},
		{pattern: "POST /handled", door: owner, handle: s.handledIt},
		{pattern: "GET /handled/{id}", door: owner, handle: s.handledItTold},
		{pattern: "GET /handled/{id}/correct", door: owner, handle: s.handledItCorrect},
		{pattern: "POST /handled/{id}/erase", door: owner, handle: s.handledItErase},

		// M5 Practice.
		{pattern: "GET /practice", door: owner, handle: s.practices},
		{pattern: "GET /practice/new", door: owner, handle: s.practicePage},
		{pattern: "POST /practice", door: owner, handle: s.practice},
		{pattern: "GET /skills/{key}/practice", door: owner, handle: s.skillWorks},
		{pattern: "GET /practice/{id}", door: owner, handle: s.practiceTold},
		{pattern: "GET /practice/{id}/correct", door: owner, handle: s.practiceCorrect},
		{pattern: "POST /practice/{id}/erase", door: owner, handle: s.practiceErase},

		// M6 Life events.
		{pattern: "GET /life-events", door: owner, handle: s.lifeEvents},
		{pattern: "GET /life-events/new", door: owner, handle: s.lifeEventPage},
		{pattern: "POST /life-events", door: owner, handle: s.lifeEvent},
		{pattern: "GET /life-events/{id}", door: owner, handle: s.lifeEventTold},
		{pattern: "GET /life-events/{id}/correct", door: owner, handle: s.lifeEventCorrect},
		{pattern: "POST /life-events/{id}/erase", door: owner, handle: s.lifeEventErase},

		// Bring your history.
		{pattern: "GET /import", door: owner, handle: desk.choose},
		{pattern: "POST /import", door: owner, limit: uploadLimit, handle: desk.upload},
		{pattern: "GET /import/{token}", door: owner, handle: desk.look},
		{pattern: "POST /import/{token}", door: owner, handle: desk.decide},
		{pattern: "GET /import/{token}/progress", door: owner, handle: desk.watch},
		{pattern: "GET /imports/{batch}", door: owner, handle: desk.told},
		{pattern: "GET /imports/{batch}/mapping", door: owner, handle: desk.words},
		{pattern: "POST /imports/{batch}/mapping", door: owner, handle: desk.changeWords},
		{pattern: "POST /imports/{batch}/undo", door: owner, handle: desk.undo},

		// M7 Progress.
		{pattern: "GET /progress", door: owner, handle: s.progress},
		{pattern: "GET /progress/{key}", door: owner, handle: s.closer},
		{pattern: "GET /progress/{key}/days", door: owner, handle: s.closerDays},
		{pattern: "GET /year", door: owner, handle: s.year},
		{pattern: "GET /far", door: owner, handle: s.far},
		{pattern: "GET /far/text", door: owner, handle: s.farText},
		{pattern: "GET /far/quotes", door: owner, handle: s.farQuotesPage},
		{pattern: "POST /far/quotes", door: owner, handle: s.farQuotes},

		// M8 The monthly look.
		{pattern: "GET /review", door: owner, handle: s.reviews},
		{pattern: "GET /review/new", door: owner, handle: s.reviewPage},
		{pattern: "POST /review", door: owner, handle: s.review},
		{pattern: "GET /review/{id}", door: owner, handle: s.reviewTold},
		{pattern: "GET /review/{id}/correct", door: owner, handle: s.reviewCorrect},
		{pattern: "POST /review/{id}/erase", door: owner, handle: s.reviewErase},

		// E1 Was it working?
		{pattern: "GET /fit", door: owner, handle: s.fit},
		{pattern: "GET /fit/new", door: owner, handle: s.fitPage},
		{pattern: "POST /fit", door: owner, handle: s.fitForm},
		{pattern: "GET /fit/{id}", door: owner, handle: s.fitTold},
		{pattern: "GET /fit/{id}/correct", door: owner, handle: s.fitCorrect},
		{pattern: "POST /fit/{id}/erase", door: owner, handle: s.fitErase},

		// E2 Experiments.
		{pattern: "GET /experiments", door: owner, handle: s.experiments},
		{pattern: "GET /experiments/new", door: owner, handle: s.experimentPage},
		{pattern: "POST /experiments", door: owner, handle: s.experimentForm},
		{pattern: "GET /experiments/{key}", door: owner, handle: s.experiment},
		{pattern: "GET /experiments/{key}/edit", door: owner, handle: s.experimentPage},
		{pattern: "POST /experiments/{key}", door: owner, handle: s.experimentForm},
		{pattern: "POST /experiments/{key}/days", door: owner, handle: s.experimentDay},
		{pattern: "POST /experiments/{key}/stop", door: owner, handle: s.experimentStop},
		{pattern: "POST /experiments/{key}/took", door: owner, handle: s.experimentTook},
		{pattern: "POST /experiments/{key}/erase", door: owner, handle: s.experimentErase},

		// M2 Measures.
		{pattern: "GET /measures", door: owner, handle: s.measures},
		{pattern: "POST /measures", door: owner, handle: s.rhythm},
		{pattern: "POST /measures/own", door: owner, handle: s.addInstrument},
		{pattern: "GET /measures/{code}", door: owner, handle: s.measurePage},
		{pattern: "POST /measures/{code}", door: owner, handle: s.measure},
		{pattern: "GET /measures/{code}/sheets/{id}", door: owner, handle: s.measureResult},
		{pattern: "POST /measures/{code}/sheets/{id}/erase", door: owner, handle: s.measureErase},
		{pattern: "GET /evidence", door: owner, handle: s.evidence},

		// Contents, About, Settings, Export.
		{pattern: "GET /contents", door: owner, handle: s.contents},
		{pattern: "GET /tour", door: owner, handle: s.tour},
		{pattern: "GET /about", door: anyone, handle: s.about},
		{pattern: "GET /settings", door: owner, handle: s.settingsPage},
		{pattern: "POST /settings", door: owner, handle: s.settings},
		{pattern: "POST /settings/passphrase", door: owner, handle: s.passphrase},
		{pattern: "GET /keep", door: owner, handle: s.keepPage},
		{pattern: "POST /keep/lock", door: owner, handle: s.keepLock},
		{pattern: "POST /keep/backups", door: owner, handle: s.backUp},
		{pattern: "GET /keep/backups/{name}", door: owner, handle: s.backupFile},
		{pattern: "GET /keep/keys", door: owner, handle: s.rekeyPage},
		{pattern: "POST /keep/keys", door: owner, handle: s.rekey},
		{pattern: "GET /keep/erase", door: owner, handle: s.erasing},
		{pattern: "POST /keep/erase/days", door: owner, handle: s.eraseDays},
		{pattern: "POST /keep/erase/everything", door: owner, handle: s.eraseEverything},
		{pattern: "GET /settings/verify", door: owner, handle: s.verify},
		{pattern: "GET /export", door: owner, handle: s.exportPage},
		{pattern: "POST /export", door: owner, handle: s.export},
		{pattern: "GET /gallery", door: visitor, handle: s.gallery},
		{pattern: "GET /gallery/{name}", door: visitor, handle: s.galleryAlone},

		// H1 Help now.
		{pattern: "GET /help-now", door: anyone, handle: s.helpNow},
		{pattern: "GET /help-now/edit", door: owner, handle: s.helpCardPage},
		{pattern: "POST /help-now/edit", door: owner, handle: s.helpCard},

		// PL2 Skills, PL5 Warning signs, PL7 What the check-in asks, P0 Phase.
		{pattern: "GET /plan", door: owner, handle: s.plan},
		{pattern: "GET /plan/warning-signs", door: owner, handle: s.warningSignsPage},
		{pattern: "POST /plan/warning-signs", door: owner, handle: s.warningSigns},
		{pattern: "GET /plan/items", door: owner, handle: s.itemsPage},
		{pattern: "POST /plan/items", door: owner, handle: s.items},
		{pattern: "GET /plan/skills", door: owner, handle: s.skillsPage},
		{pattern: "POST /plan/skills", door: owner, handle: s.skills},
		{pattern: "GET /skills", door: owner, handle: s.library},
		{pattern: "GET /skills/{key}", door: owner, handle: s.skillPage},
		{pattern: "POST /skills/{key}/keep", door: owner, handle: s.skillKeep},
		{pattern: "GET /skills/{key}/run", door: owner, handle: s.skillRun},
		{pattern: "POST /skills/{key}/run", door: owner, handle: s.worries},
		{pattern: "GET /skills/new", door: owner, handle: s.ownSkillPage},
		{pattern: "POST /skills", door: owner, handle: s.ownSkill},
		{pattern: "GET /skills/{key}/edit", door: owner, handle: s.ownSkillPage},
		{pattern: "POST /skills/{key}/edit", door: owner, handle: s.ownSkill},
		{pattern: "POST /skills/{key}/erase", door: owner, handle: s.ownSkillErase},
		{pattern: "GET /phase", door: owner, handle: s.phasePage},
		{pattern: "POST /phase", door: owner, handle: s.phase},
		{pattern: "POST /phase/{id}/erase", door: owner, handle: s.phaseErase},

		// Signals, PL8 Return criteria.
		{pattern: "GET /signals", door: owner, handle: s.signalsPage},
		{pattern: "POST /signals", door: owner, handle: s.handleSignal},
		{pattern: "GET /signals/{code}", door: owner, handle: s.signalPage},
		{pattern: "GET /plan/return-criteria", door: owner, handle: s.criteriaPage},
		{pattern: "POST /plan/return-criteria", door: owner, handle: s.criteria},

		// PL1 Goals.
		{pattern: "GET /plan/goals", door: owner, handle: s.goals},
		{pattern: "GET /plan/goals/new", door: owner, handle: s.goalNew},
		{pattern: "POST /plan/goals", door: owner, handle: s.goal},
		{pattern: "GET /plan/goals/{key}", door: owner, handle: s.goalPage},
		{pattern: "GET /plan/goals/{key}/edit", door: owner, handle: s.goalEdit},
		{pattern: "POST /plan/goals/{key}", door: owner, handle: s.goal},
		{pattern: "POST /plan/goals/{key}/steps", door: owner, handle: s.goalSteps},
		{pattern: "POST /plan/goals/{key}/move", door: owner, handle: s.goalMove},
		{pattern: "POST /plan/goals/{key}/progress", door: owner, handle: s.goalNear},
		{pattern: "POST /plan/goals/{key}/progress/{id}/erase", door: owner, handle: s.goalNearErase},

		// PR1 Last session.
		{pattern: "GET /prepare/last-session", door: owner, handle: s.lastSessionPage},
		{pattern: "POST /prepare/last-session", door: owner, handle: s.lastSession},

		// PL3 Support circle.
		{pattern: "GET /plan/support", door: owner, handle: s.support},
		{pattern: "GET /plan/support/new", door: owner, handle: s.supportPage},
		{pattern: "POST /plan/support", door: owner, handle: s.supporter},
		{pattern: "GET /plan/support/{key}", door: owner, handle: s.supportPage},
		{pattern: "POST /plan/support/{key}", door: owner, handle: s.supporter},
		{pattern: "POST /plan/support/{key}/touch", door: owner, handle: s.supportTouch},
		{pattern: "POST /plan/support/{key}/help-now", door: owner, handle: s.supportToHelp},
		{pattern: "POST /plan/support/{key}/remove", door: owner, handle: s.supportRemove},

		// PL4 Resources.
		{pattern: "GET /plan/resources", door: owner, handle: s.resources},
		{pattern: "GET /plan/resources/new", door: owner, handle: s.resourcePage},
		{pattern: "POST /plan/resources", door: owner, handle: s.resource},
		{pattern: "GET /plan/resources/{key}", door: owner, handle: s.resourcePage},
		{pattern: "POST /plan/resources/{key}", door: owner, handle: s.resource},
		{pattern: "POST /plan/resources/{key}/remove", door: owner, handle: s.resourceRemove},

		// PR2 Mixed feelings.
		{pattern: "GET /prepare/feelings", door: owner, handle: s.feelings},
		{pattern: "GET /prepare/feelings/new", door: owner, handle: s.feelingsNew},
		{pattern: "POST /prepare/feelings", door: owner, handle: s.feelingsForm},
		{pattern: "GET /prepare/feelings/{id}", door: owner, handle: s.feelingsTold},
		{pattern: "GET /prepare/feelings/{id}/correct", door: owner, handle: s.feelingsCorrect},
		{pattern: "POST /prepare/feelings/{id}/erase", door: owner, handle: s.feelingsErase},

		// PR3 Agreement.
		{pattern: "GET /agreement", door: owner, handle: s.agreement},
		{pattern: "POST /agreement", door: owner, handle: s.agreementForm},
		{pattern: "GET /agreement/edit", door: owner, handle: s.agreementEdit},
		{pattern: "GET /agreement/versions", door: owner, handle: s.agreementVersions},
		{pattern: "POST /agreement/erase", door: owner, handle: s.agreementErase},

		// PL7 Rhythm, calendar file.
		{pattern: "GET /plan/rhythm", door: owner, handle: s.rhythmPage},
		{pattern: "POST /plan/rhythm", door: owner, handle: s.rhythmForm},
		{pattern: "GET /calendar", door: owner, handle: s.calendarPage},
		{pattern: "GET /calendar.ics", door: owner, handle: s.calendarFile},

		// PL5 Staying-well plan.
		{pattern: "GET /plan/staying-well", door: owner, handle: s.stayingWell},
		{pattern: "GET /plan/staying-well/edit", door: owner, handle: s.stayingWellEdit},
		{pattern: "POST /plan/staying-well", door: owner, handle: s.stayingWellForm},
		{pattern: "POST /plan/staying-well/erase", door: owner, handle: s.stayingWellErase},

		// PL6 Safety plan.
		{pattern: "GET /plan/safety", door: owner, handle: s.safetyPlan},
		{pattern: "GET /plan/safety/edit", door: owner, handle: s.safetyPlanEdit},
		{pattern: "POST /plan/safety", door: owner, handle: s.safetyPlanForm},
		{pattern: "GET /plan/safety/wallet.pdf", door: owner, handle: s.safetyPlanTake(take{"safety-plan-wallet.pdf", "application/pdf", letter.SafetyWallet})},
		{pattern: "GET /plan/safety/phone.png", door: owner, handle: s.safetyPlanTake(take{"safety-plan.png", "image/png", takePhone})},
		{pattern: "POST /plan/safety/where", door: owner, handle: s.safetyPlanWhere},
		{pattern: "POST /plan/safety/erase", door: owner, handle: s.safetyPlanErase},

		// D1–D7 Decide.
		{pattern: "GET /decide", door: owner, handle: s.decide},
		{pattern: "GET /decide/signs", door: owner, handle: s.safetyFirst},
		{pattern: "POST /decide/signs", door: owner, handle: s.safetyFirstForm},
		{pattern: "GET /decide/signs/safety", door: owner, handle: s.unsafe},
		{pattern: "GET /decide/signs/picture", door: owner, handle: s.signPicture},
		{pattern: "GET /decide/signs/{direction}", door: owner, handle: s.signs},
		{pattern: "POST /decide/signs/{direction}", door: owner, handle: s.signsForm},
		{pattern: "GET /decide/options", door: owner, handle: s.optionsPage},
		{pattern: "POST /decide/options", door: owner, handle: s.leaning},
		{pattern: "GET /decide/options/matters", door: owner, handle: s.matters},
		{pattern: "POST /decide/options/matters", door: owner, handle: s.mattersForm},
		{pattern: "GET /decide/options/{option}", door: owner, handle: s.optionPage},
		{pattern: "POST /decide/options/{option}", door: owner, handle: s.option},
		{pattern: "GET /decide/where", door: owner, handle: s.where},
		{pattern: "GET /decide/sure", door: owner, handle: s.surePage},
		{pattern: "POST /decide/sure", door: owner, handle: s.sure},
		{pattern: "GET /decide/talk", door: owner, handle: s.talkPage},
		{pattern: "POST /decide/talk", door: owner, handle: s.talkAfter},
		{pattern: "GET /decide/talk/write", door: owner, handle: s.talkStepPage},
		{pattern: "POST /decide/talk/write", door: owner, handle: s.talkStep},
		{pattern: "GET /decide/decision", door: owner, handle: s.decisionPage},
		{pattern: "POST /decide/decision", door: owner, handle: s.decision},
		{pattern: "GET /decide/care", door: owner, handle: s.edgePage},
		{pattern: "POST /decide/care", door: owner, handle: s.edge},

		// O1 Care options.
		{pattern: "GET /care", door: owner, handle: s.care},
		{pattern: "GET /care/matters", door: owner, handle: s.careWeights},
		{pattern: "POST /care/matters", door: owner, handle: s.careWeightsForm},
		{pattern: "GET /care/{key}", door: owner, handle: s.carePage},
		{pattern: "POST /care/{key}", door: owner, handle: s.careForm},

		// C1 Check-in with the therapist.
		{pattern: "GET /stay-in-touch", door: owner, handle: s.stay},
		{pattern: "GET /stay-in-touch/pick", door: owner, handle: s.pickLetter},
		{pattern: "POST /stay-in-touch/pick", door: owner, handle: s.pickedLetter},
		{pattern: "GET /stay-in-touch/words", door: owner, handle: s.letterWords},
		{pattern: "POST /stay-in-touch/words", door: owner, handle: s.changedLetter},
		{pattern: "GET /stay-in-touch/look", door: owner, handle: s.sendLetter},
		{pattern: "POST /stay-in-touch/look", door: owner, handle: s.sentLetter},
		{pattern: "GET /stay-in-touch/text", door: owner, handle: s.sendLetterFile},
		{pattern: "GET /stay-in-touch/{id}", door: owner, handle: s.letterTold},
		{pattern: "POST /stay-in-touch/{id}", door: owner, handle: s.letterReply},
		{pattern: "GET /stay-in-touch/{id}/text", door: owner, handle: s.letterToldFile},
		{pattern: "POST /stay-in-touch/{id}/erase", door: owner, handle: s.letterErase},

		// R1 Return check.
		{pattern: "GET /return-check", door: owner, handle: s.returnChecks},
		{pattern: "GET /return-check/new", door: owner, handle: s.returnPage},
		{pattern: "POST /return-check", door: owner, handle: s.returnForm},
		{pattern: "GET /return-check/{id}", door: owner, handle: s.returnTold},
		{pattern: "GET /return-check/{id}/correct", door: owner, handle: s.returnCorrect},
		{pattern: "POST /return-check/{id}/erase", door: owner, handle: s.returnErase},

		// R3 Resume or finish.
		{pattern: "GET /breaks", door: owner, handle: s.breaks},
		{pattern: "GET /breaks/close", door: owner, handle: s.closePage},
		{pattern: "POST /breaks/close", door: owner, handle: s.closeBreak},
		{pattern: "GET /breaks/{id}", door: owner, handle: s.breakTold},
		{pattern: "POST /breaks/{id}", door: owner, handle: s.breakCorrected},
		{pattern: "GET /breaks/{id}/correct", door: owner, handle: s.breakCorrect},
		{pattern: "GET /breaks/{id}/text", door: owner, handle: s.breakFile},
		{pattern: "POST /breaks/{id}/erase", door: owner, handle: s.breakErase},
		{pattern: "GET /breaks/{id}/back", door: owner, handle: s.lookBackPage},
		{pattern: "POST /breaks/{id}/back", door: owner, handle: s.lookBack},
		{pattern: "GET /breaks/{id}/back/{look}", door: owner, handle: s.lookTold},
		{pattern: "GET /breaks/{id}/back/{look}/correct", door: owner, handle: s.lookCorrect},
		{pattern: "POST /breaks/{id}/back/{look}/erase", door: owner, handle: s.lookErase},

		// R2 Return brief.
		{pattern: "GET /letters/return-brief", door: owner, handle: s.briefPage},
		{pattern: "POST /letters/return-brief", door: owner, handle: s.brief},

		// All letters, each in the same forms.
		{pattern: "GET /letters/{letter}", door: owner, handle: s.letter},
		{pattern: "GET /letters/{letter}/print", door: owner, handle: s.letterAs(s.letterSheet)},
		{pattern: "GET /letters/{letter}/text", door: owner, handle: s.letterAs(letterText)},
		{pattern: "GET /letters/{letter}/page.html", door: owner, handle: s.letterAs(letterHTML)},
		{pattern: "GET /letters/{letter}/page.pdf", door: owner, handle: s.letterAs(s.letterPDF)},
	}
}

// seeOther ends a form: the browser goes on to a page that can be reloaded.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
