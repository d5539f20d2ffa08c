// A page of headings, paragraphs and tables, and its two printed forms: Markdown, and HTML that stands alone,
// reads well aloud and runs nothing. All text is escaped here, and only here.
#pragma once

#include <string>
#include <vector>

namespace concordat::policy {

struct PaperTable {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;  // a line feed in a cell is a line of its own
};
struct PaperSection {
  std::string heading;
  std::vector<std::string> paragraphs;
  std::vector<PaperTable> tables;
};
struct Paper {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<PaperSection> sections;
};

std::string paper_as_markdown(const Paper& paper);
std::string paper_as_html(const Paper& paper);

}  // namespace concordat::policy
