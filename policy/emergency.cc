#include "policy/emergency.h"

#include "base/check.h"

namespace concordat::policy {
namespace {

using schemas::FieldId;

struct Names {
  FieldId declared_by;
  FieldId reason;
  static const Names& get() {
    static const Names names = [] {
      const auto declared_by = schemas::FieldTable::get().field("declaration.declaredBy");
      const auto reason = schemas::FieldTable::get().field("declaration.reason");
      CHECK(declared_by && reason, "the schema has no declaration of an emergency");
      return Names{*declared_by, *reason};
    }();
    return names;
  }
};

}  // namespace

Truth emergency_declared(const schemas::Message& message) {
  if (!message.envelope.emergency) return Truth::no;
  const Names& names = Names::get();
  const auto says = [&](FieldId id) { return message.body.find(id, schemas::no_element) != nullptr; };
  return says(names.declared_by) && says(names.reason) ? Truth::yes : Truth::unknown;
}

Instant emergency_end(Date until) {
  return london_midnight(Date{std::chrono::sys_days{until} + std::chrono::days{90}});
}

}  // namespace concordat::policy
