#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/condition_scope.h"
#include "policy/findings.h"

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::ValueType;

// The code lists whose declared order is an order of degree or of progress.
const std::array<std::vector<std::string>, 5> scales{{
    {"low", "medium", "high", "veryHigh"},
    {"notImminent", "weeks", "days", "immediate"},
    {"level1", "level2", "level3"},
    {"green", "amber", "red"},
    {"referral", "gateway", "screening", "panel", "support", "review", "exit"},
}};

void gather(const Condition& condition, std::vector<const Test*>& tests) {
  if (condition.test) tests.push_back(&*condition.test);
  for (const Condition& part : condition.parts) gather(part, tests);
}

void check_value(const FieldEntry& field, const Value& value, Findings& findings) {
  const bool is_word = value.kind == Value::Kind::word || value.kind == Value::Kind::text;
  const auto mismatch = [&](std::string_view wanted) {
    findings.report(Code::comparison_type, value.place,
                    field.path + " is compared with " + std::string{wanted});
  };
  switch (field.type) {
    case ValueType::code:
    case ValueType::yes_no:
      if (!is_word) {
        mismatch("one of: " + join(field.codes, ", "));
      } else if (std::find(field.codes.begin(), field.codes.end(), value.text) == field.codes.end()) {
        findings.report(Code::unknown_value, value.place, field.path + " is never " + value.text,
                        "it is one of: " + join(field.codes, ", "), nearest(value.text, field.codes));
      }
      return;
    case ValueType::date:
      if (value.kind != Value::Kind::date) mismatch("a date, such as 2026-04-01");
      return;
    case ValueType::number:
      if (value.kind != Value::Kind::integer) mismatch("a whole number");
      return;
    case ValueType::text:
    case ValueType::name:
    case ValueType::date_time:
    case ValueType::postcode:
    case ValueType::uuid:
    case ValueType::path:
    case ValueType::binary:
      mismatch("nothing: it is not a fact");
      return;
  }
}

void check_test(const Test& test, const std::vector<std::optional<schemas::ListId>>& lists,
                Findings& findings) {
  if (!check_path(test.path, findings)) return;
  const FieldTable& table = FieldTable::get();
  const FieldEntry* field = table.find(test.path.full());
  if (field == nullptr || !field->is_fact) {
    std::vector<std::string> facts;
    for (const FieldEntry& each : table.fields())
      if (each.is_fact) facts.push_back(each.path);
    findings.report(Code::not_a_fact, test.path.place,
                    test.path.full() + " is not a fact that a condition may test",
                    "`concordat schema fields` lists the facts", nearest(test.path.full(), facts));
    return;
  }
  for (const Value& value : test.values) check_value(*field, value, findings);
  const bool is_order = test.comparison == Comparison::at_least || test.comparison == Comparison::at_most;
  if (is_order && !is_ordered(*field))
    findings.report(Code::comparison_type, test.place, "the values of " + field->path + " have no order",
                    "use is, or is one of");
  if (!field->list || test.quantifier != Quantifier::none) return;
  const bool is_shared = !lists.empty() && std::all_of(lists.begin(), lists.end(), [&](const auto& list) {
    return lies_in(list, *field->list);
  });
  if (!is_shared)
    findings.report(Code::needs_quantifier, test.path.place,
                    field->path + " lies in a list that not every field of this clause lies in",
                    "write some or every before it, or put those fields in a clause of their own");
}

void check_stages(const Condition& condition, const Agreement& agreement, Findings& findings) {
  for (const Condition& part : condition.parts) check_stages(part, agreement, findings);
  if (condition.kind != Condition::Kind::case_stage) return;
  std::vector<std::string> names;
  if (agreement.stages)
    for (const Word& stage : agreement.stages->names) names.push_back(stage.text);
  if (std::find(names.begin(), names.end(), condition.stage.text) == names.end())
    findings.report(Code::unknown_stage, condition.stage.place, "there is no stage " + condition.stage.text,
                    "the stages header lists them", nearest(condition.stage.text, names));
}

}  // namespace

std::vector<const Test*> tests_of(const Condition& condition) {
  std::vector<const Test*> tests;
  gather(condition, tests);
  return tests;
}

std::vector<std::optional<schemas::ListId>> effect_lists(const Clause& clause, std::uint16_t schema) {
  const FieldTable& table = FieldTable::get();
  std::vector<std::optional<schemas::ListId>> lists;
  const auto add = [&](const std::vector<schemas::FieldId>& fields) {
    for (schemas::FieldId id : fields)
      if (std::find(lists.begin(), lists.end(), table[id].list) == lists.end())
        lists.push_back(table[id].list);
  };
  for (const Share& share : clause.shares) add(granted_fields(share, schema));
  for (const Cap& cap : clause.caps)
    for (const Target& target : cap.targets) {
      if (target.path) add(table.under(target.path->full()));
      if (!target.field_class) continue;
      if (const auto named = schemas::field_class_named(target.field_class->text))
        add(covered_by_class(*named).fields);
    }
  for (const PathLine& line : clause.requirements)
    for (const Path& path : line.paths) add(table.under(path.full()));
  for (const PathLine& line : clause.no_tells)
    for (const Path& path : line.paths) add(table.under(path.full()));
  return lists;
}

bool is_ordered(const FieldEntry& field) {
  if (field.type == ValueType::date || field.type == ValueType::number) return true;
  return field.type == ValueType::code &&
         std::find(scales.begin(), scales.end(), field.codes) != scales.end();
}

void check_conditions(const Clause& clause, const Agreement& agreement, Findings& findings) {
  const auto lists = effect_lists(clause, agreement.schema);
  for (const auto* condition : {&clause.when, &clause.unless}) {
    if (!*condition) continue;
    check_stages(**condition, agreement, findings);
    for (const Test* test : tests_of(**condition)) check_test(*test, lists, findings);
  }
}

}  // namespace concordat::policy
