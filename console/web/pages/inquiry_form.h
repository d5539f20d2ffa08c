// The fields by which an officer says what they look for, shared by the search and the papers: read from a form, shown in one again,
// and what is wrong with them said beside each.
#pragma once

#include "console/asking/log_search.h"
#include "console/web/request.h"
#include "console/web/view.h"

namespace concordat::console::web {

enum class Asks : std::uint8_t { person, window, anything };  // which fields a form has

struct InquiryForm {
  LogQuestion question;
  std::string reason;
  View errors;  // "errors", and NAME_error for each field; empty if all is well
  bool is_right() const { return errors.list("errors").empty(); }
};

InquiryForm read_inquiry(const Fields& typed, Asks asks);
// The form as it was typed, with what was wrong.
View inquiry_view(const Fields& typed, Asks asks, View errors);

}  // namespace concordat::console::web
