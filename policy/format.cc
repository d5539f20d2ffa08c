#include "policy/format.h"

#include <algorithm>

#include "policy/parse.h"

namespace concordat::policy {
namespace {

constexpr std::size_t line_width = 100;
constexpr std::size_t header_column = 10;  // "approvers "
constexpr std::size_t line_column = 11;    // "  withhold "
constexpr std::size_t basis_column = 8;    // "  basis "
constexpr std::size_t opening_column = 4;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string spelled(const Token& token) {
  return token.kind == Token::Kind::text ? "\"" + token.text + "\"" : token.text;
}

bool stands_close(const Token& before, const Token& token) {
  if (token.kind == Token::Kind::mark && !token.is_mark('(')) return true;
  return before.kind == Token::Kind::mark && !before.is_mark(',') && !before.is_mark(']') &&
         !before.is_mark(')');
}

// Prints part after part (a header, a line, a clause's opening), each over as many rows as it needs.
class Printer {
public:
  explicit Printer(const Layout& layout) : layout_(layout) {}

  std::string run() {
    for (std::size_t i = 0; i < layout_.marks.size(); ++i) {
      const Mark& mark = layout_.marks[i];
      leading(i);
      const bool is_last = i + 1 == layout_.marks.size();
      part(mark, is_last ? layout_.tokens.size() - 1 : layout_.marks[i + 1].token);
    }
    closing();
    return std::move(out_);
  }

private:
  using Part = Mark::Part;

  static bool is_inner(const Mark& mark) { return mark.part == Part::line; }

  // The line on which the text before a comment or token ends, 0 at the start of the file.
  std::uint32_t line_before(std::size_t token, std::size_t comment) const {
    if (comment > 0 && layout_.comments[comment - 1].before == token)
      return layout_.comments[comment - 1].line;
    return token == 0 ? 0 : layout_.tokens[token - 1].place.line;
  }

  // Comments with lines of their own before a part, and the empty line that parts it from the last one.
  void leading(std::size_t index) {
    const Mark& mark = layout_.marks[index];
    const std::size_t from = comment_;
    while (comment_ < layout_.comments.size() && layout_.comments[comment_].before <= mark.token) ++comment_;
    const bool is_inside = is_inner(mark);
    std::size_t at = from;
    if (!is_inside) at = belonging_to_the_last(from, comment_, mark.token, index > 0);
    bool is_gap_due = index > 0 && stands_apart(mark);
    for (; at < comment_; ++at) {
      const Comment& comment = layout_.comments[at];
      const bool was_gap = comment.line > line_before(mark.token, at) + 1;
      if (is_gap_due || (was_gap && !is_inside)) gap();
      is_gap_due = false;
      out_ += std::string(is_inside ? 2 : 0, ' ') + comment.text + "\n";
    }
    const bool was_gap = layout_.tokens[mark.token].place.line > line_before(mark.token, comment_) + 1;
    if (is_gap_due || (was_gap && !is_inside)) gap();
    if (!is_inside) section_ = index;
  }

  // A comment right under a section, with an empty line below it, speaks of that section.
  std::size_t belonging_to_the_last(std::size_t from, std::size_t to, std::size_t token, bool has_last) {
    if (!has_last || from == to) return from;
    std::size_t at = from;
    for (; at < to; ++at)
      if (layout_.comments[at].line > line_before(token, at) + 1) break;
    const std::uint32_t next = at < to ? layout_.comments[at].line : layout_.tokens[token].place.line;
    const bool is_parted = next > line_before(token, at) + 1;
    const Part last = layout_.marks[section_].part;
    if (!is_parted || last == Part::header || last == Part::agreement) return from;
    for (std::size_t i = from; i < at; ++i) out_ += "  " + layout_.comments[i].text + "\n";
    return at;
  }

  // Pathways may stand close to one another, and headers do.
  bool stands_apart(const Mark& mark) const {
    if (mark.part == Part::clause || mark.part == Part::purpose) return true;
    return mark.part == Part::pathway && layout_.marks[section_].part != Part::pathway;
  }

  void gap() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += "\n";
  }

  void closing() {
    const std::size_t end = layout_.tokens.size() - 1;
    const std::size_t from = comment_;
    std::size_t at = from;
    for (; at < layout_.comments.size(); ++at) {
      const Comment& comment = layout_.comments[at];
      const bool was_gap = comment.line > line_before(end, at) + 1;
      if (was_gap) break;
      out_ += (out_.empty() ? "" : "  ") + comment.text + "\n";
    }
    for (; at < layout_.comments.size(); ++at) {
      if (layout_.comments[at].line > line_before(end, at) + 1) gap();
      out_ += layout_.comments[at].text + "\n";
    }
  }

