#include "schemas/recall.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace concordat::schemas {
namespace {

constexpr std::array<std::string_view, 3> actions{"rectify", "erase", "restrict"};
constexpr std::array<std::string_view, 4> answers{"rectified", "erased", "restricted", "not-done"};

template <class Code, std::size_t N>
std::optional<Code> named(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Code>(at - names.begin());
}

std::optional<RecallOrder> read_order(const auto& fields) {
  const FieldTable& table = FieldTable::get();
  std::optional<RecallAction> action;
  std::optional<MessageId> message;
  std::vector<std::string> paths;
  std::string reason;
  for (const auto& field : fields) {
    const std::string& path = table[field.id].path;
    if (path == "recall.action") action = recall_action_named(field.value);
    else if (path == "recall.message") message = parse_message_id(field.value);
    else if (path == "recall.paths.path") paths.push_back(field.value);
    else if (path == "recall.reason") reason = field.value;
  }
  if (!action || !message) return std::nullopt;
  return RecallOrder{*action, *message, std::move(paths), std::move(reason)};
}

}  // namespace

std::string_view name_of(RecallAction action) { return actions[static_cast<std::size_t>(action)]; }
std::optional<RecallAction> recall_action_named(std::string_view name) { return named<RecallAction>(actions, name); }
std::string_view name_of(RecallAnswer answer) { return answers[static_cast<std::size_t>(answer)]; }
std::optional<RecallAnswer> recall_answer_named(std::string_view name) { return named<RecallAnswer>(answers, name); }

std::optional<RecallOrder> recall_of(const Body& body) { return read_order(body.fields); }
std::optional<RecallOrder> recall_of(const Delivered& delivered) { return read_order(delivered.fields); }

std::string without_positions(std::string_view path) {
  std::string out;
  bool is_position = false;
  for (const char c : path) {
    if (c == '[') is_position = true;
    if (!is_position) out.push_back(c);
    if (c == ']') is_position = false;
  }
  return out;
}

bool is_recall_path(std::string_view path) {
  bool is_position = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '[' && (is_position || i + 1 == path.size() || path[i + 1] == ']')) return false;
    if (c == ']' && !is_position) return false;
    if (c == '[' || c == ']') is_position = c == '[';
    else if (is_position && std::isdigit(static_cast<unsigned char>(c)) == 0) return false;
  }
  const std::string plain = without_positions(path);
  return !is_position && !plain.starts_with("recall") && !plain.starts_with("monitoring") && !FieldTable::get().under(plain).empty();
}

bool recall_path_covers(std::string_view path, std::string_view field) {
  const auto wanted = split(path, '.');
  const auto found = split(field, '.');
  if (wanted.size() > found.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (wanted[i] != found[i] && wanted[i] != without_positions(found[i])) return false;
  return true;
}

bool covers_any(const std::vector<std::string>& paths, std::string_view field) {
  return paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return recall_path_covers(path, field); });
}

}  // namespace concordat::schemas
