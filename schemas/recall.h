// What a Recall asks for, read out of its body; what may be answered; and which fields its paths mean. A path of a recall is
// a field, struct or list of the recalled message, perhaps with positions ("subject.address[1].lines"): never with a
// selector, whose words would tell of an element to somebody who was not given it.
#pragma once

#include "schemas/delivered.h"
#include "schemas/message.h"

namespace concordat::schemas {

enum class RecallAction : std::uint8_t { rectify, erase, restrict };
std::string_view name_of(RecallAction action);  // "rectify"
std::optional<RecallAction> recall_action_named(std::string_view name);

// What a recipient did about one.
enum class RecallAnswer : std::uint8_t { rectified, erased, restricted, not_done };
std::string_view name_of(RecallAnswer answer);  // "not-done"
std::optional<RecallAnswer> recall_answer_named(std::string_view name);

struct RecallOrder {
  RecallAction action;
  MessageId message;
  std::vector<std::string> paths;  // empty: the whole message
  std::string reason;
};
// Nothing if it lacks its action or message.
std::optional<RecallOrder> recall_of(const Body& body);
std::optional<RecallOrder> recall_of(const Delivered& delivered);

// Whether a recall may name it: a path of the field table, not of recall or monitoring itself.
bool is_recall_path(std::string_view path);
// "subject.address.lines" of "subject.address[1].lines".
std::string without_positions(std::string_view path);
// Whether a recall's path means a field: `field` is at or under it, and at each position that it gives.
bool recall_path_covers(std::string_view path, std::string_view field);
bool covers_any(const std::vector<std::string>& paths, std::string_view field);  // no paths: every field

}  // namespace concordat::schemas
