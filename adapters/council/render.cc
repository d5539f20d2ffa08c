#include "adapters/council/code_lists.h"
#include "adapters/council/translate.h"
#include "adapters/json.h"
#include "adapters/released.h"
#include "base/text.h"

namespace concordat::adapters::council {
namespace {

using schemas::ElementIndex;
using schemas::no_element;

// A field of ours and the member that holds it.
struct Member {
  std::string_view name;
  std::string_view path;
};

// The children's social care payload, with sections of ours beside it for what it has no place for.
class PayloadWriter {
public:
  explicit PayloadWriter(const schemas::Delivered& delivered) : released_(delivered) {}
  Json write();

private:
  // A value at a lesser view stands beside a member that says which: "date_of_birth_shown_as": "month".
  void put(Json& out, std::string_view name, std::string_view path, ElementIndex element = no_element);
  void put_code(Json& out, std::string_view name, CodeList list, std::string_view path);
  void put_sex(Json& out);
  void put_disabilities(Json& out);
  void put_all(Json& out, std::initializer_list<Member> members, ElementIndex element = no_element);
  Json child_details();
  Json episode();
  Json addresses(const std::string& list, ElementIndex parent);
  Json contacts(const std::string& list, ElementIndex parent);
  Json identifiers(const std::string& list, ElementIndex parent);
  Json concerns();
  Json related_persons();
  Json other_released();
  Json sentences(const std::vector<std::string>& lines);

