@0xb1f5c2a07d3e4c31;
# The message itself: an envelope that routing may read, and one of seven bodies. Every leaf field of a
# body carries its class, and is known by its path ("subject.address.postcode") in agreements,
# explanations, the log and docs/fields.md. Every list element has a random 16-byte elementId, given when
# the message is sealed; JSON written by people may leave it out.

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using import "annotations.capnp".class;
using import "annotations.capnp".type;
using import "annotations.capnp".views;
using import "annotations.capnp".fact;
using import "annotations.capnp".key;
using import "annotations.capnp".with;
using import "annotations.capnp".qualifies;
using import "annotations.capnp".since;
using import "annotations.capnp".meaning;
using V = import "vocabulary.capnp";
$Cxx.namespace("concordat::schemas::wire");

struct CaseMessage {
  envelope @0 :Envelope;
  body :union {
    none                @1 :Void;
    referral            @2 :Referral;
    update              @3 :Update;
    informationRequest  @4 :InformationRequest;
    informationResponse @5 :InformationResponse;
    decision            @6 :Decision;
    closure             @7 :Closure;
    recall              @8 :Recall;
  }
}

struct Envelope {
  # Closed codes, identifiers and times only. Signed as these bytes; see docs/wire-format.md.
  messageId   @0 :Text;              # UUIDv7
  caseId      @1 :Text;              # UUIDv7
  caseOpened  @2 :Text;              # date; age bands are taken on it
  inReplyTo   @3 :Text;
  linked      @4 :List(Linked);
  sender      @5 :Text;              # agency id
  recipients  @6 :List(Text);        # agency ids; replaced by commitments in the signed bytes
  scheme      @7 :Text;
  purpose     @8 :Text;
  area        @9 :Text;              # ONS code of the authority responsible
  agreement   @10 :Text;             # NAME/VERSION of the governing agreement, or absent
  marking     @11 :V.Marking;
  urgency     @12 :V.Urgency;
  created     @13 :Text;             # RFC 3339, UTC
  due         @14 :Text;             # date
  emergency   @15 :V.Emergency;
  traceparent @16 :Text;             # W3C Trace Context
  schema      @17 :UInt16;
  recipientCommitments @18 :List(Data);  # in the signed bytes, instead of recipients
  type        @19 :Text;             # which body follows; in the signed bytes only
}
struct Linked { message @0 :Text; relation @1 :V.LinkRelation; }

# ---------------------------------------------------------------- people and places

