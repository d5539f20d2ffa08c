// What every adapter is: a pure pair of functions between one sector's native documents and our
// messages. No I/O, no clock, no network: the link does those.
//
//   const Kind& nhs = *find_kind("nhs");
//   Outcome<Translated> taken = nhs.translate({.name = "case.xml", .bytes = bytes, .beside = {}});
//   Native document = nhs.render(delivered);
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "schemas/delivered.h"
#include "schemas/message.h"

namespace concordat::adapters {

struct NativeFile {
  std::string name;  // its file name, without folders
  Bytes bytes;
};
// A document and the files that lie beside it in the in-folder (a domain event's detail, a class list).
struct NativeInput {
  std::string name;
  Bytes bytes;
  std::vector<NativeFile> beside;
};

// One message out of a native document. What only the agency knows (purpose, recipients, area) is added
// from its configuration; what the document itself says of these is here.
struct Translation {
  schemas::BodyType type = schemas::BodyType::referral;
  schemas::Body body;
  std::string place;                        // where in the document it began: "Child 3, line 88"
  std::string reference;                    // the sending system's own reference; empty if none
  schemas::Urgency urgency = schemas::Urgency::routine;
  std::optional<schemas::Marking> marking;  // what the document is marked, where it says
  std::vector<std::string> not_carried;     // native paths that hold something we have no field for
  std::vector<schemas::Problem> left_out = {};  // values not to be believed, that the message goes without
};

// All problems at once, each with its place in the document and never a value.
using Problems = std::vector<schemas::Problem>;
template <class T>
using Outcome = Result<T, Problems>;

// What a document became. A part that makes no message (a row, a child, a defendant) does not sink its
// neighbours: its problems stand in `rejected`, and the others are messages.
struct Translated {
  std::vector<Translation> messages;  // at least one
  Problems rejected;
};
// The same from what was gathered part by part; refused where no part is a message.
Outcome<Translated> translated(std::vector<Translation> messages, Problems rejected);
Translated translated(Translation only);

struct Native {
  std::string extension;  // ".json"
  std::string text;
};

struct Told;  // adapters/told.h

struct Kind {
  std::string_view name;        // "nhs"
  std::string_view reads;       // one line for --help
  std::string_view writes;
  Outcome<Translated> (*translate)(const NativeInput& input);
  // The recipient's own native document, with what may have been withheld said in it.
  Native (*render)(const schemas::Delivered& delivered);
  // For the sending system: where a message of its own stands, or that it did not arrive and whom to call.
  Native (*tell)(const Told& told);
};

// The five kinds; nullptr for a name that is none of them.
std::span<const Kind> kinds();
const Kind* find_kind(std::string_view name);

}  // namespace concordat::adapters
