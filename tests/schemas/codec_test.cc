#include "schemas/codec.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "schemas/draft.h"
#include "schemas/envelope.h"

namespace concordat::schemas {
namespace {

// What a body says, whatever the order of its elements: positional path, ids along it, value.
std::vector<std::string> said_by(const Body& body) {
  std::vector<std::string> said;
  for (const Field& field : body.fields) {
    std::string line = positional_path(body, field.id, field.element) + "=" + field.value;
    for (ElementIndex at = field.element; at != no_element; at = body.elements[at].parent) line += "|" + to_hex(body.elements[at].id);
    said.push_back(line);
  }
  std::sort(said.begin(), said.end());
  return said;
}

Body some_body() {
  Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.approximateAge", "0");
  draft.set("subject.interpreter", "no");
  const auto second = draft.add("concern");  // before the subject's lists, unlike the schema's order
  draft.set("concern.category", "missing", second);
  draft.set("concern.narrative.text", "Añejo", draft.add("concern.narrative", second));
  draft.set("subject.names.given", "Ada", draft.add("subject.names"));
  const auto file = draft.add("attachments");
  draft.set("attachments.bytes", std::string("\0\x01\xff", 3), file);
  return std::move(draft).finish(BodyType::referral).value();
}

std::vector<std::string> problems_of(capnp::DynamicStruct::Reader in, BodyType type = BodyType::referral) {
  const auto body = read_body(type, in);
  if (body) return {"ok"};
  std::vector<std::string> found;
  for (const Problem& problem : body.error()) found.push_back(problem.code + " " + problem.where);
  return found;
}

TEST(Codec, gives_back_the_body_written) {
  capnp::MallocMessageBuilder arena;
  auto message = arena.initRoot<wire::CaseMessage>();
  const Body body = some_body();
  write_body(body, BodyType::referral, init_body(message, BodyType::referral));
  EXPECT_EQ(type_of(message.asReader()), BodyType::referral);
  const auto again = read_body(BodyType::referral, body_in(message.asReader(), BodyType::referral));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(said_by(*again), said_by(body));
}

TEST(Codec, knows_no_type_of_an_empty_message) {
  capnp::MallocMessageBuilder arena;
  EXPECT_FALSE(type_of(arena.initRoot<wire::CaseMessage>().asReader()));
}

// A value that every field of a type takes, in canonical form.
std::string sample_value(const FieldEntry& field) {
  switch (field.type) {
    case ValueType::text:
    case ValueType::name:
    case ValueType::path: return "abc";
    case ValueType::date: return "2020-02-29";
    case ValueType::date_time: return "2026-04-01T09:30:00.000Z";
    case ValueType::postcode: return "E1 6AN";
    case ValueType::uuid: return "01966a3e-0000-7000-8000-000000000001";
    case ValueType::number: return "254";
    case ValueType::code:
    case ValueType::yes_no: return field.codes.back();
    case ValueType::binary: return "\x01";
  }
  return {};
}

// An element of `list`, with every element that it lies in.
ElementIndex element_for(Draft& draft, std::optional<ListId> list) {
  if (!list) return no_element;
  const ListEntry& entry = FieldTable::get()[*list];
  return draft.add(entry.path, element_for(draft, entry.parent));
}

TEST(Codec, carries_every_field_of_every_body) {
  const FieldTable& table = FieldTable::get();
  for (const BodyType type : {BodyType::referral, BodyType::update, BodyType::information_request, BodyType::information_response,
                              BodyType::decision, BodyType::closure, BodyType::recall}) {
    for (const FieldEntry& field : table.fields()) {
      if (std::find(field.bodies.begin(), field.bodies.end(), type) == field.bodies.end()) continue;
      Draft draft;
      draft.set(field.path, sample_value(field), element_for(draft, field.list));
      const auto body = std::move(draft).finish(type);
      ASSERT_TRUE(body.has_value()) << field.path;
      capnp::MallocMessageBuilder arena;
      auto message = arena.initRoot<wire::CaseMessage>();
      write_body(*body, type, init_body(message, type));
      const auto again = read_body(type, body_in(message.asReader(), type));
      ASSERT_TRUE(again.has_value()) << field.path;
      EXPECT_EQ(said_by(*again), said_by(*body)) << field.path;
    }
  }
}

TEST(Codec, refuses_what_it_would_not_write) {
  struct Row {
    std::string name;
    void (*make)(wire::Referral::Builder);
    std::string problem;
  };
  const std::vector<Row> rows{
      {"nothing", [](wire::Referral::Builder) {}, "ok"},
      {"empty text", [](wire::Referral::Builder r) { r.initSubject().setBirthDate(""); }, "not-canonical subject.birthDate"},
      {"date", [](wire::Referral::Builder r) { r.initSubject().setBirthDate("2011-6-9"); }, "not-canonical subject.birthDate"},
      {"postcode", [](wire::Referral::Builder r) { r.initSubject().initAddress(1)[0].setElementId(kj::heapArray<kj::byte>(16)); r.getSubject().getAddress()[0].setPostcode("e16an"); }, "not-canonical subject.address[0].postcode"},
      {"white space", [](wire::Referral::Builder r) { r.initSubject().setGender(" x"); }, "not-canonical subject.gender"},
      {"not UTF-8", [](wire::Referral::Builder r) { r.initSubject().setGender("\xff"); }, "not-canonical subject.gender"},
      {"decomposed", [](wire::Referral::Builder r) { r.initSubject().setGender("e\xcc\x81"); }, "not-canonical subject.gender"},
      {"unknown code", [](wire::Referral::Builder r) { r.initSubject().setSex(static_cast<wire::Sex>(99)); }, "unknown-code subject.sex"},
      {"empty struct", [](wire::Referral::Builder r) { r.initSubject(); }, "unknown-field "},
      {"empty list", [](wire::Referral::Builder r) { r.initConcern(0); }, "unknown-field "},
      {"no element id", [](wire::Referral::Builder r) { r.initConcern(1)[0].setCategory(wire::ConcernCategory::MISSING); }, "malformed concern[0]"},
      {"empty element", [](wire::Referral::Builder r) { r.initConcern(1)[0].setElementId(kj::heapArray<kj::byte>(16)); }, "not-canonical concern[0]"},
      {"short element id", [](wire::Referral::Builder r) { r.initConcern(1)[0].setElementId(kj::heapArray<kj::byte>(15)); }, "malformed concern[0]"},
      {"long list", [](wire::Referral::Builder r) { r.initConcern(1001); }, "too-large concern"},
  };
  for (const Row& row : rows) {
    capnp::MallocMessageBuilder arena;
    auto referral = arena.initRoot<wire::Referral>();
    row.make(referral);
    EXPECT_THAT(problems_of(referral.asReader()), testing::ElementsAre(row.problem)) << row.name;
  }
}

TEST(Codec, refuses_an_element_id_used_twice) {
  capnp::MallocMessageBuilder arena;
  auto referral = arena.initRoot<wire::Referral>();
  auto concerns = referral.initConcern(2);
  for (auto concern : concerns) {
    const kj::byte id[16] = {7};
    concern.setElementId(kj::arrayPtr(id, 16));
    concern.setCategory(wire::ConcernCategory::MISSING);
  }
  EXPECT_THAT(problems_of(referral.asReader()), testing::ElementsAre("malformed concern[1]"));
}

// ClosureDetails has one data word and three pointers; a newer schema's would have more.
TEST(Codec, refuses_a_field_of_a_newer_schema) {
  for (const std::string newer : {"none", "pointer", "word"}) {
    capnp::MallocMessageBuilder arena;
    capnp::AnyStruct::Builder closure{arena.initRoot<wire::Closure>()};
    auto details = closure.getPointerSection()[0].initAsAnyStruct(2, 4);
    details.getDataSection()[0] = 1;  // reason: completed
    if (newer == "pointer") details.getPointerSection()[3].setAs<capnp::Text>("x");
    if (newer == "word") details.getDataSection()[15] = 1;
    const auto expected = newer == "none" ? "ok" : "unknown-field ";
    EXPECT_THAT(problems_of(closure.as<wire::Closure>().asReader(), BodyType::closure), testing::ElementsAre(expected)) << newer;
  }
}

Envelope some_envelope() {
  return {.id = *parse_message_id("01966a3e-0000-7000-8000-000000000001"), .case_id = *parse_case_id("01966a3e-0000-7000-8000-000000000002"),
          .case_opened = *parse_date("2026-04-01"), .in_reply_to = parse_message_id("01966a3e-0000-7000-8000-000000000003"),
          .linked = {{*parse_message_id("01966a3e-0000-7000-8000-000000000004"), LinkRelation::continuation}},
          .sender = AgencyId{"police/met"}, .recipients = {AgencyId{"nhs/nelft/camhs"}}, .type = BodyType::closure, .scheme = "prevent",
          .purpose = "channel-referral", .area = "E09000002", .agreement = AgreementName{"lbbd-prevent", 3}, .marking = Marking::official,
          .urgency = Urgency::emergency, .created = *parse_instant("2026-04-01T09:30:00Z"), .due = parse_date("2026-04-02"),
          .emergency = Emergency::missing_person, .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", .schema = 1};
}

TEST(EnvelopeCodec, gives_back_what_was_written) {
  capnp::MallocMessageBuilder arena;
  auto out = arena.initRoot<wire::Envelope>();
  const Envelope envelope = some_envelope();
  write_envelope(envelope, out);
  const auto again = read_envelope(out.asReader(), BodyType::closure, Written::made_by_us);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->id, envelope.id);
  EXPECT_EQ(again->case_id, envelope.case_id);
  EXPECT_EQ(again->case_opened, envelope.case_opened);
  EXPECT_EQ(again->in_reply_to, envelope.in_reply_to);
  ASSERT_EQ(again->linked.size(), 1U);
  EXPECT_EQ(again->linked[0].relation, LinkRelation::continuation);
  EXPECT_EQ(again->recipients, envelope.recipients);
  EXPECT_EQ(again->agreement, envelope.agreement);
  EXPECT_EQ(again->marking, envelope.marking);
  EXPECT_EQ(again->urgency, envelope.urgency);
  EXPECT_EQ(again->created, envelope.created);
  EXPECT_EQ(again->due, envelope.due);
  EXPECT_EQ(again->emergency, envelope.emergency);
  EXPECT_EQ(again->traceparent, envelope.traceparent);
}

TEST(EnvelopeCodec, refuses_what_signed_bytes_may_not_say) {
  struct Row {
    std::string name;
    void (*spoil)(wire::Envelope::Builder);
    std::string problem;
  };
  const std::vector<Row> rows{
      {"upper case id", [](wire::Envelope::Builder e) { e.setMessageId("01966A3E-0000-7000-8000-000000000001"); }, "not-canonical envelope.messageId"},
      {"offset", [](wire::Envelope::Builder e) { e.setCreated("2026-04-01T10:30:00+01:00"); }, "not-canonical envelope.created"},
      {"no sender", [](wire::Envelope::Builder e) { e.setSender(""); }, "missing-field envelope.sender"},
      {"marking 9", [](wire::Envelope::Builder e) { e.setMarking(static_cast<wire::Marking>(9)); }, "marking-too-high envelope.marking"},
      {"no marking", [](wire::Envelope::Builder e) { e.setMarking(wire::Marking::UNSET); }, "missing-field envelope.marking"},
      {"urgency 9", [](wire::Envelope::Builder e) { e.setUrgency(static_cast<wire::Urgency>(9)); }, "unknown-code envelope.urgency"},
      {"emergency 9", [](wire::Envelope::Builder e) { e.setEmergency(static_cast<wire::Emergency>(9)); }, "unknown-code envelope.emergency"},
      {"relation 9", [](wire::Envelope::Builder e) { e.getLinked()[0].setRelation(static_cast<wire::LinkRelation>(9)); }, "unknown-code envelope.linked[0].relation"},
      {"schema 3", [](wire::Envelope::Builder e) { e.setSchema(schema_newest + 1); }, "unsupported-version envelope.schema"},
      {"free text as purpose", [](wire::Envelope::Builder e) { e.setPurpose("About Ada"); }, "invalid-value envelope.purpose"},
      {"free text as trace", [](wire::Envelope::Builder e) { e.setTraceparent("Ada"); }, "invalid-value envelope.traceparent"},
      {"33 recipients", [](wire::Envelope::Builder e) { auto r = e.initRecipients(33); for (unsigned i = 0; i < 33; ++i) r.set(i, "police/p" + std::to_string(i)); }, "too-large envelope.recipients"},
  };
  for (const Row& row : rows) {
    capnp::MallocMessageBuilder arena;
    auto out = arena.initRoot<wire::Envelope>();
    write_envelope(some_envelope(), out);
    row.spoil(out);
    const auto envelope = read_envelope(out.asReader(), BodyType::closure, Written::made_by_us);
    ASSERT_FALSE(envelope.has_value()) << row.name;
    ASSERT_EQ(envelope.error().size(), 1U) << row.name;
    EXPECT_EQ(envelope.error()[0].code + " " + envelope.error()[0].where, row.problem) << row.name;
  }
}

}  // namespace
}  // namespace concordat::schemas
