#include "adapters/parts.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/text_encoding.h"
#include "base/text.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 16;
constexpr std::size_t header_bytes_max = std::size_t{1} << 20;
constexpr std::array<std::string_view, 2> parents{"Children", "CTFpupilData"};

std::string_view local_name(std::string_view tag) {
  const std::size_t end = tag.find_first_of(" \t\r\n/>");
  const std::string_view name = tag.substr(0, end);
  return name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
}
std::string_view whole_name(std::string_view tag) { return tag.substr(0, tag.find_first_of(" \t\r\n/>")); }

std::uint32_t lines_in(std::string_view text) { return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')); }

// Every "WORD n" of a place moved on: lines past the header, children by how many came before.
std::string moved(const std::string& place, std::string_view word, std::uint64_t past, std::uint64_t by) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t found = place.find(word); found != std::string::npos; found = place.find(word, at)) {
    const std::size_t digits = found + word.size();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(place.data() + digits, place.data() + place.size(), number);
    out += place.substr(at, digits - at);
    at = digits;
    if (error != std::errc{}) continue;
    out += std::to_string(number > past ? number + by : number);
    at = static_cast<std::size_t>(end - place.data());
  }
  return out + place.substr(at);
}

}  // namespace

Parts::Parts(Source source, std::size_t part_bytes) : source_(std::move(source)), part_bytes_(part_bytes) {}

bool Parts::fill() {
  if (is_at_end_) return false;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + chunk_bytes);
  const std::size_t got = source_(buffer_.data() + held, chunk_bytes);
  buffer_.resize(held + got);
  is_at_end_ = got == 0;
  return got != 0;
}

bool Parts::has(std::size_t size) {
  while (buffer_.size() < size)
    if (!fill()) return false;
  return true;
}

void Parts::drop(std::size_t size) {
  line_ += lines_in(std::string_view{buffer_}.substr(0, size));
  buffer_.erase(0, size);
}

// Past the end of the markup that begins at `from`; npos where the document ends inside it, or past all sense.
std::size_t Parts::token_end(std::size_t from) {
  has(from + 9);
  const std::string_view start = std::string_view{buffer_}.substr(from);
  const std::string_view closer = start.starts_with("<!--") ? "-->" : start.starts_with("<![CDATA[") ? "]]>" : start.starts_with("<?") ? "?>" : "";
  char quote = 0;
  for (std::size_t at = from + 1; has(at + 1) && at < from + document_bytes_max; ++at) {
    if (!closer.empty()) {
      if (!has(at + closer.size())) return std::string::npos;
      if (std::string_view{buffer_}.substr(at, closer.size()) == closer) return at + closer.size();
      continue;
    }
    const char c = buffer_[at];
    if (quote != 0) quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'') quote = c;
    else if (c == '>') return at + 1;
  }
  return std::string::npos;
}

// Reads the header, and so what kind of document this is.
void Parts::begin() {
  has(header_bytes_max);
  const Syntax syntax = syntax_of(as_bytes(buffer_));
  shape_ = syntax == Syntax::xml ? Shape::xml : syntax == Syntax::json ? Shape::other : Shape::csv;
  if (shape_ == Shape::csv) {
    bool is_quoted = false;
    std::size_t end = 0;
    if (buffer_.starts_with("sep=")) end = std::min(buffer_.find('\n'), buffer_.size() - 1) + 1;  // the header is the line after
    while (end < buffer_.size() && (is_quoted || buffer_[end] != '\n')) is_quoted ^= buffer_[end++] == '"';
    header_ = buffer_.substr(0, std::min(end + 1, buffer_.size()));
    drop(header_.size());
    return;
  }
  std::vector<std::string> open;
  for (std::size_t at = 0; shape_ == Shape::xml && (at = buffer_.find('<', at)) != std::string::npos;) {
    const std::size_t end = token_end(at);
    if (end == std::string::npos || end > header_bytes_max) break;
    const std::string_view tag = std::string_view{buffer_}.substr(at + 1, end - at - 2);
    if (tag.starts_with('/')) {
      if (!open.empty()) open.pop_back();
    } else if (!tag.starts_with('!') && !tag.starts_with('?') && !tag.ends_with('/')) {
      open.emplace_back(whole_name(tag));
      if (std::find(parents.begin(), parents.end(), local_name(tag)) != parents.end()) {
        header_ = buffer_.substr(0, end);
        for (auto name = open.rbegin(); name != open.rend(); ++name) closers_ += "</" + *name + ">";
        drop(end);
        return;
      }
    }
    at = end;
  }
  shape_ = Shape::other;
}

Part Parts::part_of(std::string_view items, std::string_view closers) {
  Part part;
  const std::string text = header_ + std::string{items} + std::string{closers};
  part.bytes = to_bytes(as_bytes(text));
  part.header_lines = 1 + lines_in(header_);
  part.lines_before = line_ - part.header_lines;
  return part;
}

