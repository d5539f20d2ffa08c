// Canonical -> native -> canonical: what the native format can carry comes back as it went, for messages made at random.
// School: the form and its spreadsheet say whatever the model can, and so do POLE and probation's event, under our own paths where
// their formats have no word. Council: what the social care API has a member for.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "adapters/forms.h"
#include "adapters/native.h"
#include "golden.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

constexpr int rounds = 60;

using schemas::BodyType;
using schemas::Draft;
using schemas::ElementIndex;
using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::ValueType;

class Dice {
public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(engine_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }
  std::string date() { return std::to_string(1990 + below(30)) + "-0" + std::to_string(1 + below(9)) + "-1" + std::to_string(below(10)); }

private:
  std::mt19937 engine_;
};

std::string value_of(const FieldEntry& field, Dice& dice) {
  switch (field.type) {
    case ValueType::text: return dice.pick(std::vector<std::string>{"Plain words", "Comma, \"quoted\" and; more", "Two\nlines", "Zo\u00eb \u2013 na\u00efve", "=1+1 is text", "<b>&amp;</b>"});
    case ValueType::name: return dice.pick(std::vector<std::string>{"Okoro", "O'Neill-Lane", "\u0141ucja"});
    case ValueType::date: return dice.date();
    case ValueType::code: return dice.pick(field.codes);
    case ValueType::yes_no: return dice.one_in(2) ? "yes" : "no";
    case ValueType::number: return std::to_string(dice.below(25));
    case ValueType::postcode: return dice.pick(std::vector<std::string>{"IG11 8QT", "SW1A 1AA"});
    case ValueType::date_time: return "2026-03-01T09:30:00.000Z";
    case ValueType::path: return "subject.address";
    case ValueType::uuid: return "01890a5d-ac96-774b-bcce-b302099a8057";
    case ValueType::binary: return "%PDF bytes";
  }
  return {};
}

// A message that fills each list with up to two elements, and half of all fields.
Translation random_message(BodyType type, Dice& dice) {
  const FieldTable& table = FieldTable::get();
  Draft draft;
  std::map<std::uint16_t, std::vector<ElementIndex>> elements;
  for (std::size_t i = 0; i < table.lists().size(); ++i) {
    const schemas::ListEntry& list = table.lists()[i];
    const bool is_carried = std::any_of(table.fields().begin(), table.fields().end(), [&](const FieldEntry& field) {
      return field.path.starts_with(list.path + ".") && std::find(field.bodies.begin(), field.bodies.end(), type) != field.bodies.end();
    });
    if (!is_carried) continue;
    std::vector<ElementIndex> parents{schemas::no_element};
    if (list.parent) parents = elements[list.parent->value()];
    for (const ElementIndex parent : parents)
      for (std::size_t n = 1 + dice.below(2); n-- > 0;) elements[static_cast<std::uint16_t>(i)].push_back(draft.add(list.path, parent));
  }
  for (const FieldEntry& field : table.fields()) {
    if (std::find(field.bodies.begin(), field.bodies.end(), type) == field.bodies.end()) continue;
    std::vector<ElementIndex> places{schemas::no_element};
    if (field.list) places = elements[field.list->value()];
    for (const ElementIndex place : places) {
      if (dice.one_in(2) && !field.is_key) continue;
      std::string value = value_of(field, dice);
      if (field.path.ends_with("identifiers.system") && value == "nhsNumber") value = "localId";  // a number of its own kind
      if (field.path.ends_with("identifiers.value")) value = "L" + std::to_string(dice.below(100000));
      draft.set(field.path, value, place);
    }
  }
  Translation message;
  message.type = type;
  auto body = std::move(draft).finish(type);
  if (!body) throw std::runtime_error(golden::listing(body.error()));
  message.body = std::move(*body);
  return message;
}

// By positional path.
std::map<std::string, std::string> values_of(const schemas::Body& body) {
  std::map<std::string, std::string> out;
  for (const schemas::Field& field : body.fields) out[schemas::positional_path(body, field.id, field.element)] = field.value;
  return out;
}

