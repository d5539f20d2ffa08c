#include "policy/alike_questions.h"

#include <algorithm>

namespace concordat::policy {

using schemas::BodyType;
using schemas::FieldEntry;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::ListId;

bool carries(BodyType type, FieldId field) {
  const auto& bodies = FieldTable::get()[field].bodies;
  return std::find(bodies.begin(), bodies.end(), type) != bodies.end();
}

AlikeQuestions::AlikeQuestions(const ProgrammeShelf& shelf) : shelf_(shelf), carried_(FieldTable::get().lists().size()) {
  const auto fields = FieldTable::get().fields();
  for (std::uint16_t i = 0; i < fields.size(); ++i)
    for (std::size_t type = 0; type < types && fields[i].list; ++type)
      carried_[fields[i].list->value()][type].push_back(carries(static_cast<BodyType>(type), FieldId{i}));
}

AlikeQuestion AlikeQuestions::of(const FieldInQuestion& question) {
  const FieldEntry& entry = FieldTable::get()[question.fields.front()];
  const bool stands_for_itself = entry.is_fact || entry.is_key || question.fields.size() > 1;
  AlikeQuestion found{question.type, entry.list, entry.field_class == schemas::FieldClass::monitoring,
                      stands_for_itself ? question.fields : std::vector<FieldId>{}, question.before, question.after};
  const std::uint16_t itself = entry.list ? 0 : question.fields.front().value();
  const auto [at, is_new] = first_types_.try_emplace({found, itself}, question.type);
  if (is_new) at->second = first_type(question);
  found.type = at->second;
  return found;
}

// The first type that carries the same of what the question may put into a message.
BodyType AlikeQuestions::first_type(const FieldInQuestion& question) const {
  const FieldTable& table = FieldTable::get();
  // What declares an emergency, and what an emergency lifts.
  static const std::array of_emergencies{*table.field("declaration.reason"), *table.field("declaration.declaredBy"),
                                         *table.field("sourceRestrictions.path")};
  std::vector<ListId> lists;
  std::vector<FieldId> outside;
  const auto put = [&](FieldId field) {
    if (!table[field].list && std::find(outside.begin(), outside.end(), field) == outside.end()) outside.push_back(field);
    for (auto list = table[field].list; list; list = table[*list].parent)
      if (std::find(lists.begin(), lists.end(), *list) == lists.end()) lists.push_back(*list);
  };
  const auto put_atoms = [&](std::uint32_t number) {
    if (!shelf_.condition(number)) return;
    for (const Atom& atom : shelf_.condition(number)->atoms) {
      if (atom.kind == Atom::Kind::test) put(atom.field);
      if (atom.kind == Atom::Kind::emergency_declared) std::for_each(of_emergencies.begin(), of_emergencies.end(), put);
    }
  };
  for (FieldId field : question.fields) put(field);
  for (const auto* side : {&question.before, &question.after})
    for (ProgrammeNumber number : *side)
      for (const FieldRule& rule : shelf_.programme(number)) {
        put_atoms(rule.condition);
        for (std::uint32_t lifter : shelf_.lifters(rule.lifters)) put_atoms(lifter);
      }
  for (std::size_t i = 0; i < static_cast<std::size_t>(question.type); ++i) {
    const auto type = static_cast<BodyType>(i);
    const bool is_alike =
        std::all_of(outside.begin(), outside.end(), [&](FieldId field) { return carries(type, field) == carries(question.type, field); }) &&
        std::all_of(lists.begin(), lists.end(), [&](ListId list) {
          return carried_[list.value()][i] == carried_[list.value()][static_cast<std::size_t>(question.type)];
        });
    if (is_alike) return type;
  }
  return question.type;
}

}  // namespace concordat::policy