std::optional<Part> Parts::next_xml() {
  std::size_t at = 0;         // everything before it is of whole children
  std::size_t depth = 0;      // below the parent
  std::size_t items = 0;
  std::size_t scanned = 0;
  bool is_enough = false;     // the next child begins the next part: the last part is never without one
  for (;;) {
    while (buffer_.find('<', scanned) == std::string::npos && fill()) scanned = scanned == 0 ? 0 : scanned;
    const std::size_t start = buffer_.find('<', scanned);
    const std::size_t end = start == std::string::npos ? start : token_end(start);
    if (end == std::string::npos) break;  // cut off: the reader says where
    const std::string_view tag = std::string_view{buffer_}.substr(start + 1, end - start - 2);
    scanned = end;
    if (tag.starts_with('!') || tag.starts_with('?')) continue;
    if (tag.starts_with('/')) {
      if (depth == 0) break;  // the parent ends: what follows belongs to the last part
      --depth;
    } else {
      if (depth == 0 && is_enough) {
        Part part = part_of(std::string_view{buffer_}.substr(0, at), closers_);
        part.items_before = items_;
        items_ += items;
        drop(at);
        return part;
      }
      depth += tag.ends_with('/') ? 0 : 1;
    }
    if (depth != 0) continue;
    at = end;
    ++items;
    is_enough = at >= part_bytes_;
  }
  has(document_bytes_max + 1);
  shape_ = Shape::finished;
  Part part = part_of(buffer_, {});
  part.items_before = items_;
  return part;
}

std::optional<Part> Parts::next_csv() {
  bool is_quoted = false;
  std::size_t at = 0;
  while (has(at + 1) && at < document_bytes_max) {
    const char c = buffer_[at++];
    is_quoted ^= c == '"';
    if (c == '\n' && !is_quoted && at >= part_bytes_ && !trim(std::string_view{buffer_}.substr(0, at)).empty()) break;
  }
  const std::string_view rows = std::string_view{buffer_}.substr(0, at);
  const bool is_first = items_++ == 0;
  // Blank lines at the end are no part; a file of nothing but its header is one, to be refused as it is.
  std::optional<Part> part;
  if (is_first || !trim(rows).empty()) part = part_of(rows, {});
  drop(at);
  if (!has(1)) shape_ = Shape::finished;
  return part;
}

std::optional<Part> Parts::whole() {
  has(document_bytes_max + 1);
  shape_ = Shape::finished;
  return Part{.bytes = to_bytes(as_bytes(buffer_))};
}

std::optional<Part> Parts::next() {
  if (shape_ == Shape::unknown) begin();
  switch (shape_) {
    case Shape::xml: return next_xml();
    case Shape::csv: return next_csv();
    case Shape::other: return whole();
    case Shape::unknown:
    case Shape::finished: break;
  }
  return std::nullopt;
}

bool Parts::is_repeated(const Translation& message) {
  const schemas::FieldId value = *schemas::FieldTable::get().field("subject.identifiers.value");
  for (const schemas::Field& field : message.body.fields) {
    if (field.id != value || !schemas::canonical_nhs_number(field.value)) continue;
    std::uint64_t number = 0;
    std::from_chars(field.value.data(), field.value.data() + field.value.size(), number);
    if (5 * ++number_count_ > 4 * numbers_.size()) {
      std::vector<std::uint64_t> wider(std::max<std::size_t>(1024, numbers_.size() * 2));
      for (const std::uint64_t known : numbers_) {
        std::size_t slot = known % wider.size();
        while (known != 0 && wider[slot] != 0) slot = (slot + 1) % wider.size();
        if (known != 0) wider[slot] = known;
      }
      numbers_ = std::move(wider);
    }
    std::size_t slot = number % numbers_.size();
    while (numbers_[slot] != 0 && numbers_[slot] != number) slot = (slot + 1) % numbers_.size();
    if (numbers_[slot] == number) return true;
    numbers_[slot] = number;
  }
  return false;
}

Outcome<Translated> Parts::translate(const Kind& kind, const std::string& name, Part part) {
  auto taken = kind.translate({.name = name, .bytes = std::move(part.bytes), .beside = {}});
  const auto move = [&](std::string& place) {
    place = moved(place, "line ", part.header_lines - 1, part.lines_before);
    if (place.starts_with("Child ")) place = moved(place, "Child ", 0, part.items_before);
    place = moved(place, "Pupil[", 0, part.items_before);
  };
  if (!taken) {
    Problems problems = taken.error();
    for (schemas::Problem& problem : problems) move(problem.where);
    return Fail{std::move(problems)};
  }
  for (schemas::Problem& problem : taken->rejected) move(problem.where);
  std::vector<Translation> kept;
  for (Translation& message : taken->messages) {
    move(message.place);
    for (std::string& path : message.not_carried) move(path);
    for (schemas::Problem& problem : message.left_out) move(problem.where);
    if (!header_.empty() && closers_.empty() && is_repeated(message))
      taken->rejected.push_back({"invalid-value", message.place + ", NHS number", "the same number stands on an earlier row, which was taken: keep one of the two"});
    else
      kept.push_back(std::move(message));
  }
  taken->messages = std::move(kept);
  return taken;
}

}  // namespace concordat::adapters
