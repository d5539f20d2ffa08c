#include "tests/policy/tree_text.h"

namespace concordat::policy {
namespace {

class Writer {
public:
  void say(std::string_view name, std::string_view value) { out += std::string{name} + "=" + std::string{value} + "\n"; }
  void say(std::string_view name, std::size_t value) { say(name, std::to_string(value)); }
  void words(std::string_view name, const std::vector<Word>& words) {
    for (const Word& word : words) say(name, word.text);
  }
  void parties(std::string_view name, const std::vector<Party>& parties) {
    for (const Party& party : parties) say(name, party.text);
  }
  void value(const Value& value) { say("value" + std::to_string(static_cast<int>(value.kind)), value.text); }
  void path(std::string_view name, const Path& path) {
    say(name, path.before + "|" + path.after);
    for (const Selector& selector : path.selectors) {
      say("key", selector.key.text);
      value(selector.value);
    }
  }
  void bases(const std::vector<BasisLine>& lines) {
    for (const BasisLine& line : lines) {
      words("basis", line.bases);
      parties("basis for", line.parties);
      say("basis", "end");
    }
  }
  void condition(const Condition& condition) {
    say("condition", static_cast<std::size_t>(condition.kind));
    say("stage", condition.stage.text);
    if (condition.test) {
      say("quantifier", static_cast<std::size_t>(condition.test->quantifier));
      path("of", condition.test->path);
      say("comparison", static_cast<std::size_t>(condition.test->comparison));
      for (const Value& each : condition.test->values) value(each);
    }
    for (const Condition& part : condition.parts) this->condition(part);
    say("condition", "end");
  }
  void scope(std::string_view name, const std::optional<PartyScope>& scope) {
    if (!scope) return;
    say(name, scope->any ? "any" : "these");
    parties(name, scope->parties);
  }
  void clause(const Clause& clause) {
    say(clause.emergency ? "emergency" : "clause", clause.label.text + " " + clause.title);
    scope("from", clause.from);
    scope("to", clause.to);
    if (clause.purposes) {
      say("for", clause.purposes->any ? "any" : "these");
      words("for", clause.purposes->purposes);
    }
    for (schemas::BodyType type : clause.types) say("on", schemas::name_of(type));
    for (const auto* each : {&clause.when, &clause.unless}) {
      say("condition of", each == &clause.when ? "when" : "unless");
      if (*each) condition(**each);
    }
    for (const Share& share : clause.shares) {
      for (const Path& each : share.paths) path("share", each);
      for (const Path& each : share.except) path("except", each);
      say("as", share.view ? share.view->text : "");
    }
    for (const Cap& cap : clause.caps) {
      say("cap", static_cast<std::size_t>(cap.kind));
      for (const Target& target : cap.targets) {
        if (target.path) path("target", *target.path);
        if (target.field_class) say("class", target.field_class->text);
      }
      say("to", cap.view ? cap.view->text : "");
    }
    for (const auto* lines : {&clause.requirements, &clause.no_tells}) {
      say("lines", lines == &clause.requirements ? "require" : "no-tell");
      for (const PathLine& line : *lines)
        for (const Path& each : line.paths) path("path", each);
    }
    bases(clause.bases);
    for (const Keep& keep : clause.keeps) say("keep", format_keep(keep));
    for (const std::string& caveat : clause.caveats) say("caveat", caveat);
    for (const HoldLine& hold : clause.holds) say("hold", format_span(hold.within));
    for (const OnwardLine& onward : clause.onwards) say("onward", schemas::name_of(onward.onward));
    words("lift", clause.lifts);
  }

  std::string out;
};

}  // namespace

std::string tree_text(const Agreement& agreement) {
  Writer writer;
  writer.say("agreement", agreement.name + "/" + std::to_string(agreement.version));
  writer.say("title", agreement.title);
  writer.say("schema", agreement.schema);
  writer.say("scheme", agreement.scheme ? agreement.scheme->text : "");
  writer.words("area", agreement.areas);
  writer.parties("party", agreement.parties);
  writer.parties("approver", agreement.approvers);
  for (const Date& date : {agreement.in_force_from, agreement.in_force_until, agreement.review_by.value_or(Date{})})
    writer.say("date", date.ok() ? format_date(date) : "");
  writer.say("marking", agreement.marking ? agreement.marking->text : "");
  writer.say("dpia", agreement.dpia);
  writer.say("policy document", agreement.policy_document);
  if (agreement.stages) {
    writer.words("stage", agreement.stages->names);
    writer.say("moved by", agreement.stages->moved_by.text);
  }
  for (const Purpose& purpose : agreement.purposes) {
    writer.say("purpose", purpose.id.text + " " + purpose.means);
    writer.bases(purpose.bases);
  }
  for (const Pathway& pathway : agreement.pathways) {
    writer.say("pathway", std::string{schemas::name_of(pathway.type)} + " " + pathway.purpose.text);
    writer.parties("to", pathway.to);
    writer.say("within", pathway.respond_within ? format_span(*pathway.respond_within) : "");
    writer.say("call", pathway.call_name + " " + pathway.call_number);
  }
  for (const Clause& clause : agreement.clauses) writer.clause(clause);
  return writer.out;
}

}  // namespace concordat::policy
