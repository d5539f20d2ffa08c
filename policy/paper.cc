#include "policy/paper.h"

#include <algorithm>
#include <string_view>

namespace concordat::policy {
namespace {

// The first cell of a row names it: a reader of the page aloud hears it with every other.
constexpr std::string_view style =
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600;padding:.3rem 0}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}thead th{background:#eee}"
    "@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}";

std::string html_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else if (c == '\'') out += "&#39;";
    else if (c == '\n') out += "<br>";
    else out += c;
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\n') {
      out += "<br>";
      continue;
    }
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (c == '&') {
      out += "&amp;";
      continue;
    }
    if (std::string_view{"\\`*_[]|#!~>"}.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

void add_html(std::string& out, const PaperTable& table) {
  out += "<table>\n<caption>" + html_text(table.caption) + "</caption>\n<thead><tr>";
  for (const std::string& head : table.heads) out += "<th scope=\"col\">" + html_text(head) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += i == 0 ? "<th scope=\"row\">" + html_text(row[i]) + "</th>" : "<td>" + html_text(row[i]) + "</td>";
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n";
}

void add_markdown(std::string& out, const PaperTable& table) {
  out += "**" + markdown_text(table.caption) + "**\n\n|";
  for (const std::string& head : table.heads) out += " " + markdown_text(head) + " |";
  out += "\n|";
  for (std::size_t i = 0; i < table.heads.size(); ++i) out += "---|";
  out += "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (const std::string& cell : row) out += " " + markdown_text(cell) + " |";
    out += "\n";
  }
  out += "\n";
}

}  // namespace

std::string paper_as_html(const Paper& paper) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      html_text(paper.title) + "</title>\n<style>" + std::string{style} + "</style>\n</head>\n<body>\n<main>\n<h1>" +
      html_text(paper.title) + "</h1>\n";
  for (const std::string& paragraph : paper.paragraphs) out += "<p>" + html_text(paragraph) + "</p>\n";
  for (const PaperSection& section : paper.sections) {
    out += "<section>\n<h2>" + html_text(section.heading) + "</h2>\n";
    for (const std::string& paragraph : section.paragraphs) out += "<p>" + html_text(paragraph) + "</p>\n";
    for (const PaperTable& table : section.tables) add_html(out, table);
    out += "</section>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

std::string paper_as_markdown(const Paper& paper) {
  std::string out = "# " + markdown_text(paper.title) + "\n\n";
  for (const std::string& paragraph : paper.paragraphs) out += markdown_text(paragraph) + "\n\n";
  for (const PaperSection& section : paper.sections) {
    out += "## " + markdown_text(section.heading) + "\n\n";
    for (const std::string& paragraph : section.paragraphs) out += markdown_text(paragraph) + "\n\n";
    for (const PaperTable& table : section.tables) add_markdown(out, table);
  }
  out.pop_back();  // one line feed at the end
  return out;
}

}  // namespace concordat::policy
