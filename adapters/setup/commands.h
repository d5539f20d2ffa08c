// `concordat-adapter init` and `try` behind their command lines: what was asked, and the exit code. Data goes to `out`, all
// else to `err`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/setup/settle.h"

namespace concordat::adapters {

struct TryCommand {
  std::string file;
  std::vector<std::string> beside;
  std::string config;  // or, where there is none yet, the next six
  std::string kind;
  std::string agency;
  std::string directory;  // a file, or an area's folder
  std::vector<std::string> agreements;
  std::string scheme, purpose, area;
  std::vector<std::string> to;
  std::string at;
  std::string write;  // a folder for the recipients' documents
  bool is_json = false;
};

// 0 done; 1 a file could not be read or written; 2 somebody would get nothing; 3 an input is invalid.
int run_try(const TryCommand& asked, std::ostream& out, std::ostream& err);
int run_init(const SettleAsked& asked, std::ostream& out, std::ostream& err);

}  // namespace concordat::adapters