  void part(const Mark& mark, std::size_t end) {
    row_ = is_inner(mark) ? "  " : "";
    column_ = column_of(mark);
    bool has_words = false;
    int brackets = 0;
    for (std::size_t i = mark.token; i < end; ++i) {
      has_words = comments_inside(i, i > mark.token) || has_words;
      const Token& token = layout_.tokens[i];
      brackets += token.is_mark('[') ? 1 : token.is_mark(']') ? -1 : 0;
      const bool is_close = i > mark.token && stands_close(layout_.tokens[i - 1], token);
      if (i > mark.token && !is_close && brackets == 0 && may_break(mark, i)) settle(has_words);
      chunk_ += (chunk_.empty() || is_close ? "" : " ") + spelled(token);
      if (i == mark.token + keyword_words(mark) - 1) keyword(mark);
    }
    settle(has_words);
    trailing(end);
    end_row();
  }

  // Where a part's further rows begin.
  std::size_t column_of(const Mark& mark) const {
    if (mark.part == Part::header || mark.part == Part::agreement) return header_column;
    if (!is_inner(mark)) return opening_column;
    return layout_.marks[section_].part == Part::clause ? line_column : basis_column;
  }
  // "in force", "review by" and "policy document" are one keyword of two words.
  std::size_t keyword_words(const Mark& mark) const {
    if (mark.part != Part::header) return 1;
    const Token& token = layout_.tokens[mark.token];
    return token.is("in") || token.is("review") || token.is("policy") ? 2 : 1;
  }
  bool is_padded(const Mark& mark) const {
    if (mark.part == Part::header || mark.part == Part::agreement) return true;
    return is_inner(mark) && layout_.marks[section_].part == Part::clause;
  }
  void keyword(const Mark& mark) {
    row_ += chunk_;
    chunk_.clear();
    if (!is_padded(mark)) return;
    if (row_.size() + 1 < column_) row_ += std::string(column_ - row_.size() - 1, ' ');
  }

  bool may_break(const Mark& mark, std::size_t at) const {
    const Token& token = layout_.tokens[at];
    if (layout_.tokens[at - 1].is_mark(',')) return true;
    if (!is_inner(mark)) return false;
    return token.is("and") || token.is("or") || token.is("except") || token.is("as");
  }

  // Puts the chunk onto the row, or onto a new row if this one is full.
  void settle(bool& has_words) {
    if (chunk_.empty()) return;
    const bool is_blank = row_.find_first_not_of(' ') == std::string::npos;
    if (!is_blank && has_words && characters(row_) + 1 + characters(chunk_) > line_width) {
      end_row();
      row_ = std::string(column_, ' ') + chunk_;
    } else {
      row_ += (is_blank ? "" : " ") + chunk_;
    }
    chunk_.clear();
    has_words = true;
  }

  // Comments between the words of one part: each ends its row.
  bool comments_inside(std::size_t token, bool is_inside) {
    bool has_any = false;
    while (is_inside && comment_ < layout_.comments.size() && layout_.comments[comment_].before == token) {
      bool has_words = true;
      settle(has_words);
      const Comment& comment = layout_.comments[comment_++];
      if (comment.has_own_line) {
        end_row();
        row_ = std::string(column_, ' ') + comment.text;
      } else {
        row_ += "  " + comment.text;
      }
      end_row();
      row_ = std::string(column_, ' ');
      has_any = true;
    }
    return has_any;
  }

  void trailing(std::size_t end) {
    if (comment_ == layout_.comments.size()) return;
    const Comment& comment = layout_.comments[comment_];
    if (comment.before != end || comment.has_own_line) return;
    row_ += "  " + comment.text;
    ++comment_;
  }

  void end_row() {
    const std::size_t last = row_.find_last_not_of(' ');
    if (last != std::string::npos) out_ += row_.substr(0, last + 1) + "\n";
    row_.clear();
  }

  const Layout& layout_;
  std::string out_;
  std::string row_;
  std::string chunk_;
  std::size_t column_ = 0;
  std::size_t comment_ = 0;
  std::size_t section_ = 0;  // the mark of the section that the last part lies in
};

}  // namespace

Result<std::string, std::vector<Diagnostic>> format(std::string_view text) {
  const Layout layout = parse_layout(text);
  if (has_errors(layout.parsed.diagnostics)) return Fail{layout.parsed.diagnostics};
  return Printer{layout}.run();
}

}  // namespace concordat::policy