struct Identifier {
  elementId @0 :Data $Json.hex;
  system   @1 :V.IdentifierSystem $class("identifier") $fact $key $qualifies("value") $meaning("Which register the identifier comes from");
  value    @2 :Text $class("identifier") $with("system,verified") $meaning("The identifier as that register writes it, without spaces");
  verified @3 :V.YesNo $class("identifier") $qualifies("value") $meaning("Whether the sending agency has checked it against the register");
}
struct PersonName {
  elementId @0 :Data $Json.hex;
  given     @1 :Text $class("identity") $type("name") $views("initials") $with("kind") $meaning("Given names");
  family    @2 :Text $class("identity") $type("name") $views("initials") $with("kind") $meaning("Family name");
  asWritten @3 :Text $class("identity") $type("name") $views("initials") $with("kind") $meaning("The whole name exactly as the source spells it");
  kind      @4 :V.NameKind $class("identity") $key $qualifies("given,family,asWritten") $meaning("Legal, preferred, an alias or a former name");
}
struct Address {
  elementId    @0 :Data $Json.hex;
  lines        @1 :Text $class("contact") $with("kind,confidential") $meaning("The address without its postcode, one line per line");
  postcode     @2 :Text $class("contact") $type("postcode") $views("outwardCode") $with("kind,confidential") $meaning("The postcode");
  confidential @3 :V.YesNo $class("contact") $fact $qualifies("lines,postcode") $meaning("Whether where the person lives must be kept from somebody");
  kind         @4 :V.AddressKind $class("contact") $key $qualifies("lines,postcode") $meaning("Home, temporary, former, work or school");
}
struct Contact {
  elementId        @0 :Data $Json.hex;
  kind             @1 :V.ContactKind $class("contact") $key $qualifies("value") $meaning("Telephone, email or another way");
  value            @2 :Text $class("contact") $with("kind,safeToUse,safeInstructions") $meaning("The number or address");
  safeToUse        @3 :V.YesNo $class("contact") $fact $qualifies("value") $meaning("Whether using it puts nobody at risk; absent means do not use");
  safeInstructions @4 :Text $class("contact") $qualifies("value") $meaning("How and when it is safe to use, in words");
}
struct Guardian {
  elementId      @0 :Data $Json.hex;
  name           @1 :Text $class("identity") $type("name") $views("initials") $with("relationship") $meaning("The guardian's name");
  relationship   @2 :Text $class("identity") $meaning("What they are to the person");
  parentalResponsibility @3 :V.YesNo $class("identity") $meaning("Whether they hold parental responsibility");
  contact        @4 :List(Contact);
}
struct RoleEntry {
  elementId @0 :Data $Json.hex;
  role      @1 :V.SubjectRole $class("administrative") $fact $key $meaning("Victim, witness, suspect, convicted or at risk: kept apart (DPA 2018 s38)");
}
struct Employment {
  elementId  @0 :Data $Json.hex;
  occupation @1 :Text $class("administrative") $with("current") $meaning("What work the person does or did");
  employer   @2 :Text $class("administrative") $with("current") $meaning("For whom");
  current    @3 :V.YesNo $class("administrative") $qualifies("occupation,employer") $meaning("Whether it is the present employment");
}
struct Subject {
  identifiers       @0 :List(Identifier);
  names             @1 :List(PersonName);
  birthDate         @2 :Text $class("identity") $type("date") $views("month,year,ageBand") $fact $meaning("Date of birth");
  approximateAge    @3 :UInt8 = 255 $class("identity") $fact $meaning("Age in years where the date of birth is not known");
  ageGroup          @4 :V.AgeGroup $class("identity") $fact $meaning("Child (under 18) or adult, on the day the case was opened");
  roles             @5 :List(RoleEntry);
  sex               @6 :V.Sex $class("identity") $meaning("Sex as recorded by the source");
  gender            @7 :Text $class("sexLife") $meaning("Gender identity, where the person has said it");
  ethnicity         @8 :Text $class("ethnicity") $meaning("Ethnicity as the source codes or words it");
  religion          @9 :Text $class("religion") $meaning("Religion or belief");
  nationality       @10 :Text $class("migration") $meaning("Nationality or citizenship");
  immigrationStatus @11 :Text $class("migration") $meaning("Immigration or asylum status");
  language          @12 :Text $class("identity") $meaning("First or preferred language");
  interpreter       @13 :V.YesNo $class("identity") $fact $meaning("Whether an interpreter is needed");
  address           @14 :List(Address);
  contact           @15 :List(Contact);
  guardians         @16 :List(Guardian);
  disability        @17 :Text $class("health") $meaning("Disability or special communication need");
  employment        @18 :List(Employment);
  deathDate         @19 :Text $class("identity") $type("date") $views("month,year") $meaning("Date of death");
}
struct RelatedPerson {
  elementId    @0 :Data $Json.hex;
  role         @1 :V.RelatedRole $class("identity") $fact $key $qualifies("name,birthDate") $meaning("What this person is to the subject or the case");
  name         @2 :Text $class("identity") $type("name") $views("initials") $with("role") $meaning("Their name");
  birthDate    @3 :Text $class("identity") $type("date") $views("month,year,ageBand") $with("role") $meaning("Their date of birth");
  sex          @4 :V.Sex $class("identity") $meaning("Their sex as recorded by the source");
  relationship @5 :Text $class("identity") $meaning("The relationship in the source's words");
  address      @6 :List(Address);
  contact      @7 :List(Contact);
  identifiers  @8 :List(Identifier);
  note         @9 :Text $class("narrative") $meaning("What the recipient should know about them");
}

# ---------------------------------------------------------------- concerns

