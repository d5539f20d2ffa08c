// Reports: what went wrong with a document, and what of it goes unsaid, for the people and the system that wrote it: text
// and a spreadsheet for the ones, JSON for the other, all stable: the same document and the same faults give the same
// bytes. Codes and places, never a value.
//
//   Report report{"referral.json", "rejected", {}, problems};
//   report_text(report); report_json(report); report_csv(report);
#pragma once

#include <string>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters {

struct NotCarried {
  std::string place;               // of the message
  std::vector<std::string> paths;  // native paths
};

struct Report {
  std::string native;   // the document's name
  // "rejected": by this adapter; "refused": by the broker; "sent": all the same; "part": these parts of it were not;
  // "translated": nothing was sent, it was only tried
  std::string outcome;
  std::string message;  // id, where there is one
  Problems problems;
  Problems left_out = {};  // values not to be believed, that a message goes without
  std::vector<NotCarried> not_carried = {};
};

struct Json;  // adapters/json.h
// [{"code", "where", "what"}, …]: problems, as whatever of ours prints JSON says them.
Json problem_rows(const Problems& problems);

// What translating a document came to.
Report report_of(std::string native, const Outcome<Translated>& outcome);

std::string report_json(const Report& report);
std::string report_text(const Report& report);
// A row a problem, value left out or path not carried: document, outcome, message, code, where, what.
std::string report_csv(const Report& report);

}  // namespace concordat::adapters
