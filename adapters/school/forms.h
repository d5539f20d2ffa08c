// The concern form in the two other spellings a school asks for: a spreadsheet row, and a page to read or print. The JSON
// is render() in translate.h; the spreadsheet can be read back, the page is for people.
//
//   Native page = render_page(delivered);   // HTML; a printer makes a PDF of it
#pragma once

#include "adapters/native.h"

namespace concordat::adapters::school {

// One row under the columns of README.md. A value at less than full detail has a column …_DETAIL beside it.
Native render_csv(const schemas::Delivered& delivered);
// Terms and what may have been withheld first, then section by section in the form's own words.
Native render_page(const schemas::Delivered& delivered);

}  // namespace concordat::adapters::school