struct Narrative {
  elementId @0 :Data $Json.hex;
  class     @1 :V.NarrativeClass $class("narrative") $key $qualifies("text") $meaning("What kind of passage this is");
  status    @2 :V.NarrativeStatus $class("narrative") $key $qualifies("text") $meaning("Fact, assessment, opinion, hearsay or the child's own voice (DPA 2018 s38)");
  text      @3 :Text $class("narrative") $with("class,status") $meaning("The passage itself");
  observed  @4 :Text $class("narrative") $type("date") $views("month,year") $meaning("When what it tells of was observed");
  author    @5 :Text $class("source") $type("name") $views("initials") $meaning("Who wrote it");
}
struct Need {
  elementId @0 :Data $Json.hex;
  category  @1 :V.NeedCategory $class("health") $key $meaning("Which complex need");
  text      @2 :Text $class("health") $with("category") $meaning("The need in words");
}
struct Action {
  elementId @0 :Data $Json.hex;
  text      @1 :Text $class("narrative") $meaning("What was done or is asked");
  date      @2 :Text $class("narrative") $type("date") $views("month,year") $meaning("When");
  by        @3 :Text $class("administrative") $meaning("By which team or agency");
}
struct Risk {
  level         @0 :V.RiskLevel $class("narrative") $fact $with("assessedBy,date") $meaning("Overall level of risk");
  toSelf        @1 :V.RiskLevel $class("narrative") $fact $with("assessedBy,date") $meaning("Risk the person poses to themselves");
  toOthers      @2 :V.RiskLevel $class("narrative") $fact $with("assessedBy,date") $meaning("Risk the person poses to others");
  imminence     @3 :V.Imminence $class("narrative") $fact $with("assessedBy,date") $meaning("How soon harm may come");
  dashScore     @4 :UInt8 = 255 $class("narrative") $fact $with("assessedBy,date") $meaning("Ticks on the DASH checklist, 0 to 24");
  maracCriteria @5 :Text $class("narrative") $with("assessedBy,date") $meaning("Which MARAC criteria are met, and why");
  summary       @6 :Text $class("narrative") $with("assessedBy,date") $meaning("The assessment in words: who is at risk, of what, when");
  assessedBy    @7 :Text $class("administrative") $meaning("The team or role that made the assessment");
  date          @8 :Text $class("administrative") $type("date") $views("month,year") $meaning("When it was made");
}
struct Concern {
  elementId       @0 :Data $Json.hex;
  category        @1 :V.ConcernCategory $class("narrative") $fact $key $meaning("What kind of concern it is");
  ideology        @2 :Text $class("politics") $meaning("Ideology, where one has been stated; never a routing fact");
  narrative       @3 :List(Narrative);
  needs           @4 :List(Need);
  risk            @5 :Risk;
  dateCameToLight @6 :Text $class("narrative") $type("date") $views("month,year") $meaning("When the concern first came to light");
  actions         @7 :List(Action);
  code            @8 :Text $class("narrative") $with("codeSystem") $meaning("The source system's own code for the concern");
  codeSystem      @9 :Text $class("administrative") $qualifies("code") $meaning("Which code list that code is from");
  place           @10 :Text $class("narrative") $meaning("Where it happened");
  reference       @11 :Text $class("administrative") $meaning("The source's reference for the incident or episode");
}
struct Consent {
  elementId       @0 :Data $Json.hex;
  to              @1 :V.ConsentTo $class("administrative") $fact $key $qualifies("status") $meaning("Consent to sharing, to support, or to being contacted");
  by              @2 :Text $class("administrative") $meaning("Who was asked: the person, a parent or guardian");
  status          @3 :V.ConsentStatus $class("administrative") $fact $with("to") $meaning("What they said");
  subjectTold     @4 :V.YesNo $class("administrative") $fact $meaning("Whether the person has been told of the referral");
  reasonNotTold   @5 :V.ReasonNotTold $class("administrative") $meaning("Why they have not been told");
  response        @6 :Text $class("narrative") $meaning("What the person said when told");
  date            @7 :Text $class("administrative") $type("date") $views("month,year") $meaning("When it was given, refused or withdrawn");
}
struct Discussion {
  elementId @0 :Data $Json.hex;
  with      @1 :V.DiscussedWith $class("administrative") $key $meaning("With whom the concern was discussed before referring");
  who       @2 :Text $class("source") $type("name") $views("initials") $meaning("The person spoken to");
  outcome   @3 :Text $class("narrative") $meaning("What came of it");
  date      @4 :Text $class("administrative") $type("date") $views("month,year") $meaning("When");
}

# ---------------------------------------------------------------- what each sector knows

