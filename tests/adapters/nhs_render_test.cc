#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/json.h"
#include "adapters/nhs/translate.h"
#include "golden.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

using schemas::Level;

schemas::Delivered referral() {
  const auto messages = nhs::translate(golden::fixture("../../deploy/samples/nhs-referral.json"));
  CHECK(messages.has_value(), "the built-in sample translates");
  return golden::delivered(messages->messages.front());
}

Json written(const schemas::Delivered& delivered) {
  auto read = read_json(as_bytes(nhs::render(delivered).text));
  CHECK(read.has_value(), "what is written can be read");
  return std::move(*read);
}

Json resource_of(const Json& bundle, std::string_view type) {
  for (const Json& entry : bundle["entry"].items)
    if (entry["resource"]["resourceType"].text == type) return entry["resource"];
  return {};
}

void show_at(schemas::Delivered& delivered, std::string_view path, Level view, std::string_view value) {
  const auto id = schemas::FieldTable::get().field(path);
  for (schemas::DeliveredField& field : delivered.fields)
    if (field.id == *id) field = {field.id, field.element, view, std::string{value}};
}

void withhold(schemas::Delivered& delivered, std::string_view path) {
  const auto ids = schemas::FieldTable::get().under(path);
  std::erase_if(delivered.fields, [&](const schemas::DeliveredField& field) {
    return std::find(ids.begin(), ids.end(), field.id) != ids.end();
  });
}

TEST(NhsRender, writes_the_whole_referral) {
  const Native native = nhs::render(referral());
  EXPECT_EQ(native.extension, ".json");
  EXPECT_EQ(native.text, golden::expected("nhs/referral.rendered.json", native.text));
}

// A receiving system files validations apart from referrals, and the words of either come back as they went.
TEST(NhsRender, calls_a_validation_what_it_is) {
  struct Case {
    const char* category;
    const char* code;
  };
  for (const Case& each : {Case{"For Validation; 999 to CAS Validation", "validation"}, Case{"For Validation", "validation"},
                           Case{"Transfer of Care; 111 to ED", "referral"}, Case{"For Validations sake", "referral"}, Case{"Incident Report", "referral"}}) {
    SCOPED_TRACE(each.category);
    schemas::Delivered delivered = referral();
    show_at(delivered, "referral.category", Level::full, each.category);
    const Json bundle = written(delivered);
    EXPECT_EQ(resource_of(bundle, "MessageHeader")["definition"].text,
              "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-request-" + std::string{each.code});
    EXPECT_EQ(resource_of(bundle, "ServiceRequest")["category"].at(0)["coding"].at(0)["code"].text, each.code);
    const auto back = nhs::translate({.name = "back.json", .bytes = to_bytes(as_bytes(nhs::render(delivered).text)), .beside = {}});
    ASSERT_TRUE(back.has_value()) << golden::listing(back);
    EXPECT_NE(golden::listing(back).find("referral.category = " + std::string{each.category} + "\n"), std::string::npos) << golden::listing(back);
  }
}

TEST(NhsRender, shows_lesser_views_as_what_they_are) {
  schemas::Delivered delivered = referral();
  show_at(delivered, "subject.birthDate", Level::age_band, "11-15");
  show_at(delivered, "subject.address.postcode", Level::outward_code, "E1");
  show_at(delivered, "subject.identifiers.value", Level::existence, "");
  show_at(delivered, "concern.dateCameToLight", Level::month, "2026-04");
  const Json bundle = written(delivered);
  const Json patient = resource_of(bundle, "Patient");
  EXPECT_FALSE(patient.has("birthDate"));
  EXPECT_EQ(patient["name"].at(0)["given"].at(0).text, "Adaeze Grace");
  EXPECT_EQ(patient["_birthDate"]["extension"].at(0)["valueCode"].text, "masked");
  EXPECT_EQ(patient["_birthDate"]["extension"].at(1)["valueString"].text, "11-15");
  EXPECT_EQ(patient["address"].at(0)["postalCode"].text, "E1");
  EXPECT_EQ(patient["address"].at(0)["_postalCode"]["extension"].at(0)["valueCode"].text, "outwardCode");
  EXPECT_EQ(patient["identifier"].at(0)["_value"]["extension"].at(0)["valueCode"].text, "masked");
  EXPECT_EQ(resource_of(bundle, "Flag")["period"]["start"].text, "2026-04");
  EXPECT_EQ(resource_of(bundle, "Condition")["recordedDate"].text, "2026-04-01");
}

