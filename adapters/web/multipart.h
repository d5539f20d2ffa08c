// multipart/form-data (RFC 7578), as far as documents that belong together need it: one part `document`, and files `beside`
// it, each with a file name. Views point into the body.
//
//   const auto form = read_form_data(body, "----boundary");
//   form->at(0).name;   // "document"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace concordat::adapters::web {

struct FormPart {
  std::string name;
  std::string file;          // as the client calls it; empty where it does not say
  std::string content_type;  // lower case, without parameters
  ByteView bytes;
};

// The boundary that a Content-Type says; empty where it says none that may be one.
std::string boundary_of(std::string_view content_type);
// Nothing where the body is not of this shape: no closing boundary, a part without a name, more than 256 parts.
std::optional<std::vector<FormPart>> read_form_data(ByteView body, std::string_view boundary);

// What a client calls a file, as a name in a folder of ours: letters, digits, ". - _", and nothing hidden.
std::string plain_file_name(std::string_view name);

}  // namespace concordat::adapters::web