struct Medical {
  elementId @0 :Data $Json.hex;
  code      @1 :Text $class("health") $with("codeSystem,display") $meaning("Clinical code");
  codeSystem @2 :Text $class("health") $meaning("Code system of the clinical code");
  display   @3 :Text $class("health") $meaning("The condition, flag or medicine in words");
  status    @4 :Text $class("health") $meaning("Active, resolved, entered in error");
  date      @5 :Text $class("health") $type("date") $views("month,year") $meaning("Onset or recording date");
}
struct Health {
  summary       @0 :Text $class("health") $meaning("Clinical summary or case note");
  gpName        @1 :Text $class("health") $meaning("General practitioner");
  gpPractice    @2 :Text $class("health") $meaning("General practice, with its ODS code where known");
  encounterRef  @3 :Text $class("health") $meaning("Encounter or journey reference");
  encounterDate @4 :Text $class("health") $type("date") $views("month,year") $meaning("Date of the encounter");
  reason        @5 :Text $class("health") $meaning("Reason for the encounter or request");
  flags         @6 :List(Medical);
  conditions    @7 :List(Medical);
  medications   @8 :List(Medical);
  mentalHealth  @9 :Text $class("health") $meaning("Mental health concern in words");
  selfHarm      @10 :Text $class("health") $meaning("Self-harm or suicide concern in words");
  substanceUse  @11 :Text $class("health") $meaning("Drug or alcohol use in words");
  carePlan      @12 :Text $class("health") $meaning("Care plan or advice given");
  service       @13 :Text $class("health") $meaning("Health service requested or involved");
}
struct Offence {
  elementId @0 :Data $Json.hex;
  code      @1 :Text $class("offence") $with("status") $meaning("Offence code (CJS or the source's)");
  wording   @2 :Text $class("offence") $with("status") $meaning("Offence in words");
  date      @3 :Text $class("offence") $type("date") $views("month,year") $meaning("Offence date or its start");
  plea      @4 :Text $class("offence") $meaning("Plea");
  finding   @5 :Text $class("offence") $meaning("Finding or verdict");
  result    @6 :Text $class("offence") $meaning("Court result");
  status    @7 :Text $class("offence") $qualifies("code,wording") $meaning("Alleged, charged, convicted, acquitted or withdrawn");
}
struct Order {
  elementId  @0 :Data $Json.hex;
  kind       @1 :V.OrderKind $class("offence") $key $meaning("Kind of order");
  text       @2 :Text $class("offence") $with("kind") $meaning("Order or condition in words");
  start      @3 :Text $class("offence") $type("date") $views("month,year") $meaning("When it starts");
  end        @4 :Text $class("offence") $type("date") $views("month,year") $meaning("When it ends");
}
struct Mappa {
  level      @0 :V.MappaLevel $class("offence") $fact $meaning("MAPPA level");
  category   @1 :V.MappaCategory $class("offence") $fact $meaning("MAPPA category; 4 is terrorist or terrorist risk");
  start      @2 :Text $class("offence") $type("date") $views("month,year") $meaning("Since when");
  review     @3 :Text $class("offence") $type("date") $views("month,year") $meaning("Next review");
}
struct Offending {
  summary       @0 :Text $class("offence") $meaning("Offending or supervision in words");
  offences      @1 :List(Offence);
  orders        @2 :List(Order);
  mappa         @3 :Mappa;
  bailStatus    @4 :Text $class("offence") $meaning("Bail or remand status");
  court         @5 :Text $class("offence") $meaning("Court of the latest hearing");
  hearingDate   @6 :Text $class("offence") $type("date") $views("month,year") $meaning("Date of the latest hearing");
  restrictions  @7 :Text $class("offence") $meaning("Restrictions on contact, residence or movement");
  crimeReference @8 :Text $class("offence") $meaning("Crime, case or unique reference number");
  supervisor    @9 :Text $class("offence") $meaning("Supervising officer or team");
  intervention  @10 :Text $class("offence") $meaning("Programme, intervention or requirement");
  custody       @11 :Text $class("offence") $meaning("Custodial status and establishment");
  roshSummary   @12 :Text $class("offence") $meaning("Risk of serious harm summary");
}
struct Education {
  establishment @0 :Text $class("administrative") $meaning("Present school or college");
  urn           @1 :Text $class("administrative") $meaning("Unique reference number of the establishment");
  yearGroup     @2 :Text $class("administrative") $meaning("Year group");
  registration  @3 :Text $class("administrative") $meaning("Registration or tutor group");
  previous      @4 :Text $class("administrative") $meaning("Previous school or college");
  attendance    @5 :Text $class("administrative") $meaning("Attendance in words or per cent");
  exclusions    @6 :Text $class("administrative") $meaning("Suspensions and exclusions");
  senProvision  @7 :Text $class("health") $meaning("Special educational needs provision");
  note          @8 :Text $class("narrative") $meaning("Other educational information");
}
struct Factor {
  elementId @0 :Data $Json.hex;
  factor    @1 :Text $class("health") $with("meaning") $meaning("Assessment factor code (children in need census)");
  meaning   @2 :Text $class("health") $meaning("The factor in words");
}
struct SocialCare {
  status         @0 :V.SocialCareStatus $class("administrative") $fact $meaning("Where the child or adult stands with social care");
  authority      @1 :Text $class("administrative") $meaning("Responsible local authority");
  referralDate   @2 :Text $class("administrative") $type("date") $views("month,year") $meaning("Date of the social care referral");
  referralSource @3 :Text $class("source") $meaning("Referral source code of the census");
  primaryNeed    @4 :Text $class("narrative") $meaning("Primary need code of the census");
  factors        @5 :List(Factor);
  section47Start @6 :Text $class("narrative") $type("date") $views("month,year") $meaning("Start of the section 47 enquiry");
  conferenceDate @7 :Text $class("narrative") $type("date") $views("month,year") $meaning("Initial child protection conference");
  planStart      @8 :Text $class("narrative") $type("date") $views("month,year") $meaning("Start of the child protection plan");
  planCategory   @9 :Text $class("narrative") $meaning("Category of abuse of the plan");
  closureDate    @10 :Text $class("administrative") $type("date") $views("month,year") $meaning("Closure of the episode");
  closureReason  @11 :Text $class("administrative") $meaning("Reason for closure code");
  worker         @12 :Text $class("administrative") $meaning("Allocated worker or team");
  proceedings    @13 :Text $class("administrative") $meaning("Care or other family proceedings");
  grounds        @14 :Text $class("narrative") $meaning("Grounds or threshold statement");
  parenting      @15 :Text $class("narrative") $meaning("Factors affecting parenting");
  assessmentDate @16 :Text $class("administrative") $type("date") $views("month,year") $meaning("Start of the latest assessment");
  conclusion     @17 :Text $class("narrative") $meaning("Outcome of the assessment or enquiry");
  noFurtherAction @18 :V.YesNo $class("administrative") $meaning("Whether the referral needs no further action");
}
struct Service {
  elementId    @0 :Data $Json.hex;
  name         @1 :Text $class("administrative") $meaning("Agency, team or service working with the person");
  role         @2 :Text $class("administrative") $meaning("What it does for them");
  professional @3 :Text $class("administrative") $meaning("Named professional");
  contact      @4 :List(Contact);
}

