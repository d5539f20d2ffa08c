#include <algorithm>
#include <array>

#include "adapters/nhs/fhir.h"
#include "adapters/nhs/render_parts.h"
#include "adapters/nhs/translate.h"

namespace concordat::adapters::nhs {

Json resource(std::string_view type, std::string_view id) {
  Json out = Json::object();
  out.put("resourceType", type).put("id", id);
  return out;
}

Json reference(std::string_view url) {
  Json out = Json::object();
  out.put("reference", url);
  return out;
}

Json text_concept(std::string_view text) {
  Json out = Json::object();
  out.put("text", text);
  return text.empty() ? Json{} : out;
}

Json one(Json value) {
  Json list = Json::array();
  if (!value.is_null()) list.push(std::move(value));
  return list;
}

Json coded(std::string_view system, std::string_view code, std::string_view text) {
  Json coding = Json::object();
  coding.put("system", system).put("code", code);
  Json out = Json::object();
  out.put("coding", one(std::move(coding))).put("text", text);
  return out;
}

Json extension_of(std::string_view url, std::string_view value_name, std::string_view value) {
  Json out = Json::object();
  out.put("url", url);
  if (!value_name.empty()) out.put(value_name, value);
  return out;
}

void put_released(Json& out, std::string_view name, const schemas::DeliveredField* field) {
  if (field == nullptr) return;
  const bool is_hidden = field->view == schemas::Level::existence || field->view == schemas::Level::age_band;
  if (!is_hidden) out.put(name, field->value);
  Json list = Json::array();
  if (is_hidden) list.push(extension_of(absent_reason_url, "valueCode", "masked"));
  if (field->view == schemas::Level::age_band)
    list.push(extension_of("urn:concordat:age-band", "valueString", field->value));
  if (field->view == schemas::Level::initials || field->view == schemas::Level::outward_code)
    list.push(extension_of(view_url, "valueCode", name_of(field->view)));
  Json companion = Json::object();
  companion.put("extension", std::move(list));
  out.put("_" + std::string{name}, std::move(companion));
}

namespace {

// Collects the entries of one message bundle. Every resource stands under a URL made from the message's
// own id, so that the same message always gives the same document.
class BundleWriter {
public:
  explicit BundleWriter(const schemas::Delivered& delivered)
      : released_(delivered), base_("urn:concordat:" + format_uuid(delivered.envelope.id.value()) + ":") {}

  Json write();

private:
  std::string url(std::string_view id) const { return base_ + std::string{id}; }
  void add(Json resource_json);
  void add_header();
  void add_request();
  void add_concerns();
  void add_health();
  void add_medical(std::string_view list, std::string_view type);
  void add_referrer();
  void add_consents();
  void add_leftovers();
  void add_outcome();
  void put_subject(Json& out, std::string_view name = "subject") { out.put(name, reference(url("patient"))); }

