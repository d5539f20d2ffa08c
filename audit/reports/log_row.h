// One entry of the log as the broker shows it to an officer: header, and annex where it is still there. Holds no submitted
// value, because the log has none. What every report is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::audit {

struct VerdictRow {
  std::string path;  // positional: "subject.names[0].family"
  std::string outcome;
  std::string granted_by;
  std::string capped_by;
  std::string because;
};

struct LogRow {
  std::uint64_t sequence = 0;
  std::string kind;
  std::string at;  // RFC 3339, UTC
  std::string actor, counterpart, code, message_type, purpose, agreement;
  std::optional<std::uint64_t> about;
  std::string disclosure;  // hexadecimal, of a disclosed entry
  std::string match;       // how sure it is that the entry is about whom was asked for
  bool is_related = false;  // it names that person, and is about another
  bool is_no_tell = false;
  bool is_annex_gone = false;
  std::string message, case_id, keep, reason;
  std::vector<VerdictRow> verdicts;
  std::vector<std::string> facts;
};

// Nothing unless it is a row as the broker's search writes it.
std::optional<LogRow> read_log_row(std::string_view json);

bool is_released(const VerdictRow& verdict);  // at any view, existence too
bool is_reduced(const VerdictRow& verdict);   // released, at less than full
std::string plain_path(std::string_view positional);  // "subject.names.family"
std::string class_of(std::string_view positional);    // "identity"; empty for a field that the schema no longer has

}  // namespace concordat::audit