# ---------------------------------------------------------------- source

struct Lead {
  name         @0 :Text $class("source") $type("name") $views("initials") $meaning("The organisation's safeguarding or Prevent lead");
  role         @1 :Text $class("source") $meaning("Their role");
  email        @2 :Text $class("source") $meaning("Their email");
  phone        @3 :Text $class("source") $meaning("Their telephone");
}
struct Source {
  capacity     @0 :V.Capacity $class("administrative") $fact $meaning("Acting as a professional or as a member of the public");
  anonymous    @1 :V.YesNo $class("administrative") $fact $meaning("Whether they wish to remain anonymous");
  name         @2 :Text $class("source") $type("name") $views("initials") $with("anonymous") $meaning("Their name");
  role         @3 :Text $class("source") $meaning("Their role");
  organisation @4 :Text $class("source") $meaning("Their organisation");
  relationship @5 :Text $class("source") $meaning("Their relationship to the person");
  email        @6 :Text $class("source") $meaning("Their email");
  phone        @7 :Text $class("source") $meaning("Their telephone");
  lead         @8 :Lead;
}
struct SourceRestriction {
  elementId @0 :Data $Json.hex;
  path      @1 :Text $class("administrative") $type("path") $meaning("What the source restricts: a path, with a selector or a position where it narrows");
  strength  @2 :V.RestrictionStrength $class("administrative") $meaning("Absolute, or liftable by an emergency clause");
  reason    @3 :V.RestrictionReason $class("administrative") $meaning("What the source marked");
}
struct Attachment {
  elementId @0 :Data $Json.hex;
  class     @1 :V.AttachmentClass $class("narrative") $key $qualifies("bytes") $meaning("What kind of document it is");
  about     @2 :Text $class("narrative") $meaning("Whom or what it is about");
  name      @3 :Text $class("narrative") $meaning("File name");
  mediaType @4 :Text $class("narrative") $qualifies("bytes") $meaning("Media type (RFC 6838)");
  bytes     @5 :Data $Json.base64 $class("narrative") $with("class,mediaType,name") $meaning("The document itself");
  cleared   @6 :V.YesNo $class("administrative") $meaning("Whether a named person has checked it for what must not be shared");
}
struct Clearance {
  elementId @0 :Data $Json.hex;
  path      @1 :Text $class("administrative") $type("path") $since(2) $meaning("A passage, file name or attachment that was checked for what must not be shared: its path, with positions");
  by        @2 :Text $class("administrative") $since(2) $meaning("The named person who checked it");
}
struct EmergencyDeclaration {
  declaredBy @0 :Text $class("administrative") $since(2) $meaning("The named person who declares the emergency");
  role       @1 :Text $class("administrative") $since(2) $meaning("Their role");
  reason     @2 :Text $class("narrative") $since(2) $meaning("Why it is an emergency");
}
struct Monitoring {
  ethnicity      @0 :V.MonitoredEthnicity $class("monitoring") $meaning("For equality reporting only");
  religion       @1 :V.MonitoredReligion $class("monitoring") $meaning("For equality reporting only");
  sex            @2 :V.MonitoredSex $class("monitoring") $meaning("For equality reporting only");
  disability     @3 :V.MonitoredYesNo $class("monitoring") $meaning("For equality reporting only");
  orientation    @4 :V.MonitoredOrientation $class("monitoring") $meaning("For equality reporting only");
  genderReassignment @5 :V.MonitoredYesNo $class("monitoring") $meaning("For equality reporting only");
  pregnancy      @6 :V.MonitoredYesNo $class("monitoring") $meaning("For equality reporting only");
  partnership    @7 :V.MonitoredYesNo $class("monitoring") $meaning("For equality reporting only: marriage or civil partnership");
}

