@0xb1f5c2a07d3e4c21;
# The closed code lists. The first enumerant of each is "not said": a field at `unset` is absent. New
# codes are added at the end; an unknown code is refused, never guessed.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("concordat::schemas::wire");

enum YesNo { unset @0; no @1; yes @2; }

# Envelope
enum Marking { unset @0; official @1; officialSensitive @2; }
enum Urgency { unset @0; routine @1; urgent @2; emergency @3; }
enum Emergency { unset @0; riskToLife @1; seriousHarm @2; missingPerson @3; }
enum LinkRelation { unset @0; sibling @1; household @2; continuation @3; }

# People
enum IdentifierSystem {
  unset @0; nhsNumber @1; upn @2; uln @3; crn @4; nomsNumber @5; pncId @6; croNumber @7; laChildId @8; asn @9;
  caseNumber @10; localId @11; nationalInsuranceNumber @12; formerUpn @13; driverLicence @14; passport @15;
}
enum NameKind { unset @0; legal @1; preferred @2; alias @3; former @4; }
enum AgeGroup { unset @0; child @1; adult @2; }
enum SubjectRole { unset @0; victim @1; witness @2; suspect @3; convicted @4; atRisk @5; }
enum Sex { unset @0; female @1; male @2; indeterminate @3; notKnown @4; }
enum AddressKind { unset @0; home @1; temporary @2; former @3; work @4; school @5; other @6; }
enum ContactKind { unset @0; mobile @1; phone @2; email @3; socialMedia @4; other @5; }
enum RelatedRole {
  unset @0; parent @1; guardian @2; carer @3; sibling @4; child @5; partner @6; formerPartner @7; perpetrator @8;
  victim @9; witness @10; associate @11; nextOfKin @12; householdMember @13; complainant @14; suspect @15; other @16;
}

# Concerns
enum ConcernCategory {
  unset @0; radicalisation @1; neglect @2; physicalAbuse @3; emotionalAbuse @4; sexualAbuse @5; exploitation @6;
  domesticAbuse @7; selfHarm @8; mentalHealth @9; missing @10; violence @11; safeguarding @12; adultSafeguarding @13;
  offending @14; substanceUse @15; bullying @16; familyStress @17; other @18;
}
enum NarrativeClass {
  unset @0; observation @1; event @2; travel @3; contacts @4; threats @5; extremism @6; material @7; associates @8;
  disclosure @9; background @10; analysis @11; safetyPlan @12; other @13;
}
enum NarrativeStatus { unset @0; fact @1; assessment @2; opinion @3; hearsay @4; childsVoice @5; }
enum NeedCategory {
  unset @0; victimOfCrime @1; work @2; money @3; housing @4; citizenship @5; familyOrCourt @6; probation @7;
  erraticBehaviour @8; selfHarm @9; substances @10; grievance @11; specialEducationalNeeds @12; mentalHealth @13;
  safeguarding @14; other @15;
}
enum RiskLevel { unset @0; low @1; medium @2; high @3; veryHigh @4; }
enum Imminence { unset @0; notImminent @1; weeks @2; days @3; immediate @4; }

# Consent
enum ConsentTo { unset @0; sharing @1; support @2; contact @3; }
enum ConsentStatus { unset @0; given @1; refused @2; withdrawn @3; notSought @4; lacksCapacity @5; }
enum ReasonNotTold { unset @0; riskToSubject @1; riskToOthers @2; prejudiceInvestigation @3; notPracticable @4; other @5; }

# Source
enum Capacity { unset @0; professional @1; public @2; }
enum RestrictionStrength { unset @0; liftable @1; absolute @2; }
enum RestrictionReason {
  unset @0; limitedAccessOffender @1; excludedUsers @2; detailsHidden @3; dataSensitivity @4; protectiveMarking @5;
  confidentialAddress @6; securityLabel @7; onwardNotAllowed @8; other @9;
}

# Domains
enum OrderKind {
  unset @0; communityOrder @1; suspendedSentence @2; licence @3; restrainingOrder @4; nonMolestation @5;
  bailCondition @6; protectionOrder @7; emergencyProtection @8; careOrder @9; supervisionOrder @10; injunction @11; other @12;
}
enum MappaLevel { unset @0; level1 @1; level2 @2; level3 @3; }
enum MappaCategory { unset @0; category1 @1; category2 @2; category3 @3; category4 @4; }
enum SocialCareStatus { unset @0; referred @1; assessment @2; childInNeed @3; childProtection @4; lookedAfter @5; closed @6; }
enum DiscussedWith { unset @0; ownLead @1; otherAgency @2; police @3; family @4; subject @5; }
enum AttachmentClass { unset @0; document @1; image @2; assessment @3; form @4; other @5; }

# Decisions
enum DecisionOutcome {
  unset @0; accepted @1; noFurtherAction @2; signposted @3; moreInformation @4; toPanel @5; adopted @6; rejected @7;
  escalated @8; closed @9; assessment @10; strategyDiscussion @11;
}
enum Stage { unset @0; referral @1; gateway @2; screening @3; panel @4; support @5; review @6; exit @7; }
enum Rag { unset @0; green @1; amber @2; red @3; }
enum ChangeKind { unset @0; added @1; corrected @2; statusChanged @3; withdrawn @4; enteredInError @5; appointment @6; }
enum ClosureReason { unset @0; completed @1; noFurtherAction @2; transferred @3; consentWithdrawn @4; died @5; moved @6; error @7; other @8; }
enum RecallAction { unset @0; rectify @1; erase @2; restrict @3; }
enum AnswerStatus { unset @0; answered @1; notHeld @2; declined @3; }

# Monitoring: each may be declined or not known; routed to nobody.
enum MonitoredSex { unset @0; declined @1; notKnown @2; female @3; male @4; other @5; }
enum MonitoredYesNo { unset @0; declined @1; notKnown @2; no @3; yes @4; }
enum MonitoredEthnicity { unset @0; declined @1; notKnown @2; asian @3; black @4; mixed @5; white @6; other @7; }
enum MonitoredReligion {
  unset @0; declined @1; notKnown @2; none @3; buddhist @4; christian @5; hindu @6; jewish @7; muslim @8; sikh @9; other @10;
}
enum MonitoredOrientation { unset @0; declined @1; notKnown @2; heterosexual @3; gayOrLesbian @4; bisexual @5; other @6; }
