// The papers that an officer hands over: which there are, what each is about, and the paper itself as a page, PDF, CSV or JSON.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response papers_page(Visit& visit);
Response paper_form_page(Visit& visit);
Response begin_paper(Visit& visit);
Response paper_page(Visit& visit);
Response paper_file(Visit& visit);  // ":file" is paper.csv, paper.json or paper.pdf

}  // namespace concordat::console::web