# ---------------------------------------------------------------- what each body alone says

struct ReferralDetails {
  reason       @0 :Text $class("narrative") $meaning("Why the referral is made");
  support      @1 :Text $class("narrative") $meaning("What support or action is asked for");
  dateReferred @2 :Text $class("administrative") $type("date") $views("month,year") $meaning("When it was referred");
  reference    @3 :Text $class("administrative") $meaning("The sending system's own reference");
  urgencyNote  @4 :Text $class("narrative") $meaning("Why it is urgent");
  category     @5 :Text $class("administrative") $meaning("The sending system's own category");
}
struct ChangeDetails {
  kind      @0 :V.ChangeKind $class("administrative") $fact $meaning("What the update does");
  summary   @1 :Text $class("narrative") $meaning("What has changed since last time");
  date      @2 :Text $class("administrative") $type("date") $views("month,year") $meaning("When it changed");
  reference @3 :Text $class("administrative") $meaning("The sending system's own reference");
  status    @4 :Text $class("administrative") $meaning("The sending system's own status");
}
struct Question {
  elementId @0 :Data $Json.hex;
  text      @1 :Text $class("narrative") $meaning("One question");
  path      @2 :Text $class("administrative") $type("path") $meaning("The field it asks for, where it is one");
}
struct RequestDetails {
  necessity @0 :Text $class("narrative") $meaning("Why the information is necessary and proportionate");
  questions @1 :List(Question);
  neededBy  @2 :Text $class("administrative") $type("date") $meaning("When it is needed by");
}
struct Answer {
  elementId @0 :Data $Json.hex;
  question  @1 :Text $class("narrative") $meaning("The question answered");
  status    @2 :V.AnswerStatus $class("administrative") $qualifies("text") $meaning("Answered, not held, or declined");
  text      @3 :Text $class("narrative") $with("status") $meaning("The answer");
}
struct ResponseDetails {
  answers @0 :List(Answer);
  note    @1 :Text $class("narrative") $meaning("What else the responder says");
}
struct DecisionDetails {
  outcome   @0 :V.DecisionOutcome $class("administrative") $fact $meaning("What was decided");
  reasons   @1 :Text $class("narrative") $meaning("Why");
  next      @2 :Text $class("narrative") $meaning("What happens next, and who does it");
  stage     @3 :V.Stage $class("administrative") $fact $meaning("The stage the case is now at");
  decidedBy @4 :Text $class("administrative") $meaning("The team or panel that decided");
  date      @5 :Text $class("administrative") $type("date") $views("month,year") $meaning("When");
  urgentContact @6 :V.YesNo $class("administrative") $meaning("Whether urgent contact with the family is required");
  rag       @7 :V.Rag $class("administrative") $fact $meaning("Red, amber or green");
  category  @8 :Text $class("administrative") $meaning("Threshold or category decided");
}
struct ClosureDetails {
  reason  @0 :V.ClosureReason $class("administrative") $fact $meaning("Why the case is closed");
  summary @1 :Text $class("narrative") $meaning("Rationale, carried forward if the person is referred again");
  date    @2 :Text $class("administrative") $type("date") $views("month,year") $meaning("When");
  reviewDue @3 :Text $class("administrative") $type("date") $views("month,year") $meaning("When a post-exit review is due");
}
struct RecalledPath {
  elementId @0 :Data $Json.hex;
  path      @1 :Text $class("administrative") $type("path") $meaning("A field or list of the recalled message");
}
struct RecallDetails {
  action  @0 :V.RecallAction $class("administrative") $meaning("Rectify, erase or restrict");
  message @1 :Text $class("administrative") $type("uuid") $meaning("The message recalled");
  paths   @2 :List(RecalledPath);
  reason  @3 :Text $class("narrative") $meaning("Why");
}