void expect_back(const Translation& message, std::string_view kind, std::string_view form) {
  const auto native = render_as(kind, form, golden::delivered(message));
  ASSERT_TRUE(native.has_value());
  const auto back = find_kind(kind)->translate({.name = "back" + native->extension, .bytes = to_bytes(as_bytes(native->text)), .beside = {}});
  ASSERT_TRUE(back.has_value()) << golden::listing(back.error()) << native->text;
  ASSERT_EQ(back->messages.size(), 1U);
  EXPECT_TRUE(back->rejected.empty()) << golden::listing(back->rejected);
  const auto went = values_of(message.body);
  const auto came = values_of(back->messages.front().body);
  for (const auto& [path, value] : went) {
    const auto found = came.find(path);
    ASSERT_NE(found, came.end()) << path << "\n" << native->text;
    EXPECT_EQ(found->second, value) << path;
  }
}

TEST(RoundTrip, a_concern_form_says_whatever_the_model_can) {
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed};
    const Translation message = random_message(BodyType::referral, dice);
    expect_back(message, "school", "native");
    expect_back(message, "school", "csv");
  }
}

TEST(RoundTrip, pole_and_a_domain_event_say_whatever_the_model_can) {
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed};
    const Translation message = random_message(dice.pick(std::vector{BodyType::referral, BodyType::update, BodyType::closure, BodyType::decision}), dice);
    expect_back(message, "police", "native");
    expect_back(message, "probation", "native");
  }
}

TEST(RoundTrip, the_social_care_api_carries_what_it_has_a_member_for) {
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed};
    Draft draft;
    const auto set = [&](std::string_view path, std::string value, ElementIndex at = schemas::no_element) {
      if (!dice.one_in(4)) draft.set(path, value, at);
    };
    const auto identifier = [&](std::string_view system, const std::string& value) {
      const ElementIndex at = draft.add("subject.identifiers");
      draft.set("subject.identifiers.system", system, at);
      draft.set("subject.identifiers.value", value, at);
    };
    identifier("laChildId", "BD-" + std::to_string(dice.below(1000)));
    if (dice.one_in(2)) identifier("upn", "H801200001001");
    if (dice.one_in(2)) identifier("formerUpn", "K801200001001");
    const ElementIndex name = draft.add("subject.names");
    draft.set("subject.names.given", "Amara", name);
    draft.set("subject.names.family", "Okoro", name);
    draft.set("subject.names.kind", "legal", name);
    set("subject.birthDate", dice.date());
    set("subject.sex", dice.pick(std::vector<std::string>{"male", "female", "notKnown"}));
    set("subject.ethnicity", dice.pick(std::vector<std::string>{"White British (WBRI)", "Black African (BAFR)"}));
    set("subject.disability", dice.pick(std::vector<std::string>{"Hearing (HEAR); Learning (LD)", "Vision (VIS)"}));
    if (dice.one_in(2)) {
      const ElementIndex address = draft.add("subject.address");
      draft.set("subject.address.postcode", "IG11 8QT", address);
      draft.set("subject.address.kind", "home", address);
    }
    const std::string referred = dice.date();
    draft.set("referral.dateReferred", referred);
    draft.set("socialCare.referralDate", referred);
    draft.set("referral.reference", "E-" + std::to_string(dice.below(1000)));
    set("socialCare.authority", "301");
    set("socialCare.referralSource", dice.pick(std::vector<std::string>{"3E A&E", "9 Anonymous", "1A Family member, relative or carer"}));
    set("socialCare.noFurtherAction", dice.one_in(2) ? "yes" : "no");
    set("socialCare.closureDate", dice.date());
    set("socialCare.closureReason", "RC8 Closed after assessment, no further action");
    set("socialCare.assessmentDate", dice.date());
    set("socialCare.section47Start", dice.date());
    set("socialCare.conferenceDate", dice.date());
    set("socialCare.planStart", dice.date());
    for (const auto& [code, meaning] : {std::pair{"3B", "Domestic abuse: parent or carer the victim"}, std::pair{"24A", "Child criminal exploitation"}}) {
      if (dice.one_in(2)) continue;
      const ElementIndex factor = draft.add("socialCare.factors");
      draft.set("socialCare.factors.factor", code, factor);
      draft.set("socialCare.factors.meaning", meaning, factor);
    }
    Translation message;
    message.body = std::move(draft).finish(BodyType::referral).value();
    expect_back(message, "council", "native");
  }
}

}  // namespace
}  // namespace concordat::adapters