TEST(NhsRender, leaves_out_what_was_withheld_and_says_masked_only_for_existence) {
  schemas::Delivered delivered = referral();
  withhold(delivered, "subject.address");
  withhold(delivered, "referrer");
  const std::string text = nhs::render(delivered).text;
  const auto read = read_json(as_bytes(text));
  ASSERT_TRUE(read.has_value());
  EXPECT_FALSE(resource_of(*read, "Patient").has("address"));
  EXPECT_TRUE(resource_of(*read, "PractitionerRole").is_null());
  EXPECT_FALSE(resource_of(*read, "ServiceRequest").has("requester"));
  EXPECT_EQ(text.find("masked"), std::string::npos);
  EXPECT_NE(text.find("subject.address may have been withheld under barking-mash/3"), std::string::npos);
  EXPECT_NE(text.find("Caveat: not to be shown to the subject"), std::string::npos);
}

TEST(NhsRender, marks_a_contact_unsafe_unless_it_is_said_to_be_safe) {
  const Json bundle = written(referral());
  EXPECT_EQ(resource_of(bundle, "Patient")["telecom"].at(0)["value"].text, "DO NOT USE: 07700 900482");

  schemas::Draft draft;
  const auto contact = draft.add("subject.contact");
  draft.set("subject.contact.value", "07700 900482", contact);
  draft.set("subject.contact.safeToUse", "yes", contact);
  Translation safe;
  safe.body = std::move(draft).finish(schemas::BodyType::referral).value();
  EXPECT_EQ(resource_of(written(golden::delivered(safe)), "Patient")["telecom"].at(0)["value"].text,
            "07700 900482");
}

std::vector<std::string> labels_of(const schemas::Delivered& delivered) {
  const Json bundle = written(delivered);
  std::vector<std::string> codes;
  for (const Json& label : bundle["meta"]["security"].items) codes.push_back(label["code"].text);
  return codes;
}

TEST(NhsRender, labels_what_binds_the_reader) {
  schemas::Delivered delivered = referral();
  delivered.envelope.marking = schemas::Marking::official;
  EXPECT_EQ(labels_of(delivered), std::vector<std::string>{});
  delivered.envelope.marking = schemas::Marking::official_sensitive;
  EXPECT_EQ(labels_of(delivered), (std::vector<std::string>{"R"}));
  delivered.fields.front().tell = schemas::Tell::not_the_person;
  delivered.fields.back().onward = schemas::Onward::ask;
  EXPECT_EQ(labels_of(delivered), (std::vector<std::string>{"R", "NOPAT", "NORDSCLCD"}));
}

TEST(NhsRender, answers_a_message_with_a_response) {
  schemas::Draft draft;
  draft.set("change.kind", "statusChanged");
  draft.set("change.summary", "Seen in clinic");
  Translation news;
  news.type = schemas::BodyType::update;
  news.body = std::move(draft).finish(schemas::BodyType::update).value();
  schemas::Delivered delivered = golden::delivered(news);
  EXPECT_EQ(resource_of(written(delivered), "MessageHeader")["eventCoding"]["code"].text, "servicerequest-request");
  delivered.envelope.in_reply_to = delivered.envelope.id;
  const Json header = resource_of(written(delivered), "MessageHeader");
  EXPECT_EQ(header["eventCoding"]["code"].text, "servicerequest-response");
  EXPECT_EQ(header["response"]["identifier"].text, format_uuid(delivered.envelope.id.value()));
}

// A validation that was looked at came back as the answer to a referral, about a request that was still active.
TEST(NhsRender, answers_a_validation_with_a_validation_response) {
  struct Case {
    const char* status;
    const char* summary;
    const char* definition;
    const char* focus;
    const char* reason;  // code of the Encounter
  };
  for (const Case& each : {Case{"finished", "For Validation; Validation of triage outcome", "response-validation-full", "Encounter", "validation-triage-outcome"},
                           Case{"cancelled", "For Validation; Failed contact; we were unable to reach her", "response-validation-interim", "Encounter", ""},
                           Case{"finished", "For Validation", "response-validation-full", "Encounter", ""},
                           Case{"with the panel", "For Validation; Looked at", "response-validation-interim", "ServiceRequest", ""},
                           Case{"finished", "Seen in clinic", "response-referral", "Encounter", ""},
                           Case{"fatal-error", "Not for us", "response-referral", "ServiceRequest", ""}}) {
    SCOPED_TRACE(each.summary);
    Translation news = nhs::translate(golden::fixture("nhs/validation-interim.json"))->messages.front();
    schemas::Delivered delivered = golden::delivered(news);
    delivered.envelope.in_reply_to = delivered.envelope.id;
    show_at(delivered, "change.status", Level::full, each.status);
    show_at(delivered, "change.summary", Level::full, each.summary);
    withhold(delivered, "health.reason");
    const Json bundle = written(delivered);
    const Json header = resource_of(bundle, "MessageHeader");
    EXPECT_EQ(header["definition"].text, "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-" + std::string{each.definition});
    EXPECT_EQ(header["response"]["code"].text, std::string_view{each.status} == "fatal-error" ? "fatal-error" : "ok");
    const std::string focus = header["focus"].at(0)["reference"].text;
    EXPECT_EQ(std::any_of(bundle["entry"].items.begin(), bundle["entry"].items.end(),
                          [&](const Json& entry) { return entry["fullUrl"].text == focus && entry["resource"]["resourceType"].text == each.focus; }),
              true);
    EXPECT_EQ(resource_of(bundle, "Encounter")["reasonCode"].at(0)["coding"].at(0)["code"].text, each.reason);
    const auto back = nhs::translate({.name = "back.json", .bytes = to_bytes(as_bytes(nhs::render(delivered).text)), .beside = {}});
    ASSERT_TRUE(back.has_value()) << golden::listing(back);
    const std::string listing = golden::listing(back);
    if (std::string_view{each.focus} != "Encounter") continue;  // what FHIR has no code for is answered under its path
    EXPECT_NE(listing.find("change.status = " + std::string{each.status} + "\n"), std::string::npos) << listing;
    EXPECT_NE(listing.find("change.summary = " + std::string{each.summary} + "\n"), std::string::npos) << listing;
  }
}