# ---------------------------------------------------------------- the seven bodies

struct Referral {
  referral @0 :ReferralDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  consent @3 :List(Consent);
  health @4 :Health;
  offending @5 :Offending;
  education @6 :Education;
  socialCare @7 :SocialCare;
  relatedPersons @8 :List(RelatedPerson);
  services @9 :List(Service);
  referrer @10 :Source;
  firstIdentifier @11 :Source;
  discussions @12 :List(Discussion);
  sourceRestrictions @13 :List(SourceRestriction);
  attachments @14 :List(Attachment);
  monitoring @15 :Monitoring;
  clearances @16 :List(Clearance);
  declaration @17 :EmergencyDeclaration;
}
struct Update {
  change @0 :ChangeDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  consent @3 :List(Consent);
  health @4 :Health;
  offending @5 :Offending;
  education @6 :Education;
  socialCare @7 :SocialCare;
  relatedPersons @8 :List(RelatedPerson);
  services @9 :List(Service);
  referrer @10 :Source;
  firstIdentifier @11 :Source;
  discussions @12 :List(Discussion);
  sourceRestrictions @13 :List(SourceRestriction);
  attachments @14 :List(Attachment);
  monitoring @15 :Monitoring;
  clearances @16 :List(Clearance);
  declaration @17 :EmergencyDeclaration;
}
struct InformationRequest {
  request @0 :RequestDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  consent @3 :List(Consent);
  relatedPersons @4 :List(RelatedPerson);
  services @5 :List(Service);
  referrer @6 :Source;
  sourceRestrictions @7 :List(SourceRestriction);
  clearances @8 :List(Clearance);
  declaration @9 :EmergencyDeclaration;
}
struct InformationResponse {
  response @0 :ResponseDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  consent @3 :List(Consent);
  health @4 :Health;
  offending @5 :Offending;
  education @6 :Education;
  socialCare @7 :SocialCare;
  relatedPersons @8 :List(RelatedPerson);
  services @9 :List(Service);
  referrer @10 :Source;
  sourceRestrictions @11 :List(SourceRestriction);
  attachments @12 :List(Attachment);
  clearances @13 :List(Clearance);
  declaration @14 :EmergencyDeclaration;
}
struct Decision {
  decision @0 :DecisionDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  services @3 :List(Service);
  referrer @4 :Source;
  sourceRestrictions @5 :List(SourceRestriction);
  clearances @6 :List(Clearance);
}
struct Closure {
  closure @0 :ClosureDetails;
  subject @1 :Subject;
  services @2 :List(Service);
  referrer @3 :Source;
  sourceRestrictions @4 :List(SourceRestriction);
  clearances @5 :List(Clearance);
}
struct Recall {
  recall @0 :RecallDetails;
  subject @1 :Subject;
  concern @2 :List(Concern);
  consent @3 :List(Consent);
  health @4 :Health;
  offending @5 :Offending;
  education @6 :Education;
  socialCare @7 :SocialCare;
  relatedPersons @8 :List(RelatedPerson);
  services @9 :List(Service);
  referrer @10 :Source;
  firstIdentifier @11 :Source;
  sourceRestrictions @12 :List(SourceRestriction);
}
