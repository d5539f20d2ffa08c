// A paper: what an officer hands over, before it has a form. Sections of sentences and tables; what it was made from, and how
// whoever receives it checks that. Forms: text, a page (HTML, also what a PDF is made of), CSV, JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::audit {

struct Column {
  std::string key;   // in CSV and JSON: "recipient"
  std::string head;  // for people: "Given to"
};

struct Section {
  std::string key;
  std::string heading;
  std::vector<std::string> sentences;
  std::vector<Column> columns;                  // none: no table
  std::vector<std::vector<std::string>> rows;
  std::string when_empty;                       // said instead of a table without rows
};

struct Provenance {
  std::string made_at;
  std::string officer;
  std::string reason;
  std::uint64_t search = 0;  // the entry that records this access
  std::uint64_t size = 0;    // entries that the log had
  std::string origin;
  std::string checkpoint;    // a signed note
  std::string log_key;       // hexadecimal
};

struct Paper {
  std::string kind;  // "account"
  std::string title;
  std::vector<std::string> opening;
  std::vector<Section> sections;
  Provenance from;
};

std::string paper_as_text(const Paper& paper);
std::string paper_as_html(const Paper& paper);
// One table after another, each with a line that names it. No cell can begin a formula in a spreadsheet.
std::string paper_as_csv(const Paper& paper);
std::string paper_as_json(const Paper& paper);

std::string html_text(std::string_view text);

}  // namespace concordat::audit