TEST(NhsRender, ends_a_validation_with_a_decision_whose_category_names_it) {
  for (const std::string category : {"For Validation", "Threshold 3"}) {
    schemas::Draft draft;
    draft.set("decision.outcome", "accepted");
    draft.set("decision.category", category);
    Translation decided;
    decided.type = schemas::BodyType::decision;
    decided.body = std::move(draft).finish(schemas::BodyType::decision).value();
    schemas::Delivered delivered = golden::delivered(decided);
    delivered.envelope.in_reply_to = delivered.envelope.id;
    const bool is_validation = category == "For Validation";
    const Json bundle = written(delivered);
    EXPECT_EQ(resource_of(bundle, "Encounter")["status"].text, is_validation ? "finished" : "");
    EXPECT_EQ(resource_of(bundle, "MessageHeader")["definition"].text.ends_with("-response-validation-full"), is_validation);
  }
}

TEST(NhsRender, leaves_out_no_released_field) {
  schemas::Delivered delivered = referral();
  for (schemas::DeliveredField& field : delivered.fields) {
    const schemas::ValueType type = schemas::FieldTable::get()[field.id].type;
    if (type == schemas::ValueType::text || type == schemas::ValueType::name)
      field.value = "canary " + field.value;
  }
  const std::string text = nhs::render(delivered).text;
  for (const schemas::DeliveredField& field : delivered.fields) {
    if (!field.value.starts_with("canary ")) continue;
    const std::string first_line = field.value.substr(0, field.value.find_first_of("\n\""));
    EXPECT_NE(text.find(first_line), std::string::npos) << schemas::FieldTable::get()[field.id].path;
  }
}

// What FHIR has no place for comes back to its own field, or is told; never among the words of a health summary.
TEST(NhsRender, what_it_has_no_place_for_comes_back_as_what_it_was) {
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.family", "Okoro", name);
  draft.set("education.note", "Moved school in May");
  draft.set("referrer.relationship", "Head of year");
  const auto discussion = draft.add("discussions");
  draft.set("discussions.with", "family", discussion);
  draft.set("discussions.outcome", "Mother agrees", discussion);
  Translation referred;
  referred.body = std::move(draft).finish(schemas::BodyType::referral).value();
  const auto back = nhs::translate({.name = "b.json", .bytes = to_bytes(as_bytes(nhs::render(golden::delivered(referred)).text)), .beside = {}});
  ASSERT_TRUE(back.has_value()) << golden::listing(back.error());
  const std::string listed = golden::listing(*back);
  for (const char* const line : {"education.note = Moved school in May", "referrer.relationship = Head of year",
                                 "not carried QuestionnaireResponse.item discussions[0].outcome"})
    EXPECT_NE(listed.find(std::string{line} + "\n"), std::string::npos) << line << "\n" << listed;
  EXPECT_EQ(listed.find("health.summary"), std::string::npos) << listed;
}

TEST(NhsRender, can_be_read_back) {
  const schemas::Delivered delivered = referral();
  const NativeInput native{
      .name = "back.json", .bytes = to_bytes(as_bytes(nhs::render(delivered).text)), .beside = {}};
  const auto back = nhs::translate(native);
  ASSERT_TRUE(back.has_value());
  const schemas::Delivered again = golden::delivered(back->messages.front());
  for (const std::string_view path : {"subject.birthDate", "subject.sex", "subject.ageGroup",
                                      "referral.reason", "referral.reference", "referral.support"}) {
    SCOPED_TRACE(path);
    ASSERT_NE(again.find(path), nullptr);
    EXPECT_EQ(again.find(path)->value, delivered.find(path)->value);
  }
  EXPECT_EQ(again.in("concern").size(), delivered.in("concern").size());
  EXPECT_EQ(again.find("subject.identifiers.value", again.in("subject.identifiers")[0])->value,
            delivered.find("subject.identifiers.value", delivered.in("subject.identifiers")[0])->value);
}

}  // namespace
}  // namespace concordat::adapters
