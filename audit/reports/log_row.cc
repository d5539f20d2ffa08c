#include "audit/reports/log_row.h"

#include <nlohmann/json.hpp>

#include "schemas/field_table.h"

namespace concordat::audit {
namespace {

using nlohmann::json;

std::string text_of(const json& from, const char* key) {
  const auto at = from.find(key);
  return at != from.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

}  // namespace

std::optional<LogRow> read_log_row(std::string_view text) {
  const json from = json::parse(text, nullptr, false);
  if (!from.is_object() || !from.contains("sequence") || !from["sequence"].is_number_unsigned() || text_of(from, "kind").empty()) return std::nullopt;
  LogRow row;
  row.sequence = from["sequence"].get<std::uint64_t>();
  for (const auto& [key, to] : {std::pair{"kind", &row.kind}, std::pair{"at", &row.at}, std::pair{"actor", &row.actor}, std::pair{"counterpart", &row.counterpart},
                                std::pair{"code", &row.code}, std::pair{"messageType", &row.message_type}, std::pair{"purpose", &row.purpose},
                                std::pair{"agreement", &row.agreement}, std::pair{"disclosure", &row.disclosure}, std::pair{"match", &row.match},
                                std::pair{"message", &row.message}, std::pair{"case", &row.case_id}, std::pair{"keep", &row.keep}, std::pair{"reason", &row.reason}})
    *to = text_of(from, key);
  if (from.contains("about") && from["about"].is_number_unsigned()) row.about = from["about"].get<std::uint64_t>();
  row.is_related = from.contains("related");
  row.is_no_tell = from.contains("noTell");
  row.is_annex_gone = from.contains("annexGone");
  if (from.contains("verdicts"))
    for (const json& verdict : from["verdicts"])
      row.verdicts.push_back({text_of(verdict, "path"), text_of(verdict, "outcome"), text_of(verdict, "grantedBy"), text_of(verdict, "cappedBy"), text_of(verdict, "because")});
  if (from.contains("facts"))
    for (const json& fact : from["facts"])
      if (fact.is_string()) row.facts.push_back(fact.get<std::string>());
  return row;
}

bool is_released(const VerdictRow& verdict) { return verdict.outcome != "withhold" && verdict.outcome != "conceal"; }
bool is_reduced(const VerdictRow& verdict) { return is_released(verdict) && verdict.outcome != "full"; }

std::string plain_path(std::string_view positional) {
  std::string plain;
  bool is_inside = false;
  for (const char c : positional) {
    is_inside = is_inside || c == '[';
    if (!is_inside) plain.push_back(c);
    is_inside = is_inside && c != ']';
  }
  return plain;
}

std::string class_of(std::string_view positional) {
  const schemas::FieldEntry* field = schemas::FieldTable::get().find(plain_path(positional));
  return field == nullptr ? std::string{} : std::string{schemas::name_of(field->field_class)};
}

}  // namespace concordat::audit