  Released released_;
  std::string base_;
  Json answer_;  // the Encounter that a response is about; null where there is none
  Json entries_ = Json::array();
};

// A code system that is not a URI may not stand as one in FHIR: it goes into the words instead.
Json code_as_released(std::string_view system, std::string_view code, std::string_view display) {
  if (code.empty()) return text_concept(display);
  const bool is_uri = system.find(':') != std::string_view::npos;
  if (is_uri || system.empty()) return coded(system, code, display);
  return coded({}, code,
               display.empty() ? std::string{code} + " (" + std::string{system} + ")" : std::string{display});
}

void BundleWriter::add(Json resource_json) {
  Json entry = Json::object();
  entry.put("fullUrl", url(resource_json["id"].text));
  entry.put("resource", std::move(resource_json));
  entries_.push(std::move(entry));
}

// HL7 security labels as DS4P has them: how confidential, and what the reader must refrain from.
Json security_labels(const schemas::Delivered& delivered) {
  Json labels = Json::array();
  const auto add = [&](std::string_view system, std::string_view code) {
    Json label = Json::object();
    label.put("system", "http://terminology.hl7.org/CodeSystem/" + std::string{system}).put("code", code);
    labels.push(std::move(label));
  };
  if (delivered.envelope.marking == schemas::Marking::official_sensitive) add("v3-Confidentiality", "R");
  if (!untold_paths(delivered).empty()) add("v3-ActCode", "NOPAT");  // not to patient, family or caregivers
  const bool is_kept = !kept_paths(delivered, schemas::Onward::no).empty() || !kept_paths(delivered, schemas::Onward::ask).empty();
  if (is_kept) add("v3-ActCode", "NORDSCLCD");  // not to be passed on without the sender
  return labels;
}

void BundleWriter::add_header() {
  const schemas::Envelope& envelope = released_.message().envelope;
  const bool is_new = envelope.type == schemas::BodyType::referral;
  Json header = resource("MessageHeader", "header");
  Json event = Json::object();
  event.put("system", "https://fhir.nhs.uk/CodeSystem/message-events-bars")
      .put("code", is_response(released_.message()) ? "servicerequest-response" : "servicerequest-request");
  header.put("eventCoding", std::move(event));
  header.put("sender", reference(url("sender")));
  Json source = Json::object();
  source.put("name", envelope.sender.value())
      .put("software", "Concordat")
      .put("endpoint", "urn:concordat:agency:" + envelope.sender.value());
  header.put("source", std::move(source));
  header.put("reason",
             coded("https://fhir.nhs.uk/CodeSystem/message-reason-bars", is_new ? "new" : "update", {}));
  header.put("focus", one(reference(url(answer_.is_null() ? "request" : "answer"))));
  if (is_response(released_.message())) {
    Json response = Json::object();
    response.put("identifier", format_uuid(envelope.in_reply_to->value())).put("code", response_code(released_.message()));
    header.put("response", std::move(response));
  }
  header.put("definition", definition_of(released_.message(), answer_));
  add(std::move(header));

  Json sender = resource("Organization", "sender");
  Json identifier = Json::object();
  identifier.put("system", "urn:concordat:agency").put("value", envelope.sender.value());
  sender.put("identifier", one(std::move(identifier))).put("name", envelope.sender.value());
  add(std::move(sender));
}

std::string_view request_status(const schemas::Delivered& delivered) {
  if (delivered.envelope.type == schemas::BodyType::closure) return "completed";
  const schemas::DeliveredField* kind = delivered.find("change.kind");
  if (kind != nullptr && kind->value == "withdrawn") return "revoked";
  if (kind != nullptr && kind->value == "enteredInError") return "entered-in-error";
  return "active";
}

void BundleWriter::add_request() {
  const schemas::Envelope& envelope = released_.message().envelope;
  Json request = resource("ServiceRequest", "request");
  Json identifier = Json::object();
  put_released(identifier, "value", released_.take("referral.reference"));
  if (!identifier.items.empty()) request.put("identifier", one(std::move(identifier)));
  Json requisition = Json::object();
  requisition.put("system", "urn:concordat:case").put("value", format_uuid(envelope.case_id.value()));
  request.put("requisition", std::move(requisition));
  request.put("status", request_status(released_.message())).put("intent", "plan");
  const RequestKind& kind = kind_of(released_.message());
  std::string words = released_.text("referral.category");
  Json coding = Json::object();
  coding.put("system", request_kind_system).put("code", kind.code);
  if (begins_with(words, kind)) {
    coding.put("display", kind.display);
    words.erase(0, std::min(words.size(), kind.display.size() + 2));
  }
  Json category = Json::object();
  category.put("coding", one(std::move(coding)));
  Json categories = one(std::move(category));
  if (!words.empty()) categories.push(text_concept(words));
  request.put("category", std::move(categories));
  request.put("priority", envelope.urgency == schemas::Urgency::routine  ? "routine"
                          : envelope.urgency == schemas::Urgency::urgent ? "urgent"
                                                                         : "stat");
  request.put("code", text_concept(released_.text("referral.support")));
  put_subject(request);
  put_released(request, "authoredOn", released_.take("referral.dateReferred"));
  request.put("reasonCode", one(text_concept(released_.text("referral.reason"))));
  request.put("note", one(text_concept(released_.text("referral.urgencyNote"))));
  for (const std::string_view path :
       {"referrer.name", "referrer.organisation", "referrer.role", "referrer.phone", "referrer.email"}) {
    if (released_.message().find(path) == nullptr) continue;
    request.put("requester", reference(url("referrer")));
    break;
  }
  if (!answer_.is_null()) request.put("encounter", reference(url("answer")));
  add(std::move(request));
  if (!answer_.is_null()) add(std::move(answer_));
}

// Ours to BaRS flag-categories-bars, where that list has a place for it.
Json flag_category(std::string_view category) {
  constexpr std::array<std::string_view, 8> safeguarding{"safeguarding",  "adultSafeguarding", "neglect",
                                                         "physicalAbuse", "emotionalAbuse",    "sexualAbuse",
                                                         "exploitation",  "domesticAbuse"};
  const bool is_safeguarding =
      std::find(safeguarding.begin(), safeguarding.end(), category) != safeguarding.end();
  const bool is_psychological = category == "mentalHealth" || category == "selfHarm";
  if (!is_safeguarding && !is_psychological) return coded("urn:concordat:concern-category", category, {});
  return coded("https://fhir.nhs.uk/CodeSystem/flag-categories-bars", is_safeguarding ? "SG" : "PS",
               category);
}

void BundleWriter::add_concerns() {
  std::size_t number = 0;
  for (const auto concern : released_.in("concern")) {
    const std::string id = "concern-" + std::to_string(++number);
    Json flag = resource("Flag", id);
    flag.put("status", "active");
    if (const std::string category = released_.text("concern.category", concern); !category.empty())
      flag.put("category", one(flag_category(category)));
    const std::string system = released_.text("concern.codeSystem", concern);
    flag.put("code", code_as_released(system, released_.text("concern.code", concern), {}));
    put_subject(flag);
    Json period = Json::object();
    put_released(period, "start", released_.take("concern.dateCameToLight", concern));
    flag.put("period", std::move(period));
    add(std::move(flag));

    std::size_t passage = 0;
    for (const auto narrative : released_.in("concern.narrative", concern)) {
      Json communication = resource("Communication", id + "-passage-" + std::to_string(++passage));
      communication.put("status", "completed");
      communication.put("category", one(text_concept(released_.text("concern.narrative.class", narrative))));
      put_subject(communication);
      communication.put("about", one(reference(url(id))));
      Json content = Json::object();
      put_released(content, "contentString", released_.take("concern.narrative.text", narrative));
      if (!content.items.empty()) communication.put("payload", one(std::move(content)));
      if (const std::string status = released_.text("concern.narrative.status", narrative); !status.empty())
        communication.put("note", one(text_concept("Status of this passage: " + status)));
      add(std::move(communication));
    }
  }
}

void BundleWriter::add_medical(std::string_view list_path, std::string_view type) {
  const std::string list{list_path};
  std::size_t number = 0;
  for (const auto element : released_.in(list)) {
    const std::string id = list.substr(list.find('.') + 1) + "-" + std::to_string(++number);
    Json out = resource(type, id);
    const bool is_flag = type == "Flag";
    const bool is_medication = type == "MedicationStatement";
    const std::string status = released_.text(list + ".status", element);
    if (is_flag) out.put("status", status).put("category", one(text_concept("clinical")));
    if (is_medication) out.put("status", status.empty() ? "unknown" : status);
    if (!is_flag && !is_medication) out.put("clinicalStatus", text_concept(status));
    const std::string code = released_.text(list + ".code", element);
    const std::string system = released_.text(list + ".codeSystem", element);
    out.put(is_medication ? "medicationCodeableConcept" : "code",
            code_as_released(system, code, released_.text(list + ".display", element)));
    put_subject(out);
    Json when = Json::object();
    put_released(when,
                 is_flag         ? "start"
                 : is_medication ? "effectiveDateTime"
                                 : "recordedDate",
                 released_.take(list + ".date", element));
    if (is_flag)
      out.put("period", std::move(when));
    else
      for (const Json& member : when.items) out.put(member.key, member);
    add(std::move(out));
  }
}

void BundleWriter::add_health() {
  const std::string plan_text = released_.text("health.carePlan");
  const std::string summary = released_.text("health.summary");
  if (!plan_text.empty() || !summary.empty()) {
    Json plan = resource("CarePlan", "care-plan");
    plan.put("status", "active").put("intent", "plan").put("description", plan_text);
    put_subject(plan);
    plan.put("note", one(text_concept(summary)));
    add(std::move(plan));
  }
  add_medical("health.flags", "Flag");
  add_medical("health.conditions", "Condition");
  add_medical("health.medications", "MedicationStatement");
}

void BundleWriter::add_referrer() {
  Json role = resource("PractitionerRole", "referrer");
  const std::size_t bare = role.items.size();
  Json name = Json::object();
  put_released(name, "display", released_.take("referrer.name"));
  role.put("practitioner", std::move(name));
  Json organisation = Json::object();
  put_released(organisation, "display", released_.take("referrer.organisation"));
  role.put("organization", std::move(organisation));
  role.put("code", one(text_concept(released_.text("referrer.role"))));
  Json telecoms = Json::array();
  for (const auto& [path, system] :
       {std::pair{"referrer.phone", "phone"}, std::pair{"referrer.email", "email"}}) {
    const schemas::DeliveredField* field = released_.take(path);
    if (field == nullptr) continue;
    Json telecom = Json::object();
    telecom.put("system", system);
    put_released(telecom, "value", field);
    telecoms.push(std::move(telecom));
  }
  role.put("telecom", std::move(telecoms));
  if (role.items.size() > bare) add(std::move(role));
}

void BundleWriter::add_consents() {
  std::size_t number = 0;
  for (const auto element : released_.in("consent")) {
    const schemas::DeliveredField* to = released_.message().find("consent.to", element);
    const schemas::DeliveredField* status = released_.message().find("consent.status", element);
    if (to == nullptr || status == nullptr || to->value != "sharing") continue;
    const bool is_given = status->value == "given";
    if (!is_given && status->value != "refused" && status->value != "withdrawn") continue;
    released_.take("consent.to", element);
    released_.take("consent.status", element);
    Json consent = resource("Consent", "consent-" + std::to_string(++number));
    consent.put("status", status->value == "withdrawn" ? "inactive" : "active");
    consent.put("scope", coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", {}));
    consent.put("category", one(coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IDSCL",
                                      "information disclosure")));
    put_subject(consent, "patient");
    put_released(consent, "dateTime", released_.take("consent.date", element));
    Json provision = Json::object();
    provision.put("type", is_given ? "permit" : "deny");
    consent.put("provision", std::move(provision));
    add(std::move(consent));
  }
}

void BundleWriter::add_leftovers() {
  const auto rest = released_.leftovers();
  if (rest.empty()) return;
  Json answers = resource("QuestionnaireResponse", "also-released");
  answers.put("status", "completed");
  put_subject(answers);
  Json items = Json::array();
  for (const auto& [path, field] : rest) {
    Json item = Json::object();
    item.put("linkId", path).put("text", schemas::FieldTable::get()[field->id].meaning);
    Json answer = Json::object();
    const bool is_binary = schemas::FieldTable::get()[field->id].type == schemas::ValueType::binary;
    const schemas::DeliveredField shown{
        field->id, field->element,
        field->view == schemas::Level::age_band ? schemas::Level::full : field->view,
        is_binary ? to_base64(as_bytes(field->value)) : field->value};
    put_released(answer, "valueString", &shown);
    item.put("answer", one(std::move(answer)));
    items.push(std::move(item));
  }
  answers.put("item", std::move(items));
  add(std::move(answers));
}

void BundleWriter::add_outcome() {
  Json issues = Json::array();
  const auto add_issue = [&](std::string_view code, const std::string& words) {
    Json issue = Json::object();
    issue.put("severity", "information").put("code", code).put("diagnostics", words);
    issues.push(std::move(issue));
  };
  for (const std::string& sentence : withheld_sentences(released_.message()))
    add_issue("suppressed", sentence);
  for (const std::string& sentence : term_sentences(released_.message()))
    add_issue("informational", sentence);
  if (issues.items.empty()) return;
  Json outcome = resource("OperationOutcome", "terms");
  outcome.put("issue", std::move(issues));
  add(std::move(outcome));
}

Json BundleWriter::write() {
  answer_ = answer_resource(released_, "answer", url("patient"));
  add_header();
  add_request();
  add(patient_resource(released_, "patient"));
  add_concerns();
  add_health();
  add_consents();
  std::size_t number = 0;
  for (const auto person : released_.in("relatedPersons"))
    add(related_person_resource(released_, person, "related-" + std::to_string(++number), url("patient")));
  add_referrer();
  add_leftovers();
  add_outcome();

  const schemas::Envelope& envelope = released_.message().envelope;
  Json bundle = resource("Bundle", format_uuid(envelope.id.value()));
  Json tag = Json::object();
  tag.put("system", "urn:concordat:marking").put("code", name_of(envelope.marking));
  Json meta = Json::object();
  meta.put("profile", one(Json::string("https://fhir.nhs.uk/StructureDefinition/BARSBundleMessage")))
      .put("tag", one(std::move(tag)));
  meta.put("security", security_labels(released_.message()));
  bundle.put("meta", std::move(meta))
      .put("type", "message")
      .put("timestamp", format_instant(envelope.created));
  bundle.put("entry", std::move(entries_));
  return bundle;
}

}  // namespace

Native render(const schemas::Delivered& delivered) {
  return {.extension = ".json", .text = write_json(BundleWriter{delivered}.write())};
}

}  // namespace concordat::adapters::nhs
