// A page on which an officer decides about one thing: what it is, row by row, a choice, and why. What is sent back is read here too.
// The front asks for the fresh proof.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "console/web/pages/table.h"
#include "console/web/visit.h"

namespace concordat::console::web {

struct Choice {
  std::string value;
  std::string label;
  std::string hint = {};
};

struct DecisionPage {
  std::string title;
  std::string back;  // the list it is of
  std::vector<std::pair<std::string, std::string>> facts;
  std::string question;
  std::vector<Choice> choices;
  std::string warning = {};
};

Response decision_page(Visit& visit, const DecisionPage& page, View beside = {}, int status = 200);

struct Decided {
  std::string choice;
  std::string reason;
};
// What was decided; else the page again, with what is missing said.
Result<Decided, Response> decided(Visit& visit, const DecisionPage& page);

}  // namespace concordat::console::web
