#include "console/web/pages/agreement_as_seen.h"

#include <algorithm>
#include <set>

#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/explain.h"
#include "policy/gate.h"
#include "policy/message_space.h"
#include "policy/parse.h"
#include "schemas/draft.h"
#include "schemas/json.h"

namespace concordat::console::web {
namespace {

using schemas::BodyType;
using schemas::FieldId;
using schemas::FieldTable;

// Of a path with selectors, the fields that its selectors compare.
void add_selectors(const policy::Path& path, std::set<FieldId>& to) {
  for (const policy::Selector& selector : path.selectors)
    if (const auto field = FieldTable::get().field(path.before + "." + selector.key.text)) to.insert(*field);
}

void add_condition(const policy::Condition& condition, std::set<FieldId>& to) {
  for (const policy::Condition& part : condition.parts) add_condition(part, to);
  if (!condition.test) return;
  add_selectors(condition.test->path, to);
  for (const FieldId field : FieldTable::get().under(condition.test->path.full()))
    if (FieldTable::get()[field].path == condition.test->path.full()) to.insert(field);
}

bool can_carry(FieldId field, BodyType type) {
  const auto& bodies = FieldTable::get()[field].bodies;
  return std::find(bodies.begin(), bodies.end(), type) != bodies.end();
}

struct Asked {
  std::string sender;
  std::string purpose;
  BodyType type = BodyType::referral;
  policy::Truth in_case = policy::Truth::unknown;
  std::string own;  // a message of their own, as canonical JSON
  std::map<std::string, std::string> said;
};

policy::Truth truth_of(const std::string& word) { return word == "yes" ? policy::Truth::yes : word == "no" ? policy::Truth::no : policy::Truth::unknown; }

std::vector<std::string> parties_of(const policy::AgreementBook& book) {
  std::vector<std::string> found;
  for (policy::AgencyIndex i = 0; i < book.parties().agencies.size(); ++i)
    if (book.agreements().front().parties[i]) found.push_back(book.parties().agencies[i].id.value());
  return found;
}

Asked asked_for(const Fields& form, const policy::AgreementBook& book, const policy::Agreement& tree) {
  Asked asked;
  const auto among = [](const std::vector<std::string>& known, const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end() ? word : known.empty() ? std::string{} : known.front();
  };
  asked.sender = among(parties_of(book), form.text("sender"));
  asked.purpose = among(book.agreements().front().purposes, form.text("purpose"));
  asked.type = schemas::body_type_named(form.text("type")).value_or(BodyType::referral);
  asked.in_case = truth_of(form.text("in-case"));
  asked.own = form.text("message");
  for (const FieldId field : deciding_fields(tree, asked.type)) {
    const schemas::FieldEntry& entry = FieldTable::get()[field];
    const std::string given = form.text("fact-" + entry.path);
    const bool is_code = std::find(entry.codes.begin(), entry.codes.end(), given) != entry.codes.end();
    if (is_code || given == "given") asked.said[entry.path] = is_code ? given : policy::sample_value(entry);
  }
  return asked;
}

schemas::EnvelopeDefaults defaults_of(const Asked& asked, const policy::CompiledAgreement& agreement, Instant now) {
  schemas::EnvelopeDefaults defaults;
  defaults.now = now;
  defaults.case_opened = london_date(now);
  defaults.sender = schemas::parse_agency_id(asked.sender);
  defaults.scheme = agreement.scheme == "any" ? "any-scheme" : agreement.scheme;
  defaults.purpose = asked.purpose;
  defaults.area = agreement.areas.empty() ? "E09000002" : agreement.areas.front();
  defaults.marking = schemas::Marking::official_sensitive;
  defaults.urgency = schemas::Urgency::routine;
  return defaults;
}

using Message = Result<schemas::Message, std::vector<schemas::Problem>>;
Message message_of(const Asked& asked, const policy::AgreementBook& book, const policy::Agreement& tree, Instant now) {
  const schemas::EnvelopeDefaults defaults = defaults_of(asked, book.agreements().front(), now);
  if (!asked.own.empty()) return schemas::message_from_json(asked.own, defaults);
  TRY(const schemas::Body body, sample_body(asked.type, deciding_fields(tree, asked.type), asked.said));
  return schemas::message_from_json(schemas::body_to_json(asked.type, body), defaults);
}

void add_choices(View& view, const Asked& asked, const policy::AgreementBook& book, const policy::Agreement& tree) {
  const auto offer = [](View& to, std::string_view list, const std::string& value, const std::string& label, bool is_chosen) {
    to.add(list, View{}.say("value", value).say("label", label).show_if("selected", is_chosen));
  };
  for (const std::string& party : parties_of(book)) offer(view, "senders", party, party, party == asked.sender);
  for (const std::string& purpose : book.agreements().front().purposes) offer(view, "purposes", purpose, purpose_in_words(purpose), purpose == asked.purpose);
  for (std::size_t type = 0; type < static_cast<std::size_t>(BodyType::recall); ++type) {
    const std::string name{schemas::name_of(static_cast<BodyType>(type))};
    offer(view, "types", name, type_in_words(name), static_cast<BodyType>(type) == asked.type);
  }
  for (const auto& [value, label, truth] : {std::tuple{"unknown", "Not known", policy::Truth::unknown}, {"yes", "Yes", policy::Truth::yes}, {"no", "No", policy::Truth::no}})
    offer(view, "in_case", value, label, asked.in_case == truth);
  for (const FieldId field : deciding_fields(tree, asked.type)) {
    const schemas::FieldEntry& entry = FieldTable::get()[field];
    const auto said = asked.said.find(entry.path);
    View fact;
    fact.say("id", "fact-" + entry.path).say("label", field_in_words(entry.path)).say("hint", entry.meaning);
    offer(fact, "values", "", "Not said", said == asked.said.end());
    for (const std::string& code : entry.codes) offer(fact, "values", code, sentence(code), said != asked.said.end() && said->second == code);
    if (entry.codes.empty()) offer(fact, "values", "given", "Said", said != asked.said.end());
    view.add("facts", std::move(fact));
  }
  view.say("message", asked.own);
}

struct Seen {
  std::string recipient;
  policy::Explanation words;
};

std::string colour(const std::string& outcome) {
  return outcome == "full" ? "green" : outcome == "withhold" || outcome == "conceal" ? "grey" : "yellow";
}

View seen_view(const std::vector<Seen>& all) {
  View view;
  std::vector<std::string> heads{"Field"};
  for (const Seen& seen : all) heads.push_back(seen.recipient);
  Table table{"What each party would see", heads, "Nobody else is a party."};
  for (std::size_t i = 0; !all.empty() && i < all.front().words.fields.size(); ++i) {
    std::vector<Cell> row{{field_in_words(all.front().words.fields[i].path)}};
    for (const Seen& seen : all) {
      const policy::ExplainedField& field = seen.words.fields[i];
      const auto& clause = field.capped_by ? field.capped_by : field.granted_by;
      row.push_back({outcome_in_words(field.outcome) + (clause ? ", clause " + *clause : ""), {}, colour(field.outcome)});
    }
    table.add(std::move(row));
  }
  view.put("table", table.view());
  for (const Seen& seen : all) {
    View one;
    std::size_t whole = 0, part = 0, none = 0;
    for (const policy::ExplainedField& field : seen.words.fields) ++(field.outcome == "full" ? whole : field.outcome == "withhold" || field.outcome == "conceal" ? none : part);
    const bool is_disclosed = seen.words.outcome == "disclosed";
    one.say("recipient", seen.recipient).say("outcome", is_disclosed ? "Would get it" : seen.words.outcome == "waiting" ? "Would wait" : "Would get nothing");
    one.say("colour", is_disclosed ? "green" : seen.words.outcome == "waiting" ? "yellow" : "red").say("reason", seen.words.reason.empty() ? "" : sentence(code_in_words(seen.words.reason)));
    one.say("whole", whole).say("part", part).say("none", none);
    for (const schemas::Notice& notice : seen.words.notices) one.add("notices", View{}.say("text", field_in_words(notice.path)));
    for (const std::string& path : seen.words.missing) one.add("missing", View{}.say("text", field_in_words(path)));
    one.show_if("has_notices", !seen.words.notices.empty()).show_if("has_missing", !seen.words.missing.empty());
    view.add("recipients", std::move(one));
  }
  return view;
}

}  // namespace

std::vector<FieldId> deciding_fields(const policy::Agreement& agreement, BodyType type) {
  std::set<FieldId> found;
  for (const policy::Clause& clause : agreement.clauses) {
    for (const auto* condition : {&clause.when, &clause.unless})
      if (*condition) add_condition(**condition, found);
    for (const policy::Share& share : clause.shares)
      for (const auto* paths : {&share.paths, &share.except})
        for (const policy::Path& path : *paths) add_selectors(path, found);
    for (const policy::Cap& cap : clause.caps)
      for (const policy::Target& target : cap.targets)
        if (target.path) add_selectors(*target.path, found);
  }
  std::erase_if(found, [&](FieldId field) { return !can_carry(field, type); });
  return {found.begin(), found.end()};
}

Result<schemas::Body, std::vector<schemas::Problem>> sample_body(BodyType type, const std::vector<FieldId>& deciding, const std::map<std::string, std::string>& said) {
  const FieldTable& table = FieldTable::get();
  schemas::Draft draft;
  // Lists come before the lists within them.
  std::map<schemas::ListId, schemas::ElementIndex> elements;
  for (std::size_t i = 0; i < table.lists().size(); ++i) {
    const schemas::ListId id{static_cast<std::uint16_t>(i)};
    const auto parent = table[id].parent;
    elements.emplace(id, draft.add(table[id].path, parent ? elements.at(*parent) : schemas::no_element));
  }
  for (std::size_t i = 0; i < table.fields().size(); ++i) {
    const FieldId id{static_cast<std::uint16_t>(i)};
    const schemas::FieldEntry& field = table[id];
    // What its own source restricts would be held back whatever the agreement says.
    if (!can_carry(id, type) || field.path.starts_with("sourceRestrictions.")) continue;
    const bool decides = std::find(deciding.begin(), deciding.end(), id) != deciding.end();
    const auto given = said.find(field.path);
    if (decides && given == said.end()) continue;
    draft.set(field.path, given != said.end() ? given->second : policy::sample_value(field), field.list ? elements.at(*field.list) : schemas::no_element);
  }
  return std::move(draft).finish(type);
}

Response agreement_as_seen_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/as-seen");
  const policy::Agreement tree = policy::parse(about->text).agreement;
  const auto book = book_of(about->text, parties_for(visit.console().settings, tree));
  view.show_if("is_readable", book != nullptr);
  if (!book) return visit.page("agreement_as_seen", std::move(view), about->title + ": as others would see it");
  const Asked asked = asked_for(visit.request().form, *book, tree);
  add_choices(view, asked, *book, tree);
  const Message message = message_of(asked, *book, tree, visit.now());
  if (!message) {
    for (const schemas::Problem& problem : message.error()) view.add("errors", View{}.say("text", sentence(problem.where) + ": " + problem.what).say("field", "message"));
    view.say("message_error", "This is not a message that we can read");
    return visit.page("agreement_as_seen", std::move(view), about->title + ": as others would see it", 422);
  }
  std::vector<Seen> all;
  const std::string sender = message->envelope.sender.value();
  for (const std::string& party : parties_of(*book)) {
    if (party == sender) continue;
    const policy::CaseFacts facts{asked.in_case, asked.in_case, {}};
    const schemas::AgencyId recipient = *schemas::parse_agency_id(party);
    // The leak guard looks for values in text: of a sample, whose values are all alike, it would say nothing true.
    const policy::Evaluation found = asked.own.empty() ? policy::evaluate(*book, *message, recipient, visit.now(), facts) : policy::weigh(*book, *message, recipient, visit.now(), facts);
    all.push_back({party, policy::explain(*book, *message, found)});
  }
  view.put("seen", seen_view(all)).say("sender", sender).show_if("is_sample", asked.own.empty());
  return visit.page("agreement_as_seen", std::move(view), about->title + ": as others would see it");
}

}  // namespace concordat::console::web