  Released released_;
};

void PayloadWriter::put(Json& out, std::string_view name, std::string_view path, ElementIndex element) {
  const schemas::DeliveredField* field = released_.take(path, element);
  if (field == nullptr) return;
  const schemas::FieldEntry& entry = schemas::FieldTable::get()[field->id];
  if (field->view == schemas::Level::existence)
    out.put(name, masked_text);
  else if (entry.type == schemas::ValueType::yes_no)
    out.put(name, Json::boolean(field->value == "yes" ? "true" : "false"));
  else if (entry.type == schemas::ValueType::binary)
    out.put(name, to_base64(as_bytes(field->value)));
  else
    out.put(name, field->value);
  if (field->view != schemas::Level::full) out.put(std::string{name} + "_shown_as", name_of(field->view));
}

// The code that words of ours hold ("White British (WBRI)", "3E A&E"), where it is one of the list; else the words.
std::string code_in(CodeList list, std::string_view words) {
  const std::size_t open = words.rfind('(');
  if (open != std::string_view::npos && words.ends_with(')'))
    if (const CodeRow* row = look_up(list, words.substr(open + 1, words.size() - open - 2))) return std::string{row->code};
  const CodeRow* row = look_up(list, words.substr(0, words.find(' ')));
  return std::string{row == nullptr ? words : row->code};
}

void PayloadWriter::put_code(Json& out, std::string_view name, CodeList list, std::string_view path) {
  const schemas::DeliveredField* field = released_.message().find(path);
  put(out, name, path);
  if (field == nullptr || field->view != schemas::Level::full) return;
  for (Json& item : out.items)
    if (item.key == name) item.text = code_in(list, field->value);
}

void PayloadWriter::put_sex(Json& out) {
  put(out, "sex", "subject.sex");
  for (Json& item : out.items)
    if (item.key == "sex") item.text = item.text == "male" ? "M" : item.text == "female" ? "F" : item.text == "notKnown" ? "U" : item.text;
}

void PayloadWriter::put_disabilities(Json& out) {
  const schemas::DeliveredField* field = released_.message().find("subject.disability");
  if (field == nullptr || field->view != schemas::Level::full) return put(out, "disabilities", "subject.disability");
  released_.take("subject.disability");
  Json codes = Json::array();
  for (const std::string& words : split(field->value, ';')) codes.push(Json::string(code_in(CodeList::disability, trim(words))));
  out.put("disabilities", std::move(codes));
}

void PayloadWriter::put_all(Json& out, std::initializer_list<Member> members, ElementIndex element) {
  for (const Member& member : members) put(out, member.name, member.path, element);
}

Json PayloadWriter::identifiers(const std::string& list, ElementIndex parent) {
  Json out = Json::array();
  for (const ElementIndex element : released_.in(list, parent)) {
    Json identifier = Json::object();
    for (const char* const name : {"system", "value", "verified"})
      put(identifier, name, list + "." + name, element);
    if (!identifier.items.empty()) out.push(std::move(identifier));
  }
  return out;
}

Json PayloadWriter::addresses(const std::string& list, ElementIndex parent) {
  Json out = Json::array();
  for (const ElementIndex element : released_.in(list, parent)) {
    Json address = Json::object();
    for (const char* const name : {"lines", "postcode", "kind", "confidential"})
      put(address, name, list + "." + name, element);
    if (!address.items.empty()) out.push(std::move(address));
  }
  return out;
}

Json PayloadWriter::contacts(const std::string& list, ElementIndex parent) {
  Json out = Json::array();
  for (const ElementIndex element : released_.in(list, parent)) {
    Json contact = Json::object();
    put(contact, "kind", list + ".kind", element);
    const schemas::DeliveredField* safe = released_.message().find(list + ".safeToUse", element);
    const std::string value = released_.text(list + ".value", element);
    contact.put("value",
                contact_shown(value, safe == nullptr ? std::string_view{} : std::string_view{safe->value}));
    put(contact, "safe_to_use", list + ".safeToUse", element);
    put(contact, "safe_instructions", list + ".safeInstructions", element);
    if (!contact.items.empty()) out.push(std::move(contact));
  }
  return out;
}

// The register's own member name; an identifier of another kind stays in "identifiers".
std::string_view member_of(std::string_view system) {
  if (system == "upn") return "unique_pupil_number";
  if (system == "formerUpn") return "former_unique_pupil_number";
  if (system == "laChildId") return "la_child_id";
  return system == "nhsNumber" ? "nhs_number" : "";
}

Json PayloadWriter::child_details() {
  Json child = Json::object();
  for (const ElementIndex element : released_.in("subject.identifiers")) {
    const schemas::DeliveredField* system = released_.message().find("subject.identifiers.system", element);
    const std::string_view member = system == nullptr ? std::string_view{} : member_of(system->value);
    if (!member.empty() && !child.has(member))
      child.put(member, released_.message().find("subject.identifiers.value", element) == nullptr
                            ? ""
                            : released_.text("subject.identifiers.value", element));
  }
  child.put("identifiers", identifiers("subject.identifiers", no_element));
  Json names = Json::array();
  bool is_first = true;
  for (const ElementIndex element : released_.in("subject.names")) {
    if (is_first) {
      put_all(child, {{"first_name", "subject.names.given"}, {"surname", "subject.names.family"}}, element);
      put_all(child, {{"name_as_written", "subject.names.asWritten"}, {"name_kind", "subject.names.kind"}},
              element);
      is_first = false;
      continue;
    }
    Json name = Json::object();
    put_all(name,
            {{"first_name", "subject.names.given"},
             {"surname", "subject.names.family"},
             {"name_as_written", "subject.names.asWritten"},
             {"name_kind", "subject.names.kind"}},
            element);
    if (!name.items.empty()) names.push(std::move(name));
  }
  child.put("other_names", std::move(names));
  put_all(child, {{"date_of_birth", "subject.birthDate"},
                  {"date_of_death", "subject.deathDate"},
                  {"approximate_age", "subject.approximateAge"},
                  {"age_group", "subject.ageGroup"},
                  {"gender", "subject.gender"},
                  {"religion", "subject.religion"},
                  {"nationality", "subject.nationality"},
                  {"immigration_status", "subject.immigrationStatus"},
                  {"first_language", "subject.language"},
                  {"interpreter_needed", "subject.interpreter"}});
  put_sex(child);
  put_code(child, "ethnicity", CodeList::ethnicity, "subject.ethnicity");
  put_disabilities(child);
  Json roles = Json::array();
  for (const ElementIndex element : released_.in("subject.roles"))
    if (const std::string role = released_.text("subject.roles.role", element); !role.empty())
      roles.push(Json::string(role));
  child.put("roles", std::move(roles));
  // The API has a postcode and no address: that of the first address that has one whole.
  for (const ElementIndex element : released_.in("subject.address"))
    if (const schemas::DeliveredField* postcode = released_.message().find("subject.address.postcode", element);
        postcode != nullptr && postcode->view == schemas::Level::full && !child.has("postcode"))
      child.put("postcode", postcode->value);
  child.put("addresses", addresses("subject.address", no_element));
  child.put("contacts", contacts("subject.contact", no_element));
  Json guardians = Json::array();
  for (const ElementIndex element : released_.in("subject.guardians")) {
    Json guardian = Json::object();
    put_all(guardian,
            {{"name", "subject.guardians.name"},
             {"relationship", "subject.guardians.relationship"},
             {"parental_responsibility", "subject.guardians.parentalResponsibility"}},
            element);
    guardian.put("contacts", contacts("subject.guardians.contact", element));
    if (!guardian.items.empty()) guardians.push(std::move(guardian));
  }
  child.put("guardians", std::move(guardians));
  child.put("purge", Json::boolean("false"));
  return child;
}

// An entry of a list of the API, where there is anything in it.
void push_standing(Json& list, Json entry) {
  if (entry.items.empty()) return;
  entry.put("purge", Json::boolean("false"));
  list.push(std::move(entry));
}

Json PayloadWriter::episode() {
  Json out = Json::object();
  // The sending authority's own id of the episode where it was released, else our case's.
  const schemas::DeliveredField* reference = released_.message().find("referral.reference");
  const bool is_told = reference != nullptr && reference->view == schemas::Level::full;
  out.put("social_care_episode_id", is_told ? reference->value : format_uuid(released_.message().envelope.case_id.value()));
  put_all(out, {{"referral_date", "socialCare.referralDate"},
                {"date_referred", "referral.dateReferred"},
                {"referral_reason", "referral.reason"},
                {"support_asked", "referral.support"},
                {"sender_reference", "referral.reference"}});
  put_code(out, "referral_source", CodeList::referral_source, "socialCare.referralSource");
  put_all(out, {
                {"referral_no_further_action_flag", "socialCare.noFurtherAction"},
                {"status", "socialCare.status"},
                {"primary_need", "socialCare.primaryNeed"},
                {"closure_date", "socialCare.closureDate"}});
  put_code(out, "closure_reason", CodeList::closure_reason, "socialCare.closureReason");
  Json assessments = Json::array();
  Json assessment = Json::object();
  put_all(assessment, {{"start_date", "socialCare.assessmentDate"}, {"conclusion", "socialCare.conclusion"}});
  // The API gives factors as codes alone; what a code means is in its code set.
  Json factors = Json::array();
  for (const ElementIndex element : released_.in("socialCare.factors")) {
    const std::string code = released_.text("socialCare.factors.factor", element);
    const std::string meaning = released_.text("socialCare.factors.meaning", element);
    if (!code.empty() || !meaning.empty()) factors.push(Json::string(code.empty() ? meaning : code));
  }
  assessment.put("factors", std::move(factors));
  push_standing(assessments, std::move(assessment));
  out.put("child_and_family_assessments", std::move(assessments));
  Json enquiries = Json::array();
  Json enquiry = Json::object();
  put_all(enquiry, {{"start_date", "socialCare.section47Start"},
                    {"icpc_date", "socialCare.conferenceDate"}});
  push_standing(enquiries, std::move(enquiry));
  out.put("section_47_assessments", std::move(enquiries));
  Json plans = Json::array();
  Json plan = Json::object();
  put_all(plan, {{"start_date", "socialCare.planStart"}, {"category_of_abuse", "socialCare.planCategory"}});
  push_standing(plans, std::move(plan));
  out.put("child_protection_plans", std::move(plans));
  put_all(out, {{"worker", "socialCare.worker"},
                {"proceedings", "socialCare.proceedings"},
                {"grounds", "socialCare.grounds"},
                {"factors_affecting_parenting", "socialCare.parenting"}});
  out.put("do_not_tell", sentences(untold_paths(released_.message())));
  out.put("purge", Json::boolean("false"));
  return out;
}

Json PayloadWriter::concerns() {
  Json out = Json::array();
  for (const ElementIndex concern : released_.in("concern")) {
    Json one = Json::object();
    put_all(one,
            {{"category", "concern.category"},
             {"code", "concern.code"},
             {"code_list", "concern.codeSystem"},
             {"date_came_to_light", "concern.dateCameToLight"},
             {"place", "concern.place"},
             {"reference", "concern.reference"}},
            concern);
    Json passages = Json::array();
    for (const ElementIndex element : released_.in("concern.narrative", concern)) {
      Json passage = Json::object();
      put_all(passage,
              {{"class", "concern.narrative.class"},
               {"status", "concern.narrative.status"},
               {"text", "concern.narrative.text"},
               {"observed", "concern.narrative.observed"},
               {"author", "concern.narrative.author"}},
              element);
      if (!passage.items.empty()) passages.push(std::move(passage));
    }
    one.put("narrative", std::move(passages));
    Json risk = Json::object();
    put_all(risk,
            {{"level", "concern.risk.level"},
             {"to_self", "concern.risk.toSelf"},
             {"to_others", "concern.risk.toOthers"},
             {"imminence", "concern.risk.imminence"},
             {"summary", "concern.risk.summary"},
             {"assessed_by", "concern.risk.assessedBy"},
             {"date", "concern.risk.date"}},
            concern);
    one.put("risk", std::move(risk));
    Json needs = Json::array();
    for (const ElementIndex element : released_.in("concern.needs", concern)) {
      Json need = Json::object();
      put_all(need, {{"category", "concern.needs.category"}, {"text", "concern.needs.text"}}, element);
      if (!need.items.empty()) needs.push(std::move(need));
    }
    one.put("needs", std::move(needs));
    if (!one.items.empty()) out.push(std::move(one));
  }
  return out;
}

Json PayloadWriter::related_persons() {
  Json out = Json::array();
  for (const ElementIndex element : released_.in("relatedPersons")) {
    Json person = Json::object();
    put_all(person,
            {{"role", "relatedPersons.role"},
             {"name", "relatedPersons.name"},
             {"date_of_birth", "relatedPersons.birthDate"},
             {"sex", "relatedPersons.sex"},
             {"relationship", "relatedPersons.relationship"},
             {"note", "relatedPersons.note"}},
            element);
    person.put("identifiers", identifiers("relatedPersons.identifiers", element));
    person.put("addresses", addresses("relatedPersons.address", element));
    person.put("contacts", contacts("relatedPersons.contact", element));
    if (!person.items.empty()) out.push(std::move(person));
  }
  return out;
}

Json PayloadWriter::other_released() {
  Json out = Json::array();
  for (const auto& [path, field] : released_.leftovers()) {
    Json item = Json::object();
    item.put("path", path).put("meaning", schemas::FieldTable::get()[field->id].meaning);
    const std::string_view own_path = schemas::FieldTable::get()[field->id].path;
    put(item, "value", own_path, field->element);
    out.push(std::move(item));
  }
  return out;
}

Json PayloadWriter::sentences(const std::vector<std::string>& lines) {
  Json out = Json::array();
  for (const std::string& line : lines) out.push(Json::string(line));
  return out;
}

Json PayloadWriter::write() {
  const schemas::Envelope& envelope = released_.message().envelope;
  Json out = Json::object();
  put(out, "la_code", "socialCare.authority");
  Json message = Json::object();
  message.put("message_id", format_uuid(envelope.id.value()))
      .put("case_id", format_uuid(envelope.case_id.value()));
  message.put("type", name_of(envelope.type))
      .put("sender", envelope.sender.value())
      .put("scheme", envelope.scheme)
      .put("purpose", envelope.purpose);
  message.put("marking", name_of(envelope.marking))
      .put("urgency", name_of(envelope.urgency))
      .put("created", format_instant(envelope.created));
  out.put("message", std::move(message));
  Json details = child_details();
  out.put("la_child_id", details["la_child_id"].text);
  out.put("child_details", std::move(details));
  Json episodes = Json::array();
  episodes.push(episode());
  out.put("social_care_episodes", std::move(episodes));
  out.put("concerns", concerns());
  out.put("related_persons", related_persons());
  Json referrer = Json::object();
  put_all(referrer, {{"capacity", "referrer.capacity"},
                     {"anonymous", "referrer.anonymous"},
                     {"name", "referrer.name"},
                     {"role", "referrer.role"},
                     {"organisation", "referrer.organisation"},
                     {"email", "referrer.email"},
                     {"phone", "referrer.phone"}});
  out.put("referrer", std::move(referrer));
  out.put("other_released", other_released());
  out.put("may_have_been_withheld", sentences(withheld_sentences(released_.message())));
  out.put("terms", sentences(term_sentences(released_.message())));
  out.put("do_not_tell", sentences(untold_paths(released_.message())));
  out.put("purge", Json::boolean("false"));
  return out;
}

}  // namespace

Native render(const schemas::Delivered& delivered) {
  return {.extension = ".json", .text = write_json(PayloadWriter{delivered}.write())};
}

}  // namespace concordat::adapters::council
