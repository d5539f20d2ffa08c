// What of a document nobody looked at: the guarantee behind "not carried". A mapping asks a tree for what it knows by
// name; whatever has a name that no mapping asks for was never read, and is told under its path, whatever it is.
// A mapping's own notes say more (why, and of what value), so what they cover is not told again.
//
//   note_unread(message.not_carried, unread(document, ""));
//
// Paths have no positions: "children1.value.party.shoeSize", told once. An attribute is "Learner@checked".
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.h"
#include "adapters/xml.h"

namespace concordat::adapters {

// Whether a member only says how a document is stored, not what it says: `path` is its own.
using IsStorage = bool (*)(std::string_view path, std::string_view name);
bool nothing_is_storage(std::string_view path, std::string_view name);

// `but` are parts told of elsewhere, each for the message it became. A FHIR resource's path begins anew with its type.
std::vector<std::string> unread(const Json& node, const std::string& path, const std::vector<const Json*>& but = {},
                                IsStorage is_storage = nothing_is_storage);
std::vector<std::string> unread(const XmlElement& node, const std::string& path,
                                const std::vector<const XmlElement*>& but = {});

// Adds them, but for those that a note already there is about, or is above.
void note_unread(std::vector<std::string>& not_carried, const std::vector<std::string>& found);

}  // namespace concordat::adapters
